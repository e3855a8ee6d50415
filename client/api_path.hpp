#pragma once
// Paths of the API, with what comes from people encoded.
//
//     api_path path("/api/v1/applications");
//     path.segment(name).literal("sync").query("appNamespace", name_space);

#include <string>
#include <string_view>

namespace argocdpp {

/// Path segments and query parameters, encoded as they are added.
class api_path {
  public:
    /// `base` is taken as it is, e.g. "/api/v1/applications".
    explicit api_path(std::string_view base)
        : text_(base) {}
    /// Appends "/segment".
    api_path& segment(std::string_view value);
    /// Appends "/literal", not encoded.
    api_path& literal(std::string_view text);
    /// Appends a parameter; one with an empty value is left out.
    api_path& query(std::string_view name, std::string_view value);
    const std::string& text() const { return text_; }

  private:
    std::string text_;
    char separator_ = '?';
};

} // namespace argocdpp
