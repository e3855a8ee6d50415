#include "program.hpp"

#include "child_process.hpp"
#include "commands.hpp"
#include "document_output.hpp"
#include "explanation.hpp"
#include "failure.hpp"
#include "global_flags.hpp"
#include "go_values.hpp"
#include "help.hpp"
#include "kubernetes_flags.hpp"
#include "official_commands.hpp"
#include "options_variable.hpp"
#include "settings_resolution.hpp"

#include <argocdpp/error.hpp>
#include <argocdpp/task.hpp>

#include <csignal>

namespace argocdpp::cli {

namespace {

task<int> run_bound(bound_command& bound, invocation& call) {
    const exit_code code = co_await bound.run(call);
    co_return static_cast<int>(code);
}

/// Names what runs where argocdpp can't; "argocd" alone counts.
constexpr std::string_view fallback = "ARGOCDPP_FALLBACK";

/// What choices of an output end with where templates are taken.
constexpr std::string_view templates = "custom-columns=";

class program {
  public:
    program(const std::vector<std::string>& argv, world& outside)
        : words_(argv.begin() + (argv.empty() ? 0 : 1), argv.end())
        , outside_(outside)
        , name_(argv.empty() ? "argocdpp" : program_name_of(argv.front()))
        , row_(&root_command()) {}

    int run();
    /// Reports what ended run() and returns the exit code.
    int explain(std::exception_ptr cause);
    void report(log_level level, std::string_view message) { talk().line(level, message); }

  private:
    int run_command(const command_search& search);
    int run_unknown_command(const std::string& word);
    int run_child(std::vector<std::string> words);
    bool falls_back() const { return variable(outside_.variables, fallback) == "argocd"; }
    /// Refuses what needs Kubernetes before anything is read or asked for: whoever runs instead
    /// gets all of it. Throws `absence`.
    void check_reach();
    /// Refuses a template that can't be read, before anything is asked for. Throws `failure`.
    void check_output() const;
    /// Has the official CLI do it, where that is wanted and there.
    int explain_absence(const absence& fault);
    /// That one knows no token files, and would take the context's token instead.
    void hand_token_over();
    int explain_usage(const usage_error& fault);
    int explain_error(const error& fault);
    int print_help(int code);
    /// Checks --logformat and --loglevel; from here on the log is theirs. Throws `failure`.
    void choose_log();
    /// The log of the command line where that is understood, else the official CLI's first one:
    /// text.
    log talk() const;

