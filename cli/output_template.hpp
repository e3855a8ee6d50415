#pragma once
// What `-o jsonpath=…` and `-o custom-columns=…` make of documents, with kubectl's words where that
// fails.

#include "views/custom_columns.hpp"

#include <argocdpp/proto/any.hpp>

#include <string>
#include <string_view>

namespace argocdpp::cli {

/// "jsonpath" or "custom-columns".
std::string_view template_kind(std::string_view output);
std::string_view template_pattern(std::string_view output);

inline bool is_columns(std::string_view output) { return output.starts_with("custom-columns="); }

/// Throws `failure` for a template that does not go with the document.
std::string template_text(const proto::any& document, std::string_view output);

/// The rows of `-o custom-columns=…` for the items of a list that arrive one by one: in a
/// table_text they are what template_text makes of the whole list.
class column_rows {
  public:
    explicit column_rows(std::string_view output)
        : output_(output)
        , columns_(template_pattern(output)) {}

    std::string header() const { return columns_.header(); }
    /// Throws `failure` for a template that does not go with the item.
    std::string row(const proto::any& item) const;

  private:
    std::string_view output_;
    custom_columns columns_;
};

} // namespace argocdpp::cli
