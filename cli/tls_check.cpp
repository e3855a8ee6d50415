#include "tls_check.hpp"

#include <argocdpp/server_info.hpp>

namespace argocdpp::cli {

namespace {

/// Why the server can't be reached with these settings; nothing where it answered, whatever it
/// said.
task<std::optional<error>> obstacle(invocation& call, client_settings settings) {
    try {
        const auto argocd = call.connect(std::move(settings));
        co_await argocd->info().version();
    } catch (const error& problem) {
        if (problem.http_status == 0 && problem.kind != error_kind::protocol)
            co_return problem;
    }
    co_return std::nullopt;
}

/// Whether a connection was made and the other end may speak something else than expected. Silence
/// is not tried again: it would be waited for twice more.
bool is_in_handshake(const error& problem) {
    return problem.kind != error_kind::timeout &&
           std::string_view(problem.what()).starts_with("error creating connection: ");
}

[[noreturn]] void give_up(const error& problem) { throw failure(exit_code::error, problem.what()); }

} // namespace

task<tls_finding> check_tls(invocation& call, config_server entry) {
    const client_settings wanted = call.settings_for(entry);
    const std::optional<error> first = co_await obstacle(call, wanted);
    tls_finding found;
    if (!first)
        co_return found;
    if (entry.plain_text || !is_in_handshake(*first))
        give_up(*first);

    client_settings weaker = wanted;
    weaker.headers.clear();
    weaker.tls.insecure = true;
    std::optional<error> second = first;
    if (!wanted.tls.insecure)
        second = co_await obstacle(call, weaker);
    if (!second) {
        found.state = tls_state::untrusted;
        found.problem = first->what();
        co_return found;
    }
    weaker.plain_text = true;
    const std::optional<error> third = co_await obstacle(call, std::move(weaker));
    if (third)
        give_up(*first);
    found.state = tls_state::missing;
    co_return found;
}

} // namespace argocdpp::cli
