#include "contexts.hpp"

#include "explanation.hpp"
#include "kept_output.hpp"
#include "settings_resolution.hpp"
#include "views/joined_text.hpp"

#include <argocdpp/error.hpp>
#include <argocdpp/task.hpp>

#include <algorithm>
#include <array>
#include <http/letters.hpp>
#include <memory>
#include <optional>

namespace argocdpp::cli {
namespace {

[[noreturn]] void refuse(const std::string& message) { throw failure(exit_code::failure, message); }

/// What names one server, or a secret for one: none may reach all of them.
void check_sources(const invocation& call) {
    const std::array<std::string, 4> flags = {"server", "auth-token", "auth-token-file",
                                              "argocd-context"};
    const auto& options = call.globals().options;
    for (const auto& [name, value] : parse_headers(call.globals().headers))
        if (http::lower(name) == "authorization" || http::lower(name) == "cookie")
            refuse("--contexts does not go with a header " + name + ", which may hold a token");
    for (const auto& flag : flags) {
        if (call.given(flag))
            refuse("--contexts does not go with --" + flag);
        if (options.contains(flag))
            refuse("--contexts does not go with ARGOCD_OPTS that says --" + flag);
    }
    for (const std::string name : {"ARGOCD_SERVER", "ARGOCD_AUTH_TOKEN", "ARGOCD_AUTH_TOKEN_FILE"})
        if (!call.variable(name).empty())
            refuse("--contexts does not go with " + name + " in the environment");
}

std::vector<std::string> names_of(invocation& call, const context_options& given) {
    check_sources(call);
    if (given.all && !given.names.empty())
        refuse("only --contexts or --all-contexts is allowed, not both");
    const auto config = call.read_config();
    const auto known = config ? config->contexts() : std::vector<config_context>();
    std::vector<std::string> names;
    if (given.all)
        for (const auto& one : known)
            names.push_back(one.name);
    for (const auto& name : given.names) {
        if (std::ranges::find(known, name, &config_context::name) == known.end())
            refuse("Context '" + name + "' undefined");
        if (std::ranges::find(names, name) == names.end())
            names.push_back(name);
    }
    if (names.empty() && !given.all)
        refuse("--contexts names no context");
    if (names.empty())
        refuse("--all-contexts: there is no context in " + call.config_path());
    return names;
}

/// Stands between a context's run and those who listen to the whole. Output is told of where it is
/// printed, which is once for a context.
class context_listener final : public run_listener {
  public:
    context_listener(run_listeners& whole, std::string context)
        : whole_(whole)
        , context_(std::move(context)) {}

    void begun(const std::string& app) override { whole_.begun(tagged(app)); }
    void seen(const std::string& app, const proto::application& state) override {
        whole_.seen(tagged(app), state);
    }
    void changed(const std::string& app, const std::vector<resource_state>& rows) override {
        whole_.changed(tagged(app), rows);
    }
    void trouble(const std::string& app, const error& problem) override {
        whole_.trouble(tagged(app), problem);
    }
    void ended(const application_ending& one) override {
        auto told = one;
        told.app = tagged(one.app);
        whole_.ended(told);
        // It may end once more, when its children had changed it.
        std::erase_if(verdicts_, [&](const auto& row) { return row.end.app == one.app; });
        verdicts_.push_back({result_of(one), one, context_});
    }

    const std::vector<many_verdict>& verdicts() const { return verdicts_; }

  private:
    static many_result result_of(const application_ending& one) {
        if (one.how == ending::skipped)
            return many_result::not_begun;
        return one.is_success() ? many_result::done : many_result::failed;
    }
    std::string tagged(const std::string& app) const { return context_ + "/" + app; }

    run_listeners& whole_;
    std::string context_;
    std::vector<many_verdict> verdicts_;
};

/// One context's part of a run.
class visit {
  public:
    visit(invocation& whole, const std::string& context)
        : whole_(whole)
        , output_(whole.streams())
        , call_(whole.at_context(context, output_)) {}

    invocation& call() { return *call_; }
    const std::optional<explanation>& trouble() const { return trouble_; }

    task<void> run(const context_step& step, bool has_documents) {
        try {
            auto work = attempt(step);
            co_await std::move(work);
        } catch (...) {
            print(has_documents);
            throw;
        }
        print(has_documents);
    }

