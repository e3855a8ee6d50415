// fault_campaign [--runs N] [--seed FIRST] [--fault NAME] [--command NAME] [--verbose]
//
// Runs commands in process, in virtual time, over a server and connections that go wrong, and
// prints how they ended. With --verbose also what each run printed. Exits with 1 where a verdict
// was wrong. A single run is repeated by the options that its complaint names and --runs 1.

#include "campaign.hpp"

#include <cstdlib>
#include <iostream>

namespace {

using namespace argocdpp::tests;

[[noreturn]] void refuse(const std::string& what) {
    std::cerr << what << '\n';
    std::exit(2);
}

std::optional<fault_kind> fault_named(const std::string& name) {
    for (const auto& each : all_faults())
        if (each.name == name)
            return each.fault;
    refuse("no fault is called " + name);
}

std::optional<subject> command_named(const std::string& name) {
    for (const auto& each : all_subjects())
        if (each.name == name)
            return each.command;
    refuse("no command is called " + name);
}

void show(const campaign_wish& wish) {
    const auto report = run_with_fault(wish.command.value_or(subject::wait),
                                       wish.fault.value_or(fault_kind::none), wish.first_seed);
    const auto& facts = report.facts;
    const auto seconds = [](argocdpp::duration time) {
        return std::chrono::duration<double>(time).count();
    };
    for (const auto& word : facts.words)
        std::cout << word << ' ';
    std::cout << "\n"
              << facts.out << facts.err << "exit " << facts.code << " after "
              << seconds(facts.ended) << " s, " << facts.requests << " requests, " << facts.strikes
              << " struck, the last at " << seconds(facts.last_strike) << " s"
              << (facts.plan.is_endless ? ", and all that follow" : "") << "; moment "
              << seconds(facts.plan.moment) << " s, pause " << seconds(facts.plan.pause) << " s\n"
              << (report.complaint.empty() ? "right" : report.complaint) << '\n';
}

} // namespace

int main(int argc, char** argv) {
    campaign_wish wish;
    bool is_verbose = false;
    wish.runs = 10000;
    for (int i = 1; i < argc; ++i) {
        const std::string option = argv[i];
        if (option == "--verbose") {
            is_verbose = true;
            continue;
        }
        if (++i == argc)
            refuse(option + " wants a value");
        const std::string value = argv[i];
        if (option == "--runs")
            wish.runs = std::stoul(value);
        else if (option == "--seed")
            wish.first_seed = std::stoull(value);
        else if (option == "--fault")
            wish.fault = fault_named(value);
        else if (option == "--command")
            wish.command = command_named(value);
        else
            refuse("unknown option " + option);
    }
    if (is_verbose) {
        show(wish);
        return 0;
    }
    const auto result = run_campaign(wish);
    for (const auto& complaint : result.complaints)
        std::cout << complaint << '\n';
    std::cout << result.table() << result.runs() << " runs, " << result.complaints.size()
              << " wrong\n";
    return result.complaints.empty() ? 0 : 1;
}
