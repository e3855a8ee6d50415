#include "invocation.hpp"

#include "config_paths.hpp"
#include "context_tokens.hpp"
#include "failure.hpp"
#include "settings_resolution.hpp"
#include "token_file.hpp"

#include <argocdpp/error.hpp>

#include <algorithm>

namespace argocdpp::cli {

log make_log(terminal& streams, clock& time, const global_flags& globals, const flag_set& flags) {
    const bool format_chosen = flags.changed("logformat") || globals.options.contains("logformat");
    const log_format named = parse_log_format(globals.log_format);
    const bool for_people = !format_chosen && streams.err_is_terminal();
    return {streams, time, for_people ? log_format::plain : named,
            parse_log_level(globals.log_level)};
}

invocation::invocation(world& outside, std::string program_name, const command& command,
                       global_flags globals, const flag_set& flags,
                       std::vector<std::string> arguments)
    : outside_(outside)
    , streams_(&outside.streams)
    , program_name_(std::move(program_name))
    , command_(command)
    , globals_(std::move(globals))
    , flags_(flags)
    , arguments_(std::move(arguments))
    , log_(make_log(outside.streams, outside.time, globals_, flags)) {}

invocation::~invocation() = default;

std::unique_ptr<invocation> invocation::as(const command& other, global_flags globals,
                                           const flag_set& flags) const {
    return std::make_unique<invocation>(outside_, program_name_, other, std::move(globals), flags,
                                        std::vector<std::string>());
}

std::unique_ptr<invocation> invocation::part(terminal& streams) {
    auto made = std::make_unique<invocation>(outside_, program_name_, command_, globals_, flags_,
                                             arguments_);
    made->streams_ = &streams;
    made->whole_ = this;
    made->name_context_in_log();
    return made;
}

std::unique_ptr<invocation> invocation::at_context(const std::string& name,
                                                   terminal& streams) const {
    auto globals = globals_;
    globals.context = name;
    auto made = as(command_, std::move(globals), flags_);
    made->arguments_ = arguments_;
    made->streams_ = &streams;
    made->context_ = name;
    made->name_context_in_log();
    return made;
}

void invocation::name_context_in_log() {
    if (!context().empty())
        log_.begin_with("context '" + context() + "': ");
}

bool invocation::has_colours() const {
    return streams_->out_is_terminal() && variable("NO_COLOR").empty();
}

std::string invocation::variable(std::string_view name) const {
    return cli::variable(outside_.variables, name);
}

int invocation::run_child(const std::vector<std::string>& words, child_input input) {
    return outside_.run_child ? outside_.run_child(words, input)
                              : cli::run_child(words, input, outside_.variables);
}

void invocation::start_child(const std::vector<std::string>& words) {
    if (outside_.start_child)
        outside_.start_child(words);
    else
        cli::start_child(words, outside_.variables);
}

bool invocation::given_any() const { return std::ranges::any_of(flags_.all(), &flag::changed); }

std::string invocation::config_path() const {
    return globals_.config.empty() ? default_config_path(outside_.variables) : globals_.config;
}

std::optional<local_config> invocation::read_config() { return read_local_config(config_path()); }

const client_settings& invocation::settings() {
    if (whole_)
        return whole_->settings();
    if (settings_)
        return *settings_;
    std::optional<local_config> config;
    try {
        // Core mode needs no config file, and is refused whatever the file says.
        refuse_kubernetes_access(globals_);
        config = read_config();
    } catch (const failure& fault) {
        if (fault.code == exit_code::failure)
            throw;
        throw failure(exit_code::failure,
                      std::string("error reading local config: ") + fault.what());
    }
    resolved_settings resolved = resolve_settings({globals_, flags_, outside_.variables, config});
    log_.debug("server " + resolved.client.server.authority() + " from " + resolved.server_origin);
    log_.debug(resolved.token_origin.empty() ? std::string("no token")
                                             : "token from " + resolved.token_origin);
    token_file_ = std::move(resolved.token_file);
    token_user_ = std::move(resolved.token_user);
    settings_ = std::move(resolved.client);
    return *settings_;
}

client_settings invocation::settings_for(const config_server& entry) const {
    const std::optional<local_config> no_config;
    return settings_for_server({globals_, flags_, outside_.variables, no_config}, entry);
}

argocdpp::client& invocation::server() {
    if (whole_)
        return whole_->server();
    if (client_)
        return *client_;
    const auto& known = settings();
    std::unique_ptr<token_source> tokens;
    if (!token_file_.empty())
        tokens = tokens_of_file(token_file_, known.token);
    else if (!token_user_.empty())
        tokens = make_context_tokens(*this, token_user_, known);
    client_ = connect(known, std::move(tokens));
    return *client_;
}

std::unique_ptr<argocdpp::client> invocation::connect(client_settings settings,
                                                      std::unique_ptr<token_source> tokens) {
    peer_ = settings.server.authority();
    client_world parts{.time = outside_.time,
                       .random = outside_.random,
                       .connection = nullptr,
                       .tokens = std::move(tokens)};
    if (outside_.connect)
        parts.connection = outside_.connect(settings, outside_.time);
    try {
        return std::make_unique<argocdpp::client>(std::move(settings), std::move(parts));
    } catch (const error& fault) {
        // A setting that allows no connection at all, such as an invalid proxy.
        throw failure(exit_code::failure,
                      "Failed to establish connection to " + peer_ + ": " + fault.what());
    }
}

bool invocation::prompts_enabled() {
    if (flags_.changed("prompts-enabled") || globals_.options.contains("prompts-enabled"))
        return globals_.prompts_enabled;
    try {
        const std::optional<local_config> config = read_config();
        return config && config->prompts_enabled();
    } catch (const failure&) {
        return false; // a broken file is reported by whoever needs more of it
    }
}

} // namespace argocdpp::cli
