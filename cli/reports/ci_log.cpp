#include "ci_log.hpp"

#include "../failure.hpp"
#include "../go_values.hpp"
#include "report_text.hpp"

#include <algorithm>

namespace argocdpp::cli {
namespace {

/// Of the text of a workflow command; of its properties also what ends one.
std::string escaped(std::string_view text, bool is_property) {
    std::string made;
    for (const char c : printable(text)) {
        if (c == '%')
            made += "%25";
        else if (c == '\r')
            made += "%0D";
        else if (c == '\n')
            made += "%0A";
        else if (is_property && c == ':')
            made += "%3A";
        else if (is_property && c == ',')
            made += "%2C";
        else
            made += c;
    }
    return made;
}

std::string section_id(std::string_view text) {
    std::string made(text);
    const auto is_other = [](char c) {
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return !is_letter && !(c >= '0' && c <= '9') && c != '.' && c != '-';
    };
    std::ranges::replace_if(made, is_other, '_');
    return made;
}

} // namespace

ci_system parse_ci_system(std::string_view name, const environment& variables) {
    const bool is_auto = name == "auto";
    if (name == "github" || (is_auto && variable(variables, "GITHUB_ACTIONS") == "true"))
        return ci_system::github;
    if (name == "gitlab" || (is_auto && variable(variables, "GITLAB_CI") == "true"))
        return ci_system::gitlab;
    if (!is_auto && name != "none")
        throw failure(exit_code::failure, "unknown --ci " + go_quote(std::string(name)) +
                                              ": auto, none, github or gitlab");
    return ci_system::none;
}

std::string github_group(std::string_view title) {
    return "::group::" + escaped(printable_line(title), false) + "\n";
}

std::string github_error(std::string_view title, std::string_view message) {
    return "::error title=" + escaped(title, true) + "::" + escaped(message, false) + "\n";
}

std::string gitlab_section_start(std::string_view id, std::string_view title, std::int64_t time) {
    return "\x1b[0Ksection_start:" + std::to_string(time) + ":" + std::string(id) +
           "[collapsed=true]\r\x1b[0K" + printable_line(title) + "\n";
}

std::string gitlab_section_end(std::string_view id, std::int64_t time) {
    return "\x1b[0Ksection_end:" + std::to_string(time) + ":" + std::string(id) + "\r\x1b[0K\n";
}

std::string ci_log::title_of(const std::string& app) const {
    return "argocdpp " + known_.record().command + (app.empty() ? "" : " ") + app;
}

void ci_log::output_begins(const std::string& app) {
    const auto title = title_of(app);
    const auto now = time_.unix_seconds();
    section_ = section_id(title) + "_" + std::to_string(now) + "_" + std::to_string(++sections_);
    streams_.out(kind_ == ci_system::github ? github_group(title)
                                            : gitlab_section_start(section_, title, now));
}

void ci_log::output_ends(const std::string&) {
    streams_.out(kind_ == ci_system::github ? "::endgroup::\n"
                                            : gitlab_section_end(section_, time_.unix_seconds()));
    section_.clear();
}

void ci_log::annotate(const std::string& title, std::string_view message) {
    if (kind_ == ci_system::github)
        streams_.out(github_error(title, message));
}

void ci_log::ended(const application_ending& one) {
    under_way_.erase(one.app);
    const auto* record = known_.find(one.app);
    if (!one.is_success() && one.how != ending::skipped)
        annotate(title_of(one.app), record ? record->reason() : one.message);
}

void ci_log::close() {
    const auto& run = known_.record();
    if (!section_.empty())
        output_ends("");
    for (const auto& app : under_way_)
        annotate(title_of(app), run.message.empty() ? run.outcome : run.message);
    if (run.outcome != "succeeded" && !run.has_failed_application())
        annotate(title_of(""), run.message);
}

} // namespace argocdpp::cli
