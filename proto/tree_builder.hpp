#pragma once
// Puts a value together from the events of a parser.

#include <argocdpp/proto/any.hpp>

#include <string>
#include <vector>

namespace argocdpp::proto {

class tree_builder {
  public:
    void begin_object() { begin(object{}); }
    void begin_array() { begin(array{}); }
    void end() { open_.pop_back(); }
    void key(std::string name) { key_ = std::move(name); }
    void scalar(any value) { place(std::move(value)); }

    /// Whether a whole value lies ready for take().
    bool is_complete() const { return open_.empty(); }
    any take() { return std::move(root_); }

  private:
    void begin(any container) { open_.push_back(&place(std::move(container))); }
    any& place(any value);

    any root_;
    /// Containers that are not yet closed. Each lies at the end of the one before it, which does
    /// not grow meanwhile, so the pointers hold.
    std::vector<any*> open_;
    std::string key_;
};

} // namespace argocdpp::proto
