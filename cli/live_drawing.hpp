#pragma once
// Lines on a terminal that are drawn again in place, without flicker and whatever its size has
// become.

#include "invocation.hpp"

#include <string>
#include <utility>
#include <vector>

namespace argocdpp::cli {

class live_drawing {
  public:
    explicit live_drawing(invocation& call)
        : call_(call) {}

    /// Puts lines where the last ones stand, or at the top of a window whose size has changed, in
    /// colours where there are any. They must fit the terminal.
    void show(std::vector<std::string> lines);
    bool is_there() const { return !drawn_.empty(); }
    /// Leaves the place free for what is printed next.
    void end();

  private:
    invocation& call_;
    std::vector<std::string> drawn_;
    std::pair<int, int> drawn_size_;
};

} // namespace argocdpp::cli
