#pragma once
// One run of the whole program in a small world of its own: a terminal of strings, an environment,
// a config directory that goes away, a virtual clock, and servers that answer from a script.

#include "../../support/scripted_transport.hpp"
#include "jumping_clock.hpp"

#include <argocdpp/settings.hpp>

#include <child_process.hpp>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <terminal.hpp>
#include <vector>

namespace argocdpp::tests {

class string_terminal final : public cli::terminal {
  public:
    void out(std::string_view text) override { output += text; }
    void err(std::string_view text) override { talk += text; }
    bool out_is_terminal() const override { return is_terminal; }
    bool err_is_terminal() const override { return is_terminal; }
    bool in_is_terminal() const override { return is_terminal; }
    int width() const override { return 80; }
    int height() const override { return 24; }
    std::optional<std::string> read_line() override;
    std::optional<std::string> read_secret() override;
    std::string read_all() override { return whole_input; }

    bool is_terminal = false;
    std::vector<std::string> input; ///< lines still to be read
    std::vector<std::string> secrets;
    std::string whole_input; ///< all of standard input, where that is asked for
    std::string output;
    std::string talk;
};

struct command_run {
    command_run();
    ~command_run();
    command_run(const command_run&) = delete;
    command_run& operator=(const command_run&) = delete;

    /// Runs `argocdpp` with these words; the exit code.
    int run(std::vector<std::string> words);
    /// The config file's text; empty where there is none.
    std::string config() const;
    void write_config(std::string_view text) const;
    /// Whether the log holds a line with this message.
    bool said(std::string_view message) const;

    std::filesystem::path directory;
    std::map<std::string, std::string, std::less<>> variables;
    string_terminal streams;
    jumping_clock time;
    script server{&time};
    /// Servers besides, by "host:port": others.try_emplace("other.test:443", &time).
    std::map<std::string, script, std::less<>> others;
    /// What each connection was asked to be, in order.
    std::vector<client_settings> connections;
    /// Called before a connection is made; what it throws is what the connection ends with.
    std::function<std::optional<error>(const client_settings&)> obstacle;
    /// Stands in for other programs: given its words and input, returns its exit status.
    std::function<int(const std::vector<std::string>&, cli::child_input)> run_child;
};

/// A token with these claims, a JSON object, and no signature to speak of.
std::string token_of(std::string_view claims);

} // namespace argocdpp::tests
