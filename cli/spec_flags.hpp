#pragma once
// The flags that describe an application: of `app create`, `app set` and `app add-source` alike.
//
// Each is one row of a table (spec_flag_table.cpp): its name, what its value is, and what it
// changes. They are applied in the order of their names, as the official CLI applies them.

#include "invocation.hpp"

#include <argocdpp/proto/any.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace argocdpp::cli {

/// The value of one flag; the row says which member counts.
struct spec_flag_value {
    std::string text;
    text_list list;
    bool on = false;
    long long number = 0;
    std::chrono::nanoseconds time{};
};

class spec_flags {
  public:
    spec_flags();
    void describe(flag_set& flags);

    /// Notes which flags were given, and reads what they name (--values-literal-file: a file or an
    /// URL). To be called before the others. Throws `failure`.
    task<void> prepare(invocation& call);

    /// Changes a spec, of several sources the one at this position (from 1). Throws `failure`.
    void apply(proto::any& spec, long long position) const;
    /// Changes one source alone.
    void apply_to_source(proto::any& source) const;
    /// Sets --parameter in the source at this position. `application` is the whole document.
    void apply_parameters(invocation& call, proto::any& application, long long position) const;

    const spec_flag_value& value(std::string_view name) const { return values_.at(name); }
    bool given(std::string_view name) const { return given_.contains(name); }
    bool validate() const { return value("validate").on; }
    const std::string& source_name() const { return value("source-name").text; }

  private:
    bool apply_to_hydrator(proto::any& spec) const;

    std::map<std::string_view, spec_flag_value> values_;
    std::map<std::string_view, bool> given_;
};

} // namespace argocdpp::cli
