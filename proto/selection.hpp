#pragma once
// A projection in the form that a parser can follow: nodes with children, numbered.

#include <argocdpp/proto/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::proto {

class selection {
  public:
    using node = std::uint16_t;
    /// Everything below is kept.
    static constexpr node whole = 0;
    /// Nothing is kept.
    static constexpr node nothing = 0xFFFF;

    explicit selection(const projection& keep);

    /// The node of the value itself.
    node root() const { return root_; }
    /// The node of a member of an object that stands at `parent`.
    node member(node parent, std::string_view key) const;

  private:
    struct child {
        std::string key;
        node target;
    };

    void add(std::string_view path);
    node step(node parent, std::string_view key, bool is_last);

    std::vector<std::vector<child>> children_;
    node root_ = whole;
};

} // namespace argocdpp::proto
