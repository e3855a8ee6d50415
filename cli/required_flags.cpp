#include "required_flags.hpp"

namespace argocdpp::cli {

void require_flags(const invocation& call, std::initializer_list<std::string_view> names) {
    std::string missing;
    for (const auto name : names)
        if (!call.given(name))
            missing += (missing.empty() ? "\"" : ", \"") + std::string(name) + "\"";
    if (!missing.empty())
        throw usage_error("required flag(s) " + missing + " not set");
}

} // namespace argocdpp::cli
