#pragma once
// Standard output that waits: what is done to several applications at once says each its part
// whole.

#include "terminal.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace argocdpp::cli {

/// Keeps what goes to standard output until it is let go; standard error is as it was.
class kept_output final : public terminal {
  public:
    explicit kept_output(terminal& streams)
        : streams_(streams) {}

    /// Writes what was kept.
    void let_go();

    void out(std::string_view text) override { kept_ += text; }
    void err(std::string_view text) override { streams_.err(text); }
    /// It can't be drawn on.
    bool out_is_terminal() const override { return false; }
    bool err_is_terminal() const override { return streams_.err_is_terminal(); }
    bool in_is_terminal() const override { return streams_.in_is_terminal(); }
    int width() const override { return streams_.width(); }
    int height() const override { return streams_.height(); }
    std::optional<std::string> read_line() override { return streams_.read_line(); }
    std::optional<std::string> read_secret() override { return streams_.read_secret(); }
    std::string read_all() override { return streams_.read_all(); }

  private:
    terminal& streams_;
    std::string kept_;
};

} // namespace argocdpp::cli
