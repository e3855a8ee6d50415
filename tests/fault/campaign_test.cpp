#include "campaign.hpp"

#include <doctest/doctest.h>

#include <functional>

namespace argocdpp::tests {

TEST_CASE("2,000 runs with faults end as the server's truth has it") {
    const auto result = run_campaign({.runs = 2000});
    CHECK(result.runs() == 2000);
    for (const auto& complaint : result.complaints)
        FAIL_CHECK("tests/fault/fault_campaign --verbose ", complaint);
    MESSAGE(result.table());
}

TEST_CASE("a wrong verdict is noticed") {
    const auto complaint = [](subject command, const std::function<void(run_facts&)>& change) {
        fault_plan plan;
        plan.fault = fault_kind::reset;
        const server_model model(command, plan, 1);
        run_facts facts;
        facts.command = command;
        facts.plan = plan;
        facts.strikes = 1;
        facts.saved = model.file();
        facts.files = {"argocd"};
        facts.out = facts.undisturbed = "a list\n";
        facts.ended = std::chrono::minutes(1);
        change(facts);
        duration ignored;
        return complaint_of(facts, model, ignored);
    };
    const auto fail = [](run_facts& facts, std::string_view words) {
        facts.code = 20;
        facts.err = R"({"level":"fatal","msg":")" + std::string(words) + "\"}\n";
    };
    CHECK(complaint(subject::list, [](auto&) {}).empty());
    CHECK(complaint(subject::list, [](auto& facts) { facts.out = "a"; }) ==
          "the list is not the list");
    CHECK(complaint(subject::list, [](auto& facts) { facts.err = server_model::token; }) ==
          "the token is in the output");
    CHECK(complaint(subject::list, [](auto& facts) { facts.code = 20; }) ==
          "it fails without a word");
    CHECK(complaint(subject::list, [&](auto& facts) { fail(facts, "no"); }) ==
          "the message does not say what happened");
    CHECK(complaint(subject::list, [&](auto& facts) { fail(facts, "EOF"); }).empty());
    CHECK(complaint(subject::list, [&](auto& facts) {
              fail(facts, "EOF");
              facts.strikes = 0;
          }) == "it fails although nothing was wrong");
    CHECK(complaint(subject::list, [&](auto& facts) {
              fail(facts, "EOF");
              facts.ended = std::chrono::hours(1);
          }) == "it ended too late");
    CHECK(complaint(subject::download, [](auto& facts) { facts.saved.pop_back(); }) ==
          "the file is not the file");
    CHECK(complaint(subject::download, [&](auto& facts) { fail(facts, "EOF"); }) ==
          "a file that is not whole was left");
    CHECK(complaint(subject::wait, [](auto& facts) { facts.ended = {}; }) ==
          "it succeeds although the application is not as asked for");
    CHECK(complaint(subject::sync, [](auto&) {}) == "it succeeds although no sync has");
}

} // namespace argocdpp::tests
