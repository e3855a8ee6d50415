#pragma once
// What a wait shows while it lasts: on a terminal a picture that is redrawn in place and gone at
// the end; elsewhere one line per change, as the official CLI prints it.

#include "invocation.hpp"

#include <argocdpp/wait.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace argocdpp::cli {

class live_progress final : public wait_observer {
  public:
    /// Without `is_shown` nothing goes to standard output.
    live_progress(invocation& call, std::string title, bool is_shown);

    void changed(const std::vector<resource_state>& rows) override;
    void trouble(const error& problem) override;
    /// Leaves the place free for what is printed next.
    void end();

  private:
    void draw(const std::vector<std::string>& lines);

    invocation& call_;
    std::string title_;
    bool is_shown_;
    bool is_picture_;
    bool has_header_ = false;
    std::string last_trouble_;
    std::vector<resource_state> rows_;
    std::size_t drawn_lines_ = 0;
};

} // namespace argocdpp::cli
