#pragma once
// Many runs with faults, and the table of how they ended.

#include "faulty_run.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace argocdpp::tests {

struct campaign_wish {
    std::size_t runs = 2000;
    std::uint64_t first_seed = 1;
    std::optional<fault_kind> fault = {}; ///< only this one
    std::optional<subject> command = {};  ///< likewise
};

struct campaign_result {
    struct fault_row {
        fault_kind fault;
        std::size_t runs = 0;
        std::size_t right = 0;
        duration worst = duration::zero(); ///< the latest end, after the truth was there
        std::string worst_run;
    };
    std::vector<fault_row> rows;
    /// Of the runs that were wrong: how to repeat each, and what was wrong with it.
    std::vector<std::string> complaints;

    std::size_t runs() const;
    std::string table() const;
};

/// Faults and commands take turns; each round has the next seed.
campaign_result run_campaign(const campaign_wish& wish);

/// The options that repeat a run.
std::string name_of_run(subject command, fault_kind fault, std::uint64_t seed);

} // namespace argocdpp::tests
