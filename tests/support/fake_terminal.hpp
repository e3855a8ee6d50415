#pragma once
// A terminal of strings and a world around it, for tests of commands.
//
//     fake_world outside;
//     outside.variables["ARGOCD_SERVER"] = "cd.example";
//     CHECK(outside.run({"argocd", "app", "list"}) == 20);
//     CHECK(outside.streams.out_text == "");

#include "invocation.hpp"
#include "terminal.hpp"

#include <argocdpp/clock.hpp>

#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace argocdpp::tests {

class fake_terminal final : public cli::terminal {
  public:
    std::string out_text;
    std::string err_text;
    std::deque<std::string> answers; ///< lines of standard input, secrets too
    bool out_terminal = false;
    bool err_terminal = false;
    bool in_terminal = false;
    int columns = 80;
    int lines = 24;
    bool disk_is_full = false; ///< makes out() throw, as the real one does

    void out(std::string_view text) override;
    void err(std::string_view text) override { err_text += text; }
    bool out_is_terminal() const override { return out_terminal; }
    bool err_is_terminal() const override { return err_terminal; }
    bool in_is_terminal() const override { return in_terminal; }
    int width() const override { return columns; }
    int height() const override { return lines; }
    std::optional<std::string> read_line() override;
    std::optional<std::string> read_secret() override { return read_line(); }
    std::string read_all() override;
};

/// A clock that stands still at 2026-11-24T00:30:20Z; what sleeps on it goes on at once.
class still_clock final : public clock {
  public:
    time_point now() const override { return time_point(std::chrono::hours(1)); }
    std::int64_t unix_seconds() const override { return 1795480220; }
    task<void> sleep_until(time_point) override { co_return; }
};

/// What a run of the program gets instead of the process and the network.
struct fake_world {
    fake_terminal streams;
    still_clock own_time;
    /// The clock in force; another one (fake_clock) may take its place.
    clock* time = &own_time;
    cli::environment variables;
    /// No server can be reached unless a test brings a transport.
    std::function<std::unique_ptr<transport>(const client_settings&, clock&)> connect;
    /// The settings of the clients that were made.
    std::vector<client_settings> connections;

    cli::world view();
    /// Runs the program with these words, its own name first, and returns the exit code.
    int run(const std::vector<std::string>& argv);
};

} // namespace argocdpp::tests
