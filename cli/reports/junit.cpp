#include "junit.hpp"

#include "../views/time_text.hpp"
#include "report_text.hpp"
#include "unready_text.hpp"

#include <algorithm>

namespace argocdpp::cli {
namespace {

/// For content and attributes alike.
std::string escaped(std::string_view text) {
    std::string made;
    for (const char c : printable(text)) {
        switch (c) {
        case '<':
            made += "&lt;";
            break;
        case '>':
            made += "&gt;";
            break;
        case '&':
            made += "&amp;";
            break;
        case '"':
            made += "&quot;";
            break;
        case '\n':
            made += "&#10;";
            break;
        case '\r':
            made += "&#13;";
            break;
        case '\t':
            made += "&#9;";
            break;
        default:
            made += c;
        }
    }
    return made;
}

std::string attribute(std::string_view name, std::string_view value) {
    return " " + std::string(name) + "=\"" + escaped(value) + "\"";
}

std::string test_case(std::string_view suite, std::string_view name, duration took) {
    return "    <testcase" + attribute("classname", suite) + attribute("name", name) +
           attribute("time", seconds_text(took));
}

std::string failed_case(std::string_view outcome, std::string_view message,
                        std::string_view details) {
    return ">\n      <failure" + attribute("type", outcome) + attribute("message", message) + ">" +
           escaped(details) + "</failure>\n    </testcase>\n";
}

std::string skipped_case(std::string_view message) {
    return ">\n      <skipped" + attribute("message", message) + "/>\n    </testcase>\n";
}

std::string details_of(const application_record& one) {
    auto text = one.reason();
    for (const auto& row : one.unready)
        text += "\n" + unready_text(row);
    return text;
}

/// What follows a test case's attributes.
std::string result_of(const application_record& one) {
    if (one.is_success())
        return "/>\n";
    return one.is_skipped() ? skipped_case(one.message)
                            : failed_case(one.outcome, one.reason(), details_of(one));
}

} // namespace

std::string junit_report(const run_record& run) {
    const auto suite = "argocdpp " + run.command;
    std::string cases;
    for (const auto& one : run.applications)
        cases += test_case(suite, one.app, one.took) + result_of(one);
    auto tests = run.applications.size();
    const auto& all = run.applications;
    const auto skipped = std::ranges::count_if(all, &application_record::is_skipped);
    auto failures = std::ranges::count_if(all, &application_record::is_failure);
    if (run.outcome != "succeeded" && !run.has_failed_application()) {
        cases += test_case(suite, run.command, run.took) +
                 failed_case(run.outcome, run.message, run.message);
        ++failures;
        ++tests;
    }
    const auto counts = attribute("tests", std::to_string(tests)) +
                        attribute("failures", std::to_string(failures)) + attribute("errors", "0") +
                        attribute("time", seconds_text(run.took));
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("name", suite) +
           counts + ">\n  <testsuite" + attribute("name", suite) + counts +
           attribute("skipped", std::to_string(skipped)) +
           attribute("timestamp", rfc3339(run.started_at, time_zone::utc())) + ">\n" + cases +
           "  </testsuite>\n</testsuites>\n";
}

} // namespace argocdpp::cli
