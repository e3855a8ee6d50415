#include "help.hpp"

#include "commands.hpp"
#include "global_flags.hpp"
#include "help_topics.hpp"
#include "official_commands.hpp"

#include <algorithm>

namespace argocdpp::cli {

namespace {

struct entry {
    std::string name;
    std::string text;
};

/// The program's own name in place of the one that rows are written with.
std::string named(std::string_view text, std::string_view program_name) {
    constexpr std::string_view own = "argocdpp";
    std::string result;
    for (;;) {
        const std::size_t at = text.find(own);
        result += text.substr(0, at);
        if (at == std::string_view::npos)
            return result;
        result += program_name;
        text.remove_prefix(at + own.size());
    }
}

std::string indented(std::string_view text, std::string_view indent) {
    std::string result;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (end > 0)
            result += indent;
        (result += text.substr(0, end)) += '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result;
}

/// Text folded between words; lines that begin with a blank or fit stay as they are.
std::string fold(std::string_view text, std::size_t width) {
    std::string folded;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        const bool is_ended = end < text.size();
        text.remove_prefix(std::min(end + 1, text.size()));
        while (width > 0 && line.size() > width && line[0] != ' ') {
            std::size_t cut = line.rfind(' ', width);
            if (cut == std::string_view::npos)
                cut = line.find(' ');
            if (cut == std::string_view::npos)
                break;
            (folded += line.substr(0, cut)) += '\n';
            line.remove_prefix(cut + 1);
        }
        folded += line;
        if (is_ended)
            folded += '\n';
    }
    return folded;
}

/// Two columns; texts that are too long for the second one go on below.
std::string columns(const std::vector<entry>& entries, std::size_t width) {
    std::size_t widest = 0;
    for (const entry& row : entries)
        widest = std::max(widest, row.name.size());
    widest = std::min<std::size_t>(widest, 32);
    const std::string margin(widest + 4, ' ');
    std::string text;
    for (const entry& row : entries) {
        std::string name = "  " + row.name;
        if (row.name.size() > widest && !row.text.empty())
            name += "\n" + margin;
        else
            name.resize(margin.size(), ' ');
        const std::size_t room = width > margin.size() + 20 ? width - margin.size() : 0;
        std::string folded = indented(fold(row.text, room), margin);
        folded.erase(0, std::min(margin.size(), folded.size()));
        text += name + (folded.empty() ? "\n" : folded);
    }
    return text;
}

std::string section(std::string_view title, std::string_view body) {
    return body.empty() ? "" : "\n" + std::string(title) + ":\n" + std::string(body);
}

entry flag_entry(const flag& flag) {
    std::string name = flag.shorthand ? std::string("-") + flag.shorthand + ", " : "    ";
    name += "--" + flag.name;
    if (!flag.value_name().empty())
        (name += ' ') += flag.value_name();
    return {name, flag_help(flag)};
}

std::string flag_list(const flag_set& flags, std::size_t width) {
    std::vector<entry> entries;
    for (const flag& flag : flags.all())
        if (!flag.hidden)
            entries.push_back(flag_entry(flag));
    std::ranges::sort(entries, {}, [](const entry& row) { return row.name.substr(4); });
    return columns(entries, width);
}

std::string subcommand_list(const command& row, std::size_t width) {
    std::vector<entry> entries;
    for (const command* below : subcommands(row)) {
        std::string name(last_word(*below));
        if (!below->aliases.empty())
            name += " (" + std::string(below->aliases) + ")";
        entries.push_back({name, std::string(below->summary)});
    }
    return columns(entries, width);
}

/// What the official CLI has below this group and argocdpp has not.
std::string missing_list(const command& row, std::size_t width) {
    std::string names;
    for (const std::string_view name : official_subcommands(row.path)) {
        const auto has_name = [&](const command* below) { return last_word(*below) == name; };
        if (std::ranges::none_of(subcommands(row), has_name))
            (names += names.empty() ? "" : ", ") += name;
    }
    return names.empty() ? "" : indented(fold(names, width > 22 ? width - 2 : 0), "  ");
}

std::string topic_list(std::size_t width) {
    std::vector<entry> entries;
    for (const help_topic& topic : help_topics())
        entries.push_back({std::string(topic.name), std::string(topic.summary)});
    return columns(entries, width);
}

/// One difference after the other, each behind a dash.
std::string difference_list(std::string_view differences, std::size_t width) {
    std::string text;
    while (!differences.empty()) {
        const std::size_t end = std::min(differences.find('\n'), differences.size());
        std::string folded =
            indented(fold(differences.substr(0, end), width > 24 ? width - 4 : 0), "    ");
        folded[2] = '-';
        text += folded;
        differences.remove_prefix(std::min(end + 1, differences.size()));
    }
    return text;
}

} // namespace

std::string usage_line(const command& row, std::string_view program_name) {
    std::string line(program_name);
    if (!row.path.empty())
        (line += ' ') += row.path;
    if (!row.bind)
        return line + " COMMAND";
    if (!row.arguments.empty())
        (line += ' ') += row.arguments;
    return line + " [flags]";
}

std::string flag_help(const flag& flag) {
    std::string text = flag.help;
    if (!flag.default_text.empty())
        text += " (default " + flag.default_text + ")";
    if (flag.has_variable)
        text += " (or " + flag.variable_name() + ")";
    if (flag.is_own)
        text += " (not in the official argocd)";
    return text;
}

std::string help_text(const command& row, const help_style& style) {
    const auto width = static_cast<std::size_t>(std::max(style.width, 0));
    const std::string_view program_name = style.program_name;
    flag_set own, global;
    std::unique_ptr<bound_command> bound = row.bind ? row.bind(own) : nullptr;
    global_flags globals;
    add_global_flags(global, globals);

    std::string text = named(fold(row.summary, width), program_name) + "\n";
    if (!row.details.empty())
        text += "\n" + named(fold(row.details, width), program_name) + "\n";
    text += section("Usage", "  " + usage_line(row, program_name) + "\n");
    text += section("Examples", indented(named(row.examples, program_name), "  "));
    text += section("Commands", subcommand_list(row, width));
    if (!row.bind)
        text += section("Not here yet (the official argocd has them)", missing_list(row, width));
    if (row.path.empty())
        text +=
            section("Topics (`" + std::string(program_name) + " help TOPIC`)", topic_list(width));
    text += section("Flags", flag_list(own, width));
    text += section("Global flags", flag_list(global, width));
    text += section("Different from the official argocd",
                    named(difference_list(row.differences, width), program_name));
    return text;
}

} // namespace argocdpp::cli
