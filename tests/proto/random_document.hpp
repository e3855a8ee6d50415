#pragma once
// Documents that Go's encoder could have written, made from a seed.

#include <argocdpp/proto/any.hpp>

#include <cstddef>
#include <random>
#include <string>

namespace argocdpp::proto::test {

class document_maker {
  public:
    explicit document_maker(unsigned seed)
        : random_(seed) {}

    /// A number in [0, limit).
    std::size_t below(std::size_t limit) { return random_() % limit; }
    bool chance(std::size_t percent) { return below(100) < percent; }

    std::string text();
    /// Any value, nested at most `depth` deep.
    any value(unsigned depth);

    /// Changes what an Argo CD of another version could change and still be understood: drops and
    /// reorders keys, adds unknown ones, makes values zero or null, spells numbers oddly.
    void vary(any& known);

  private:
    std::string number_text();
    void vary_members(object& members, bool is_map);
    void vary_leaf(any& leaf);

    std::mt19937 random_;
};

} // namespace argocdpp::proto::test
