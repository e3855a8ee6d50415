#include "campaign.hpp"

#include <doctest/doctest.h>

#include <set>

namespace argocdpp::tests {

TEST_CASE("2,000 runs with faults end as the server's truth has it") {
    const auto result = run_campaign({.runs = 2000});
    CHECK(result.runs() == 2000);
    for (const auto& complaint : result.complaints)
        FAIL_CHECK("tests/fault/fault_campaign --verbose ", complaint);
    MESSAGE(result.table());
}

} // namespace argocdpp::tests
