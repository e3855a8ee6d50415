#include "man_page.hpp"

#include "commands.hpp"
#include "global_flags.hpp"
#include "help.hpp"
#include "help_topics.hpp"
#include "roff.hpp"
#include "settings_resolution.hpp"

#include <algorithm>

namespace argocdpp::cli {

namespace {

constexpr std::string_view program = "argocdpp";

std::string section(std::string_view title, const std::string& body) {
    return body.empty() ? "" : ".SH " + std::string(title) + "\n" + body;
}

std::string bold(std::string_view text) { return "\\fB" + roff(text) + "\\fR"; }

std::string page_reference(const command& row) { return bold(man_page_name(row)) + "(1)"; }

std::string topic(std::string_view name) {
    for (const help_topic& each : help_topics())
        if (each.name == name)
            return each.text();
    return "";
}

std::string option(const flag& flag) {
    std::string term = flag.shorthand ? bold(std::string("-") + flag.shorthand) + ", " : "";
    term += bold("--" + flag.name);
    if (!flag.value_name().empty())
        term += " \\fI" + std::string(flag.value_name()) + "\\fR";
    return roff_entry(term, flag_help(flag));
}

std::string options(const flag_set& flags) {
    std::vector<const flag*> shown;
    for (const flag& flag : flags.all())
        if (!flag.hidden)
            shown.push_back(&flag);
    std::ranges::sort(shown, {}, &flag::name);
    std::string made;
    for (const flag* flag : shown)
        made += option(*flag);
    return made;
}

std::string all_options(const command& row) {
    flag_set own, global;
    const std::unique_ptr<bound_command> bound = row.bind ? row.bind(own) : nullptr;
    global_flags globals;
    bool help = false;
    add_global_flags(global, globals);
    global.add(help, "help", 'h', "Show help");
    return options(own) + ".SS Global options\n" + options(global);
}

std::string synopsis(const command& row) {
    const std::string words =
        std::string(program) + (row.path.empty() ? "" : " ") + std::string(row.path);
    return bold(words) + roff(usage_line(row, program).substr(words.size())) + "\n";
}

std::string subcommand_entries(const command& row) {
    std::string made;
    for (const command* below : subcommands(row)) {
        std::string text(below->summary);
        if (!below->aliases.empty())
            text += " (also: " + std::string(below->aliases) + ")";
        made += roff_entry(page_reference(*below), text);
    }
    return made;
}

/// Where each setting comes from, as `help environment` shows it in columns.
std::string settings() {
    std::string made = roff_paragraphs("The first that says something wins; switches are on where "
                                       "any of them says so.\n");
    for (const setting& row : settings_table()) {
        std::string text;
        const auto add = [&](std::string_view what, std::string_view where) {
            if (!what.empty())
                (text += text.empty() ? "" : ", then ") += std::string(what) + std::string(where);
        };
        add(row.in_options ? "ARGOCD_OPTS" : "", "");
        add(row.variable, "");
        add(row.context, " in the config file");
        if (!row.otherwise.empty())
            (text += "; otherwise: ") += row.otherwise;
        made += roff_entry(bold(row.flag), text);
    }
    return made + ".PP\n" + roff_paragraphs(environment_notes());
}

std::string differences(const command& row) {
    if (row.path.empty())
        return roff_paragraphs(topic("differences"));
    std::string made;
    std::string_view left = row.differences;
    while (!left.empty()) {
        const std::size_t end = std::min(left.find('\n'), left.size());
        made += ".IP \\(bu 2\n" + roff_paragraphs(left.substr(0, end));
        left.remove_prefix(std::min(end + 1, left.size()));
    }
    return made.empty() ? "" : "What is not as in the official argocd:\n" + made;
}

std::string see_also(const command& row) {
    std::string made;
    for (const command* other : all_commands())
        if (is_below(*other, row))
            (made += made.empty() ? "" : ",\n") += page_reference(*other);
    for (const command* other : subcommands(row))
        (made += made.empty() ? "" : ",\n") += page_reference(*other);
    if (!row.path.empty() && row.path.find(' ') != std::string_view::npos)
        (made += made.empty() ? "" : ",\n") += page_reference(root_command());
    return made + "\n";
}

} // namespace

std::string man_page_name(const command& row) {
    std::string name(program);
    if (!row.path.empty())
        (name += '-') += row.path;
    std::ranges::replace(name, ' ', '-');
    return name;
}

std::string man_page(const command& row, std::string_view release, std::string_view date) {
    std::string title = man_page_name(row);
    std::ranges::transform(title, title.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
    const bool is_program = row.path.empty();
    std::string exits = roff_paragraphs(topic("exit-codes"));
    std::string about = std::string(row.summary) + ".\n\n" + std::string(row.details);
    return ".\\\" Made from the table of commands.\n.TH " + roff(title) + " 1 " +
           std::string(date) + " \"" + roff("argocdpp " + std::string(release)) +
           "\" \"User Commands\"\n" +
           section("NAME", roff(man_page_name(row)) + " \\- " + roff(row.summary) + "\n") +
           section("SYNOPSIS", synopsis(row)) + section("DESCRIPTION", roff_paragraphs(about)) +
           section("COMMANDS", subcommand_entries(row)) + section("OPTIONS", all_options(row)) +
           (row.examples.empty() ? "" : section("EXAMPLES", roff_lines(row.examples))) +
           section("EXIT STATUS", exits) + section("ENVIRONMENT", is_program ? settings() : "") +
           section("DIFFERENCES", differences(row)) + section("SEE ALSO", see_also(row));
}

} // namespace argocdpp::cli
