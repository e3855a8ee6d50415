#pragma once
// An application's place in a run over many, and what keeps to it below.

#include "child_applications.hpp"
#include "many_summary.hpp"

#include <argocdpp/applications.hpp>

#include <deque>

namespace argocdpp::cli {

struct many_row : many_verdict {
    app_ref app;
    long long wave = 0;
    child_listing listed_by = {}; ///< what names it again; empty for one that the user named
    std::deque<many_row> below = {};
    bool is_under_way = false;
    time_point begun = {};
};

} // namespace argocdpp::cli
