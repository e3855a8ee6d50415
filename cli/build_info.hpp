#pragma once
// Facts of this build, as `version` shows them.

#include <string>

namespace argocdpp::cli {

struct build_info {
    std::string version;    ///< "v0.1.0+1a2b3c4"
    std::string git_commit; ///< empty outside of a repository
    std::string build_date; ///< "2026-11-24T00:30:20Z"; of SOURCE_DATE_EPOCH where that was set
    std::string compiler;   ///< "gcc 12.2.0"
    std::string platform;   ///< "linux/amd64"
};

const build_info& this_build();

} // namespace argocdpp::cli
