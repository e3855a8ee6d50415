#pragma once
// Tables of `-o custom-columns=NAME:.metadata.name,SYNC:.status.sync.status`, as kubectl prints
// them: a path may do without its first point or stand in braces, several values have commas
// between them, and what is not there is <none>.

#include "jsonpath.hpp"

#include <argocdpp/proto/any.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

class custom_columns {
  public:
    /// Throws jsonpath_error.
    explicit custom_columns(std::string_view spec);

    /// The header, its cells separated by tabs.
    std::string header() const;
    /// Appends the row of an object. Throws jsonpath_error.
    void add_row(std::string& tabbed, const proto::any& object) const;
    /// The table of a list's objects, or of one.
    std::string table(const proto::any& document) const;

    // What table_text and align() need.
    static constexpr int min_width = 6;
    static constexpr int padding = 3;

  private:
    struct column {
        std::string name;
        jsonpath path;
    };
    std::vector<column> columns_;
};

} // namespace argocdpp::cli
