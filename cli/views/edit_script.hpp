#pragma once
// How one sequence becomes another: as few changes as GNU diff finds, and in its places.

#include "change_marks.hpp"

#include <cstddef>
#include <vector>

namespace argocdpp::cli {

/// Lines [old_first, old_end) give way to lines [new_first, new_end); either may be none.
struct hunk {
    std::size_t old_first;
    std::size_t old_end;
    std::size_t new_first;
    std::size_t new_end;
};

/// The changes in their order, with at least one line that is kept between two of them.
std::vector<hunk> edit_script(const line_classes& before, const line_classes& after);

} // namespace argocdpp::cli