    std::vector<std::string> words_;
    world& outside_;
    std::string name_;
    const command* row_;
    global_flags globals_;
    flag_set flags_;
    bool log_is_chosen_ = false;
    bool wants_help_ = false;
    std::unique_ptr<bound_command> bound_;
    std::unique_ptr<invocation> call_;
};

void program::choose_log() {
    parse_log_format(globals_.log_format);
    log_is_chosen_ = true;
    if (globals_.exit_codes != "official" && globals_.exit_codes != "detailed")
        throw failure(exit_code::failure, "unknown --exit-codes " + go_quote(globals_.exit_codes) +
                                              ": official or detailed");
    // What refuses a level is itself reported at the default one.
    std::string level = std::exchange(globals_.log_level, "info");
    parse_log_level(level);
    globals_.log_level = std::move(level);
}

log program::talk() const {
    if (log_is_chosen_)
        return make_log(outside_.streams, outside_.time, globals_, flags_);
    const bool for_people = outside_.streams.err_is_terminal();
    return {outside_.streams, outside_.time, for_people ? log_format::plain : log_format::text,
            log_level::info};
}

int program::run() {
    globals_ = default_globals(outside_.variables,
                               parse_options_variable(variable(outside_.variables, "ARGOCD_OPTS")));
    flag_set switches;
    global_flags ignored;
    bool help = false;
    add_global_flags(switches, ignored);
    switches.add(help, "help", 'h', "");
    const command_search search = find_command(words_, switches);
    row_ = search.row;
    if (!search.absent.empty()) {
        choose_log();
        throw absence(absence_message(search.absent));
    }
    if (row_->path.empty() && !search.next_word.empty())
        return run_unknown_command(search.next_word);
    return run_command(search);
}

int program::run_command(const command_search& search) {
    kubernetes_flags ignored;
    if (row_->bind)
        bound_ = row_->bind(flags_);
    else if (!row_->path.empty() && row_->path.find(' ') == std::string_view::npos)
        add_kubernetes_flags(flags_, ignored);
    add_global_flags(flags_, globals_);
    flags_.add(wants_help_, "help", 'h', "Show this help");
    std::vector<std::string> arguments = flags_.parse(search.words);
    if (wants_help_)
        return print_help(0);
    flags_.read_variables(outside_.variables);
    choose_log();
    if (!row_->bind)
        return print_help(row_->path.empty() ? 0 : 1);
    call_ = std::make_unique<invocation>(outside_, name_, *row_, globals_, flags_,
                                         std::move(arguments));
    check_reach();
    check_output();
    return argocdpp::run(run_bound(*bound_, *call_), true);
}

int program::run_child(std::vector<std::string> words) {
    return outside_.run_child ? outside_.run_child(words, child_input::inherited)
                              : cli::run_child(words, child_input::inherited, outside_.variables);
}

void program::check_reach() {
    if (row_->is_local || !falls_back())
        return;
    try {
        call_->settings();
    } catch (const absence&) {
        throw;
    } catch (const failure&) {
        // Told by the command, where it needs them.
    }
}

void program::check_output() const {
    for (const flag& one : flags_.all()) {
        const auto* value = std::get_if<std::string*>(&one.target);
        if (value && one.choices.ends_with(templates) && is_template(**value))
            check_template(**value);
    }
}

int program::explain_absence(const absence& fault) {
    std::string message = fault.what();
    if (falls_back()) {
        if (const auto path = find_other_program("argocd", outside_.variables)) {
            // Should that be argocdpp once more, it does not look further.
            outside_.variables.erase(outside_.variables.find(fallback));
            hand_token_over();
            std::vector<std::string> words = {*path};
            words.insert(words.end(), words_.begin(), words_.end());
            return run_child(std::move(words));
        }
        message += "; there is no other argocd in $PATH to fall back on";
    }
    report(log_level::fatal, message);
    return static_cast<int>(fault.code);
}

void program::hand_token_over() {
    const std::optional<local_config> no_config;
    const auto chosen = chosen_token({globals_, flags_, outside_.variables, no_config});
    if (!chosen.file.empty())
        outside_.variables["ARGOCD_AUTH_TOKEN"] = read_chosen_token(chosen);
}

/// The official CLI looks for a plugin named after the first word, whatever that is; those that
/// are for argocdpp alone come first.
int program::run_unknown_command(const std::string& word) {
    choose_log();
    for (const std::string_view prefix : {"argocdpp-", "argocd-"}) {
        const auto path = find_program(std::string(prefix) + words_.front(), outside_.variables);
        if (!path)
            continue;
        std::vector<std::string> words = {*path};
        words.insert(words.end(), words_.begin() + 1, words_.end());
        const int code = run_child(std::move(words));
        if (code != 0)
            outside_.streams.out("Error: exit status " + std::to_string(code) + "\n");
        return code;
    }
    const std::string plugin = "argocd-" + words_.front();
    log_is_chosen_ = false;
    report(log_level::warning, "error looking for plugin '" + plugin + "': exec: " +
                                   go_quote(plugin) + ": executable file not found in $PATH");
    outside_.streams.out("Error: unknown command " + go_quote(word) + " for " + go_quote(name_) +
                         "\nRun '" + name_ + " --help' for usage.\n");
    return 1;
}

int program::print_help(int code) {
    const int width = outside_.streams.out_is_terminal() ? outside_.streams.width() : 0;
    outside_.streams.out(help_text(*row_, {name_, width}));
    return code;
}

int program::explain(std::exception_ptr cause) {
    try {
        std::rethrow_exception(cause);
    } catch (const absence& fault) {
        return explain_absence(fault);
    } catch (const failure& fault) {
        const auto told = cli::explain(fault, globals_);
        report(log_level::fatal, told.message);
        return told.code;
    } catch (const usage_error& fault) {
        return explain_usage(fault);
    } catch (const show_help& wanted) {
        return print_help(static_cast<int>(wanted.code));
    } catch (const error& fault) {
        return explain_error(fault);
    } catch (const interrupted& by) {
        return 128 + by.signal;
    } catch (const std::exception& fault) {
        report(log_level::fatal, std::string("internal error: ") + fault.what());
        return static_cast<int>(exit_code::error);
    }
}

/// The official CLI sets its log up before it tells of a usage error: a bad name of a level wins.
int program::explain_usage(const usage_error& fault) {
    choose_log();
    outside_.streams.out(std::string("Error: ") + fault.what() + "\n");
    return static_cast<int>(exit_code::failure);
}

int program::explain_error(const error& fault) {
    const auto told = cli::explain(fault, globals_, call_ ? call_->peer() : "");
    if (!told.hint.empty())
        report(log_level::warning, told.hint);
    report(log_level::fatal, told.message);
    return told.code;
}

} // namespace

int run_program(const std::vector<std::string>& argv, world& outside) {
    program current(argv, outside);
    const auto attempt = [&](auto step) {
        try {
            return step();
        } catch (...) {
            return current.explain(std::current_exception());
        }
    };
    // Explaining can fail too: a disk that is full when help is printed, a bad --loglevel.
    return attempt([&] { return attempt([&] { return current.run(); }); });
}

std::string_view program_name_of(std::string_view path) {
    const std::string_view file = path.substr(path.rfind('/') + 1);
    return file == "argocd" || file.starts_with("argocd-") ? "argocd" : "argocdpp";
}

} // namespace argocdpp::cli
