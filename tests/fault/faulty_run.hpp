#pragma once
// One run of the whole program against a server_model behind a wire, in virtual time, and what is
// to be said of how it ended.
//
//   const run_report report = run_with_fault(subject::wait, fault_kind::reset, 42);
//   report.complaint        // empty where the verdict is right
//
// The rules that the verdict is judged by stand in verdict.cpp.

#include "model.hpp"
#include "plan.hpp"

#include <string>
#include <vector>

namespace argocdpp::tests {

/// All that a verdict is judged by.
struct run_facts {
    subject command;
    fault_plan plan; ///< as drawn, before anything was struck
    std::vector<std::string> words;
    duration timeout = duration::zero(); ///< what --timeout asked for; zero is none

    int code = 0;
    std::string out;
    std::string err;
    duration ended = duration::zero();
    std::size_t strikes = 0;
    duration last_strike = duration::zero();
    std::size_t requests = 0;
    bool has_hung = false;
    std::string saved;              ///< what self-download left under its name
    std::vector<std::string> files; ///< and all it left
    std::string undisturbed;        ///< the output of the same run without a fault (list)
};

struct run_report {
    run_facts facts;
    std::string complaint;              ///< what is wrong with it; empty where nothing is
    duration beyond = duration::zero(); ///< how much later than the truth it ended
};

run_report run_with_fault(subject command, fault_kind fault, std::uint64_t seed);

/// What is wrong with a run; empty where nothing is. `beyond` is set as in run_report.
std::string complaint_of(const run_facts& facts, const server_model& model, duration& beyond);

} // namespace argocdpp::tests
