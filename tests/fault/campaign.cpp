#include "campaign.hpp"

#include <algorithm>
#include <cstdio>

namespace argocdpp::tests {
namespace {

std::string seconds_text(duration time) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f s", std::chrono::duration<double>(time).count());
    return text;
}

void note(campaign_result& result, campaign_result::fault_row& row, const run_report& report,
          const std::string& name) {
    ++row.runs;
    if (report.complaint.empty())
        ++row.right;
    else
        result.complaints.push_back(name + ": " + report.complaint);
    if (row.worst_run.empty() || report.beyond > row.worst) {
        row.worst = report.beyond;
        row.worst_run = name;
    }
}

} // namespace

std::size_t campaign_result::runs() const {
    std::size_t all = 0;
    for (const auto& row : rows)
        all += row.runs;
    return all;
}

std::string campaign_result::table() const {
    std::string text = "fault              runs  right  worst beyond truth\n";
    for (const auto& row : rows) {
        if (row.runs == 0)
            continue;
        char line[256];
        std::snprintf(line, sizeof line, "%-17s %5zu  %5zu  %9s  %s\n",
                      std::string(name_of(row.fault)).c_str(), row.runs, row.right,
                      seconds_text(row.worst).c_str(), row.worst_run.c_str());
        text += line;
    }
    return text;
}

std::string name_of_run(subject command, fault_kind fault, std::uint64_t seed) {
    return "--command " + std::string(name_of(command)) + " --fault " +
           std::string(name_of(fault)) + " --seed " + std::to_string(seed);
}

campaign_result run_campaign(const campaign_wish& wish) {
    campaign_result result;
    for (const auto& each : all_faults()) {
        campaign_result::fault_row row;
        row.fault = each.fault;
        result.rows.push_back(row);
    }
    std::size_t runs = 0;
    for (std::uint64_t seed = wish.first_seed; runs < wish.runs; ++seed) {
        const std::size_t before = runs;
        for (auto& row : result.rows) {
            for (const auto& [command, ignored] : all_subjects()) {
                const bool is_wanted = wish.fault.value_or(row.fault) == row.fault &&
                                       wish.command.value_or(command) == command;
                if (!is_wanted || !can_strike(row.fault, command) || runs >= wish.runs)
                    continue;
                ++runs;
                note(result, row, run_with_fault(command, row.fault, seed),
                     name_of_run(command, row.fault, seed));
            }
        }
        if (runs == before)
            break; // that fault can't strike that command
    }
    return result;
}

} // namespace argocdpp::tests
