#include "markdown.hpp"

#include "../views/runes.hpp"
#include "../views/time_text.hpp"
#include "report_text.hpp"

#include <algorithm>
#include <chrono>

namespace argocdpp::cli {
namespace {

// A job summary has 1 MiB in all.
constexpr std::size_t longest_cell = 1000;
constexpr std::string_view escaped_marks = "\\`*_[]|~$#@!";

std::string cell(std::string_view text) {
    auto line = printable_line(text);
    if (rune_count(line) > longest_cell)
        line = std::string(rune_prefix(line, longest_cell)) + "…";
    std::string made;
    for (const char c : line) {
        if (c == '<')
            made += "&lt;";
        else if (c == '>')
            made += "&gt;";
        else if (c == '&')
            made += "&amp;";
        else if (c == ':')
            made += "&#58;"; // else "https://…" becomes a link
        else
            made +=
                (escaped_marks.find(c) == std::string_view::npos ? "" : "\\") + std::string(1, c);
    }
    return made;
}

bool is_commit(std::string_view revision) {
    return revision.size() == 40 &&
           revision.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string revisions_cell(const told_state& state) {
    std::string made;
    for (const auto& revision : state.revisions)
        made += (made.empty() ? "" : ", ") +
                cell(is_commit(revision) ? revision.substr(0, 7) : revision);
    return made;
}

std::string_view mark_of(const application_record& one) {
    return one.is_success() ? "✅ " : one.is_skipped() ? "⏭️ " : "❌ ";
}

std::string row(const application_record& one) {
    const auto took = std::chrono::round<std::chrono::milliseconds>(one.took);
    std::string made = "|";
    for (const auto& text :
         {std::string(mark_of(one)) + cell(one.outcome), cell(one.app), revisions_cell(one.state),
          cell(one.state.sync), cell(one.state.health), duration_text(took),
          cell(one.is_success() ? "" : one.reason())})
        made += " " + text + (text.empty() ? "|" : " |");
    return made + "\n";
}

} // namespace

std::string markdown_report(const run_record& run) {
    const auto good = std::ranges::count_if(run.applications, &application_record::is_success);
    std::string made = "### argocdpp " + run.command + ": " + std::to_string(good) + " of " +
                       std::to_string(run.applications.size()) + " succeeded\n\n";
    if (run.outcome != "succeeded" && !run.has_failed_application())
        made += "❌ " + cell(run.outcome) + (run.message.empty() ? "" : ": " + cell(run.message)) +
                "\n\n";
    if (run.applications.empty())
        return made;
    made += "| Result | Application | Revision | Sync | Health | Duration | Message |\n"
            "| --- | --- | --- | --- | --- | --- | --- |\n";
    for (const auto& one : run.applications)
        made += row(one);
    return made + "\n";
}

} // namespace argocdpp::cli