  private:
    task<void> attempt(const context_step& step) {
        try {
            auto work = step(*call_);
            co_await std::move(work);
        } catch (const failure& fault) {
            take(explain(fault, call_->globals()));
        } catch (const error& fault) {
            take(explain(fault, call_->globals(), call_->peer()));
        }
    }

    void print(bool has_documents) {
        if (output_.is_empty())
            return;
        whole_.listeners().output_begins(call_->context());
        output_.let_go(has_documents ? "" : "Context:            " + call_->context() + "\n");
        whole_.listeners().output_ends(call_->context());
    }

    void take(explanation told) {
        if (!told.hint.empty())
            call_->talk().warning(told.hint);
        call_->talk().line(log_level::error, told.message);
        trouble_ = std::move(told);
    }

    invocation& whole_;
    kept_output output_;
    std::unique_ptr<invocation> call_;
    std::optional<explanation> trouble_;
};

using visit_list = std::vector<std::unique_ptr<visit>>;

visit_list visits_of(invocation& call, const context_options& given) {
    visit_list visits;
    for (const auto& name : names_of(call, given))
        visits.push_back(std::make_unique<visit>(call, name));
    return visits;
}

task<context_verdicts> run_all(visit_list& visits, bool has_documents, const context_step& step) {
    std::vector<task<void>> runs;
    for (const auto& one : visits)
        runs.push_back(one->run(step, has_documents));
    co_await when_all(std::move(runs));
    context_verdicts verdicts;
    for (const auto& one : visits)
        verdicts.add(one->call().context(), one->trouble());
    co_return verdicts;
}

/// An application of one context, or what ended a context before it had one.
std::vector<many_verdict> verdicts_of(visit& one, const context_listener& listener) {
    auto verdicts = listener.verdicts();
    if (verdicts.empty() && one.trouble()) {
        many_verdict row{many_result::failed, {}, one.call().context()};
        row.end.how = one.trouble()->how;
        verdicts.push_back(std::move(row));
    }
    return verdicts;
}

/// What is kept of a context for the table at the end.
struct followed_context {
    const context_listener& listener;
    const last_states& states;
};

followed_context listen_to(invocation& whole, invocation& part) {
    auto listener = std::make_unique<context_listener>(whole.listeners(), part.context());
    const followed_context made{*listener, keep_last_states(part.listeners())};
    part.listeners().add(std::move(listener));
    return made;
}

} // namespace

void describe_contexts(flag_set& flags, context_options& given) {
    flags.add(given.all, "all-contexts", 0, "at every context of the config file, at the same time")
        .or_variable();
    flags
        .add_csv(given.names, "contexts", 0,
                 "at these contexts of the config file, at the same time")
        .naming(name_kind::context)
        .or_variable();
}

bool uses_contexts(const invocation& call, const context_options& given) {
    return given.all || call.given("contexts");
}

void context_verdicts::add(const std::string& context, const std::optional<explanation>& trouble) {
    contexts_.push_back(context);
    if (!trouble)
        return;
    if (failed_.empty())
        first_ = *trouble;
    failed_.push_back(context);
}

void context_verdicts::check() const {
    if (failed_.empty())
        return;
    const auto text = std::to_string(failed_.size()) + " of " + std::to_string(contexts_.size()) +
                      (contexts_.size() == 1 ? " context failed: " : " contexts failed: ") +
                      joined(failed_, ", ");
    throw failure(static_cast<exit_code>(first_.code), text, first_.how);
}

task<context_verdicts> visit_contexts(invocation& call, const context_options& given,
                                      context_step step) {
    auto visits = visits_of(call, given);
    co_return co_await run_all(visits, true, step);
}

task<exit_code> follow_at_contexts(invocation& call, const context_options& given,
                                   bool has_documents, context_step step) {
    if (!uses_contexts(call, given))
        co_return co_await step(call);
    auto visits = visits_of(call, given);
    std::vector<followed_context> followed;
    for (const auto& one : visits)
        followed.push_back(listen_to(call, one->call()));
    const auto verdicts = co_await run_all(visits, has_documents, step);
    std::vector<std::vector<many_verdict>> all;
    for (std::size_t at = 0; at < visits.size(); ++at)
        all.push_back(verdicts_of(*visits[at], followed[at].listener));
    std::vector<summary_row> rows;
    for (std::size_t at = 0; at < all.size(); ++at)
        for (const auto& one : all[at])
            rows.push_back({one, followed[at].states});
    print_summary(call.streams(), rows, has_documents);
    verdicts.check();
    co_return exit_code::success;
}

} // namespace argocdpp::cli
