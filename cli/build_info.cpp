#include "build_info.hpp"

#include "build_facts.hpp"

#include <string_view>

namespace argocdpp::cli {

namespace {

std::string compiler() {
#if defined(__clang__)
    return "clang " __clang_version__;
#else
    return "gcc " __VERSION__;
#endif
}

build_info gather() {
    constexpr std::string_view recorded = build_facts::git_commit;
    constexpr std::string_view commit = recorded == "none" ? "" : recorded;
    std::string version = std::string("v") + build_facts::version;
    if (!commit.empty())
        version += "+" + std::string(commit.substr(0, 7));
    return {version, std::string(commit), build_facts::build_date, compiler(),
            build_facts::platform};
}

} // namespace

const build_info& this_build() {
    static const build_info facts = gather();
    return facts;
}

} // namespace argocdpp::cli
