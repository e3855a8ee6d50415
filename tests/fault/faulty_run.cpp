#include "faulty_run.hpp"

#include "fake_terminal.hpp"
#include "http/network.hpp"
#include "scratch_folder.hpp"
#include "wire.hpp"

#include <argocdpp/settings.hpp>

#include <algorithm>
#include <program.hpp>
#include <sstream>

namespace argocdpp::tests {
namespace {

using std::chrono::seconds;

/// The words of the command, and the timeout among them.
void choose_words(run_facts& facts, const server_model& model, std::uint64_t seed,
                  const std::string& folder) {
    dice drawn(seed * 31 + 5);
    switch (facts.command) {
    case subject::sync:
        facts.words = {"app", "sync", "waves"};
        break;
    case subject::wait:
        facts.words = {"app", "wait", "waves"};
        break;
    case subject::list: {
        static constexpr const char* formats[] = {"wide", "name", "json", "yaml"};
        facts.words = {"app", "list", "-o", formats[drawn.below(4)]};
        break;
    }
    case subject::removal:
        facts.words = {"app", "delete", "waves", "--wait", "--yes"};
        break;
    case subject::logs:
        facts.words = {"app", "logs", "waves", "-f"};
        break;
    case subject::download:
        facts.words = {"self-download", "--output", folder + "/argocd"};
        break;
    }
    const bool takes_timeout = facts.command == subject::sync || facts.command == subject::wait;
    const bool must_end =
        model.how() != server_model::ending::stuck && model.how() != server_model::ending::degraded;
    if (!takes_timeout || (must_end && drawn.chance(30)))
        return;
    const auto limit = 10 + drawn.below(drawn.chance(50) ? 50 : 300);
    facts.timeout = seconds(limit);
    facts.words.insert(facts.words.end(), {"--timeout", std::to_string(limit)});
}

cli::environment variables_of(const std::string& folder) {
    cli::environment made;
    made["HOME"] = made["ARGOCD_CONFIG_DIR"] = folder;
    made["ARGOCD_SERVER"] = "cd.example.com";
    made["ARGOCD_AUTH_TOKEN"] = server_model::token;
    return made;
}

void look_into(run_facts& facts, const std::string& folder) {
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        facts.files.push_back(entry.path().filename().string());
    std::ifstream file(folder + "/argocd");
    std::stringstream text;
    text << file.rdbuf();
    facts.saved = text.str();
}

} // namespace

run_report run_with_fault(subject command, fault_kind fault, std::uint64_t seed) {
    const scratch_folder folder;
    run_report report;
    auto& facts = report.facts;
    facts.command = command;
    facts.plan = draw_plan(fault, command, seed);
    auto plan = facts.plan;
    server_model model(command, plan, seed);
    choose_words(facts, model, seed, folder.path());
    jumping_clock clock;
    wire between(clock, model, plan);
    fake_terminal streams;
    dice jitter(seed);
    const auto connect = [&](const client_settings& settings, argocdpp::clock& time) {
        return http::make_transport(settings, time, between.dialer());
    };
    cli::world outside{.streams = streams,
                       .time = clock,
                       .random = [&] { return jitter.share(); },
                       .variables = variables_of(folder.path()),
                       .connect = connect};
    auto words = facts.words;
    words.insert(words.begin(), "argocdpp");
    facts.code = cli::run_program(words, outside);
    facts.out = streams.out_text;
    facts.err = streams.err_text;
    facts.ended = clock.elapsed();
    facts.strikes = between.strikes;
    facts.last_strike = between.last_strike;
    facts.requests = between.requests;
    facts.has_hung = between.has_hung;
    look_into(facts, folder.path());
    if (command == subject::list && fault != fault_kind::none)
        facts.undisturbed = run_with_fault(command, fault_kind::none, seed).facts.out;
    report.complaint = complaint_of(facts, model, report.beyond);
    return report;
}

} // namespace argocdpp::tests
