#include "shell_completion.hpp"

namespace argocdpp::cli {

namespace {

std::string for_program(std::string_view script, std::string_view program_name) {
    constexpr std::string_view placeholder = "PROGRAM";
    std::string result;
    for (;;) {
        const std::size_t at = script.find(placeholder);
        result += script.substr(0, at);
        if (at == std::string_view::npos)
            return result;
        result += program_name;
        script.remove_prefix(at + placeholder.size());
    }
}

// Words go through a pipe, written by a builtin, so that no list of processes shows a token.

constexpr std::string_view bash_script = R"(# bash completion for PROGRAM

_PROGRAM() {
    local line=${COMP_LINE:0:COMP_POINT} blank word typed value sign kept='' i
    local -a words=() offered=()
    COMPREPLY=()
    # Bash has cut words at signs such as : and =; what no blank parts is put together again.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        blank=${line%%[![:space:]]*}
        line=${line#"$blank"}
        word=${COMP_WORDS[i]}
        ((i < COMP_CWORD)) || word=$line
        line=${line#"$word"}
        if ((i > 0)) && [[ -z $blank ]]; then words[-1]+=$word; else words+=("$word"); fi
    done
    typed=${words[-1]}
    for i in "${!words[@]}"; do
        word=${words[i]//[\"\'\\]/}
        [[ $word == '~/'* ]] && word=$HOME/${word:2}
        words[i]=$word
    done
    type -P -- "${words[0]}" >/dev/null || words[0]=PROGRAM
    mapfile -t offered < <(printf '%s\0' "${words[@]:1}" | "${words[0]}" __complete 2>/dev/null)
    if [[ ${offered[0]} == :files ]]; then
        value=$typed
        [[ $typed == -*=* ]] && value=${typed#*=}
        mapfile -t COMPREPLY < <(compgen -f -- "$value")
        compopt -o filenames 2>/dev/null
        return
    fi
    # What comes back takes the place of what stands behind the last such sign.
    if [[ $typed != [\"\']* ]]; then
        for sign in : = @; do
            [[ $COMP_WORDBREAKS == *"$sign"* && $typed == *"$sign"* ]] || continue
            value=${typed%"${typed##*"$sign"}"}
            ((${#value} > ${#kept})) && kept=$value
        done
    fi
    offered=("${offered[@]%%$'\t'*}")
    COMPREPLY=("${offered[@]#"$kept"}")
}
complete -F _PROGRAM PROGRAM
)";

constexpr std::string_view zsh_script = R"zsh(#compdef PROGRAM

_PROGRAM() {
    local program=${${(Q)words[1]}/#\~\//$HOME/} line word
    local -a typed offered names
    typed=("${(@Q)words[2,CURRENT]}")
    typed=("${(@)typed/#\~\//$HOME/}")
    offered=(${(f)"$(printf '%s\0' "${typed[@]}" | "$program" __complete 2>/dev/null)"})
    if [[ ${offered[1]} == :files ]]; then
        [[ ${words[CURRENT]} == --*=* ]] && compset -P '*='
        _files
        return
    fi
    for line in "${offered[@]}"; do
        word=${${line%%$'\t'*}//:/\\:}
        [[ $line == *$'\t'* ]] && word+=:${line#*$'\t'}
        names+=("$word")
    done
    if [[ ${words[CURRENT]} == -* ]]; then
        _describe -o flag names
    else
        _describe name names
    fi
}

if [[ ${funcstack[1]} == _PROGRAM ]]; then
    _PROGRAM "$@"
else
    compdef _PROGRAM PROGRAM
fi
)zsh";

constexpr std::string_view fish_script = R"(# fish completion for PROGRAM

function __PROGRAM_offered
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l words (string replace -r '^~/' "$HOME/" -- $before[2..-1] $current)
    set -l offered (string join0 -- $words | $before[1] __complete 2>/dev/null)
    if test "$offered[1]" = :files
        set -l head (string match -r -- '^--[^=]*=' $current)
        set -l value (string replace -- "$head" '' $current)
        for file in (__fish_complete_path "$value")
            echo "$head$file"
        end
    else
        string join \n -- $offered
    end
end

complete -c PROGRAM -f -a '(__PROGRAM_offered)'
)";

} // namespace

std::string bash_completion(std::string_view program_name) {
    return for_program(bash_script, program_name);
}

std::string zsh_completion(std::string_view program_name) {
    return for_program(zsh_script, program_name);
}

std::string fish_completion(std::string_view program_name) {
    return for_program(fish_script, program_name);
}

} // namespace argocdpp::cli
