#pragma once
// Standard output that waits: what is done to several applications at once says each its part
// whole.

#include "other_terminal.hpp"

#include <string>
#include <string_view>

namespace argocdpp::cli {

/// Keeps what goes to standard output until it is let go; standard error is as it was.
class kept_output final : public other_terminal {
  public:
    using other_terminal::other_terminal;

    bool is_empty() const { return kept_.empty(); }
    /// Writes what was kept, behind the title.
    void let_go(std::string_view title = "");

    void out(std::string_view text) override { kept_ += text; }
    /// It can't be drawn on.
    bool out_is_terminal() const override { return false; }

  private:
    std::string kept_;
};

} // namespace argocdpp::cli
