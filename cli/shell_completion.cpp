#include "shell_completion.hpp"

#include "commands.hpp"
#include "global_flags.hpp"

#include <algorithm>

namespace argocdpp::cli {

namespace {

/// A command's flags, the global ones and --help among them, as far as help shows them.
struct declared_flags {
    explicit declared_flags(const command& row) {
        if (row.bind)
            bound = row.bind(set);
        add_global_flags(set, globals);
        set.add(help, "help", 'h', "Show help");
    }
    global_flags globals;
    bool help = false;
    flag_set set;
    std::unique_ptr<bound_command> bound;
};

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
    std::string result;
    for (;;) {
        const std::size_t at = text.find(what);
        result += text.substr(0, at);
        if (at == std::string_view::npos)
            return result;
        result += by;
        text.remove_prefix(at + what.size());
    }
}

std::string shell_quoted(std::string_view text) { return "'" + replaced(text, "'", "'\\''") + "'"; }

std::string fish_quoted(std::string_view text) {
    return "'" + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + "'";
}

/// "name:what it is", as zsh's _describe wants it.
std::string zsh_described(std::string_view name, std::string_view text) {
    return " " + shell_quoted(replaced(name, ":", "\\:") + ":" + replaced(text, ":", "\\:"));
}

/// Names of a row's last word, aliases too.
std::string spellings(const command& row) {
    const std::string aliases(row.aliases);
    return std::string(last_word(row)) + (aliases.empty() ? "" : " " + aliases);
}

/// All paths that lead to a row, by names and by aliases, as alternatives of a shell's `case`.
std::string path_pattern(const command& row) {
    std::string pattern = shell_quoted(row.path);
    const std::string_view group =
        row.path.substr(0, row.path.size() - last_word(row).size()); // with its blank
    std::string_view aliases = row.aliases;
    while (!aliases.empty()) {
        const std::size_t end = std::min(aliases.find(' '), aliases.size());
        pattern += "|" + shell_quoted(std::string(group) + std::string(aliases.substr(0, end)));
        aliases.remove_prefix(std::min(end + 1, aliases.size()));
    }
    return pattern;
}

std::string dashed(char letter) { return std::string("-") + letter; }

/// Names of flags with their dashes, separated by blanks; `valued` only those that want a value.
std::string flag_names(const declared_flags& declared, bool valued) {
    std::string names;
    for (const flag& flag : declared.set.all()) {
        if (valued ? flag.is_switch() : flag.hidden)
            continue;
        names += " --" + flag.name;
        if (flag.shorthand)
            names += " " + dashed(flag.shorthand);
    }
    return names + " ";
}

/// What names a command wants, by what its row calls its first argument.
struct wanted_names {
    std::string_view kind; ///< as `__complete` knows it; empty where it knows none
    bool many = false;     ///< all its arguments are such
};

wanted_names names_wanted_by(const command& row) {
    std::string_view first = row.arguments.substr(0, row.arguments.find(' '));
    if (first.starts_with('['))
        first.remove_prefix(1);
    wanted_names wanted;
    for (const auto& [word, kind] :
         {std::pair("APPNAME", "application"), std::pair("PROJECT", "project"),
          std::pair("CONTEXT", "context")})
        if (first.substr(0, first.find_first_of(".]")) == word)
            wanted.kind = kind;
    wanted.many = first.find("...") != std::string_view::npos;
    return wanted;
}

/// Of both, as the scripts of bash and zsh set them.
std::string wanted_line(const command& row) {
    const auto wanted = names_wanted_by(row);
    return "        kind='" + std::string(wanted.kind) + "' many='" + (wanted.many ? "1" : "") +
           "'\n";
}

std::string bash_case(const command& row) {
    const declared_flags declared(row);
    std::string names, accepted = " ";
    for (const command* below : subcommands(row)) {
        (names += names.empty() ? "" : " ") += last_word(*below);
        accepted += spellings(*below) + " ";
    }
    return "    " + path_pattern(row) + ")\n        subcommands=" + shell_quoted(names) +
           "\n        accepted=" + shell_quoted(accepted) +
           "\n        flags=" + shell_quoted(flag_names(declared, false)) +
           "\n        valued=" + shell_quoted(flag_names(declared, true)) + "\n" +
           wanted_line(row) + "        ;;\n";
}

std::string zsh_case(const command& row) {
    const declared_flags declared(row);
    std::string names, accepted, flags;
    for (const command* below : subcommands(row)) {
        names += zsh_described(last_word(*below), below->summary);
        accepted += " " + spellings(*below);
    }
    for (const flag& flag : declared.set.all())
        if (!flag.hidden)
            flags += zsh_described("--" + flag.name, flag.help);
    return "    " + path_pattern(row) + ")\n        subcommands=(" + names +
           ")\n        accepted=(" + accepted + ")\n        flags=(" + flags +
           ")\n        valued=(" + flag_names(declared, true) + ")\n" + wanted_line(row) +
           "        ;;\n";
}

std::string fish_flag(const flag& flag, std::string_view program, const std::string& condition) {
    std::string line = "complete -c " + std::string(program) + condition + " -l " + flag.name;
    if (flag.shorthand)
        line += std::string(" -s ") + flag.shorthand;
    return line + (flag.is_switch() ? "" : " -r") + " -d " + fish_quoted(flag.help) + "\n";
}

std::string fish_rows(const command& row, std::string_view program, const flag_set& global) {
    const declared_flags declared(row);
    const std::string condition =
        " -n " + fish_quoted("__" + std::string(program) + "_at " + fish_quoted(row.path));
    std::string lines;
    for (const command* below : subcommands(row))
        lines += "complete -c " + std::string(program) + condition + " -a " +
                 std::string(last_word(*below)) + " -d " + fish_quoted(below->summary) + "\n";
    if (const auto wanted = names_wanted_by(row); !wanted.kind.empty())
        lines += "complete -c " + std::string(program) + " -n " +
                 fish_quoted("__" + std::string(program) + "_at " + fish_quoted(row.path) +
                             (wanted.many ? "" : " 0")) +
                 " -a '(__" + std::string(program) + "_names " + std::string(wanted.kind) + ")'\n";
    for (const flag& flag : declared.set.all())
        if (!flag.hidden && !global.find(flag.name))
            lines += fish_flag(flag, program, condition);
    return lines;
}

std::string for_program(std::string_view script, std::string_view program_name) {
    return replaced(script, "PROGRAM", program_name);
}

constexpr std::string_view bash_function = R"(
_PROGRAM() {
    local current=${COMP_WORDS[COMP_CWORD]} path='' wants_value='' word i
    local subcommands accepted flags valued kind many position=0
    COMPREPLY=()
    __PROGRAM_known ''
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ -n $wants_value ]]; then
            [[ $word == '=' ]] || wants_value=''
        elif [[ $word == -* ]]; then
            [[ $valued == *" $word "* ]] && wants_value=1
        elif [[ $accepted == *" $word "* ]]; then
            path="${path:+$path }$word"
            __PROGRAM_known "$path"
        else
            position=$((position + 1))
        fi
    done
    [[ $current == '=' ]] && current=''
    if [[ -n $wants_value ]]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
    elif [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$current")
    elif [[ -n $kind && ( -n $many || $position == 0 ) ]]; then
        mapfile -t COMPREPLY < <("${COMP_WORDS[0]}" __complete "$kind" "$current" 2>/dev/null)
    else
        mapfile -t COMPREPLY < <(compgen -W "$subcommands" -- "$current")
    fi
}
complete -F _PROGRAM PROGRAM
)";

