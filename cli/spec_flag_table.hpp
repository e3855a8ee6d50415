#pragma once
// The table of flags that describe an application, in the order of their names.

#include "spec_flags.hpp"

#include <argocdpp/proto/any.hpp>

#include <span>
#include <string_view>

namespace argocdpp::cli {

struct spec_flag {
    enum class type { text, list, on_off, number, seconds };
    /// What `change` is given: nothing (the flag has no part of its own), one source, the spec, the
    /// spec with its hydrator.
    enum class part { none, source, spec, hydrator };

    std::string_view name;
    type holds;
    std::string_view help;
    part of = part::none;
    void (*change)(proto::any& target, const spec_flags& all,
                   const spec_flag_value& value) = nullptr;
    long long initially = 0; ///< of numbers, seconds and switches
    char shorthand = 0;
    name_kind names = name_kind::none; ///< what its value names
    std::string_view choices = {};     ///< the values there are, separated by spaces
};

std::span<const spec_flag> spec_flag_table();

} // namespace argocdpp::cli
