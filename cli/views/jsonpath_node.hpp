#pragma once
// A template of jsonpath.hpp, taken apart.

#include <argocdpp/proto/any.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

struct jsonpath_node {
    enum class kind {
        value,        ///< text, a number or a boolean
        field,        ///< the member `name`
        slice,        ///< [bounds]
        filter,       ///< parts: left and right of the operator `name`; "exists" has no right
        wildcard,     ///< .*
        recursive,    ///< ..
        alternatives, ///< parts, one behind the other
        word,         ///< range or end
        list,         ///< one pair of braces: parts.front() step by step
    };
    /// First, end, step.
    struct bound {
        long long value = 0;
        bool is_known = false;
        bool is_derived = false; ///< an end that [first] implies
    };

    kind what;
    std::string name = {};
    proto::any constant = {};
    std::array<bound, 3> bounds = {};
    std::vector<std::vector<jsonpath_node>> parts = {};
};

/// Throws jsonpath_error.
std::vector<jsonpath_node> parse_jsonpath(std::string_view text);

} // namespace argocdpp::cli
