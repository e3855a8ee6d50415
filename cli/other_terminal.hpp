#pragma once
// A terminal that is another one, but for what a class derived from it does differently.

#include "terminal.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace argocdpp::cli {

class other_terminal : public terminal {
  public:
    explicit other_terminal(terminal& real)
        : real_(real) {}

    void out(std::string_view text) override { real_.out(text); }
    void err(std::string_view text) override { real_.err(text); }
    void end_if_unread() override { real_.end_if_unread(); }
    bool out_is_terminal() const override { return real_.out_is_terminal(); }
    bool err_is_terminal() const override { return real_.err_is_terminal(); }
    bool in_is_terminal() const override { return real_.in_is_terminal(); }
    int width() const override { return real_.width(); }
    int height() const override { return real_.height(); }
    std::optional<std::string> read_line() override { return real_.read_line(); }
    std::optional<std::string> read_secret() override { return real_.read_secret(); }
    std::string read_all() override { return real_.read_all(); }

  protected:
    terminal& real() const { return real_; }

  private:
    terminal& real_;
};

} // namespace argocdpp::cli
