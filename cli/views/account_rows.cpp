#include "account_rows.hpp"

#include "joined_text.hpp"
#include "table.hpp"
#include "time_text.hpp"

namespace argocdpp::cli {
namespace {

std::string end_of(const proto::account_token& token, std::int64_t now) {
    if (token.expires_at <= 0)
        return "never";
    const bool is_over = token.expires_at < now;
    return rfc3339(token.expires_at, time_zone::local()) + (is_over ? " (expired)" : "");
}

} // namespace

std::string account_table(const std::vector<proto::account>& accounts) {
    std::string rows;
    add_row(rows, {"NAME", "ENABLED", "CAPABILITIES"});
    for (const auto& account : accounts)
        add_row(rows, {account.name, account.enabled ? "true" : "false",
                       joined(account.capabilities, ", ")});
    return align(rows, 0, 2);
}

std::string account_text(const proto::account& account, std::int64_t now) {
    std::string text = "Name:               " + account.name +
                       "\nEnabled:            " + (account.enabled ? "true" : "false") +
                       "\nCapabilities:       " + joined(account.capabilities, ", ") +
                       "\n\nTokens:\n";
    if (account.tokens.empty())
        return text + "NONE\n";
    std::string rows;
    add_row(rows, {"ID", "ISSUED AT", "EXPIRING AT"});
    for (const auto& token : account.tokens)
        add_row(rows, {token.id, rfc3339(token.issued_at, time_zone::local()), end_of(token, now)});
    return text + align(rows, 0, 2);
}

} // namespace argocdpp::cli