// `path` and `commands` are variables of zsh's own.
constexpr std::string_view zsh_function = R"zsh(
_PROGRAM() {
    local where='' wants_value='' word i kind='' many='' position=0
    local -a names subcommands accepted flags valued
    __PROGRAM_known ''
    for ((i = 2; i < CURRENT; i++)); do
        word=${words[i]}
        if [[ -n $wants_value ]]; then
            wants_value=''
        elif [[ $word == -* ]]; then
            (( ${valued[(Ie)$word]} )) && wants_value=1
        elif (( ${accepted[(Ie)$word]} )); then
            where="${where:+$where }$word"
            __PROGRAM_known "$where"
        else
            (( position += 1 ))
        fi
    done
    if [[ -n $wants_value ]]; then
        _files
    elif [[ ${words[CURRENT]} == -* ]]; then
        _describe -o flag flags
    elif [[ -n $kind && ( -n $many || $position == 0 ) ]]; then
        names=(${(f)"$(${words[1]} __complete $kind "${words[CURRENT]}" 2>/dev/null)"})
        names=(${names//:/\\:})
        _describe name names
    else
        _describe command subcommands
    fi
}

if [[ ${funcstack[1]} == _PROGRAM ]]; then
    _PROGRAM "$@"
else
    compdef _PROGRAM PROGRAM
fi
)zsh";

constexpr std::string_view fish_function = R"(
function __PROGRAM_at
    set -l where
    set -l wants_value 0
    set -l position 0
    set -l before (commandline -opc)
    for word in $before[2..-1]
        if test $wants_value = 1
            set wants_value 0
        else if contains -- $word $__PROGRAM_valued
            set wants_value 1
        else if contains -- (string join ' ' -- $where $word) $__PROGRAM_paths
            set -a where $word
        else if not string match -q -- '-*' $word
            set position (math $position + 1)
        end
    end
    test "$where" = "$argv[1]"; and contains -- "$argv[2]" '' $position
end

function __PROGRAM_names
    set -l before (commandline -opc)
    $before[1] __complete $argv[1] (commandline -ct) 2>/dev/null
end

complete -c PROGRAM -f
)";

} // namespace

std::string bash_completion(std::string_view program_name) {
    std::string script =
        "# bash completion for PROGRAM\n\n__PROGRAM_known() {\n    case \"$1\" in\n";
    for (const command* row : all_commands())
        script += bash_case(*row);
    script += "    esac\n}\n";
    return for_program(script + std::string(bash_function), program_name);
}

std::string zsh_completion(std::string_view program_name) {
    std::string script = "#compdef PROGRAM\n\n__PROGRAM_known() {\n    case \"$1\" in\n";
    for (const command* row : all_commands())
        script += zsh_case(*row);
    script += "    esac\n}\n";
    return for_program(script + std::string(zsh_function), program_name);
}

std::string fish_completion(std::string_view program_name) {
    const declared_flags root(root_command());
    std::string paths, valued, rows;
    for (const command* row : all_commands()) {
        paths += row->path.empty() ? "" : " " + fish_quoted(row->path);
        valued += flag_names(declared_flags(*row), true);
        rows += fish_rows(*row, program_name, root.set);
    }
    for (const flag& flag : root.set.all())
        if (!flag.hidden)
            rows += fish_flag(flag, program_name, "");
    const std::string head = "# fish completion for PROGRAM\n\nset -g __PROGRAM_paths" + paths +
                             "\nset -g __PROGRAM_valued" + valued + "\n";
    return for_program(head + std::string(fish_function), program_name) + rows;
}

} // namespace argocdpp::cli
