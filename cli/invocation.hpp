#pragma once
// One run of the program: what it was called with, and what commands need, each built when asked
// for.

#include "child_process.hpp"
#include "command.hpp"
#include "environment.hpp"
#include "global_flags.hpp"
#include "local_config.hpp"
#include "log.hpp"
#include "run_listener.hpp"
#include "terminal.hpp"

#include <argocdpp/client_only.hpp>
#include <argocdpp/retry.hpp>
#include <argocdpp/settings.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// What the world outside gives to one run; tests bring their own.
struct world {
    terminal& streams;
    clock& time;
    random_source random;
    environment variables;
    /// Makes the transport to a server; the network's unless a test says otherwise.
    transport_maker connect;
    /// Runs another program; as child_process.hpp unless a test says otherwise.
    std::function<int(const std::vector<std::string>& words, child_input)> run_child = {};
    /// Starts another program and leaves it alone; likewise.
    std::function<void(const std::vector<std::string>& words)> start_child = {};
};

/// The log that --logformat and --loglevel ask for; plain text on a terminal unless a format was
/// chosen. Throws `failure` for names that are none.
log make_log(terminal& streams, clock& time, const global_flags& globals, const flag_set& flags);

class invocation {
  public:
    invocation(world& outside, std::string program_name, const command& command,
               global_flags globals, const flag_set& flags, std::vector<std::string> arguments);
    ~invocation();

    /// The run that another command with these flags would be, in the same world; `flags` must live
    /// as long. Throws `failure` for a bad --loglevel or --logformat.
    std::unique_ptr<invocation> as(const command& other, global_flags globals,
                                   const flag_set& flags) const;
    /// A part of this run that writes its answer to `streams` and shares client, settings and
    /// listeners with this one. Both outlive it.
    std::unique_ptr<invocation> part(terminal& streams);

    /// This run at a context of the config file, where it is about several: server and token are
    /// that context's, answers go to `streams`, and the log names it. Both outlive it.
    std::unique_ptr<invocation> at_context(const std::string& name, terminal& streams) const;
    /// The context that this run is at, of several; empty where there is one server only.
    const std::string& context() const { return whole_ ? whole_->context() : context_; }

    /// "argocdpp", or "argocd" through a link of that name.
    const std::string& program_name() const { return program_name_; }
    const command& current() const { return command_; }
    const std::vector<std::string>& arguments() const { return arguments_; }
    const global_flags& globals() const { return globals_; }
    /// Whether a flag was given on the command line.
    bool given(std::string_view flag) const { return flags_.changed(flag); }
    /// Whether any flag was given at all.
    bool given_any() const;
    /// An environment variable; empty where unset.
    std::string variable(std::string_view name) const;
    const environment& variables() const { return outside_.variables; }

    terminal& streams() { return *streams_; }
    /// The answer goes there from now on; it must live as long as this.
    void answer_to(terminal& other) { streams_ = &other; }
    clock& time() { return outside_.time; }
    const random_source& random() const { return outside_.random; }
    log& talk() { return log_; }
    /// Who is told of what happens to applications; nobody unless a flag asks for it.
    run_listeners& listeners() { return whole_ ? whole_->listeners() : listeners_; }
    /// Whether standard output takes colours: a terminal, and no NO_COLOR in the environment.
    bool has_colours() const;

    /// The path of the config file in force.
    std::string config_path() const;
    /// The config file's contents; nothing where there is no file. Throws `failure`.
    std::optional<local_config> read_config();
    /// Where and as whom, by the order of precedence in settings_resolution.cpp. Throws `failure`.
    const client_settings& settings();
    /// The client of these settings; throws `failure` where no server is named.
    argocdpp::client& server();
    /// Settings for a server of the config file or about to be put there, without a token. Flags
    /// for certificates, headers and the proxies of the environment count as in settings().
    client_settings settings_for(const config_server& entry) const;
    /// A client of other settings (login), whose token is theirs unless it has a source.
    std::unique_ptr<argocdpp::client> connect(client_settings settings,
                                              std::unique_ptr<token_source> tokens = {});
    /// What makes transports to other servers (an issuer); the network where empty.
    const transport_maker& connector() const { return outside_.connect; }
    /// "host:port" of the client made last; empty before one was.
    const std::string& peer() const { return whole_ ? whole_->peer() : peer_; }
    /// Runs another program on these streams, as child_process.hpp says; its exit status. Throws
    /// `failure` where it can't be started.
    int run_child(const std::vector<std::string>& words, child_input input);
    /// Starts another program and leaves it alone, as child_process.hpp says. Throws likewise.
    void start_child(const std::vector<std::string>& words);
    /// Whether questions may be asked (--prompts-enabled, or the config file's).
    bool prompts_enabled();

  private:
    void name_context_in_log();

    world& outside_;
    terminal* streams_;
    invocation* whole_ = nullptr; ///< that this is a part of
    std::string context_;
    std::string program_name_;
    const command& command_;
    global_flags globals_;
    const flag_set& flags_;
    std::vector<std::string> arguments_;
    log log_;
    run_listeners listeners_;
    std::optional<client_settings> settings_;
    std::string token_file_; ///< that the settings' token is from; empty where it is from none
    std::string token_user_; ///< whose token of the config file is used; empty for no such one
    std::unique_ptr<argocdpp::client> client_;
    std::string peer_;
};

} // namespace argocdpp::cli
