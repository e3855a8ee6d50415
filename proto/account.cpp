#include "field_table.hpp"

#include <argocdpp/proto/account.hpp>

namespace argocdpp::proto {

void fields(either<account_token> auto& x, auto& visit) {
    visit("id", x.id);
    visit("issuedAt", x.issued_at);
    visit("expiresAt", x.expires_at);
}
template struct codec<account_token>;

void fields(either<account> auto& x, auto& visit) {
    visit("name", x.name);
    visit("enabled", x.enabled);
    visit("capabilities", x.capabilities);
    visit("tokens", x.tokens);
}
template struct codec<account>;

void fields(either<account_list> auto& x, auto& visit) { visit("items", x.items); }
template struct codec<account_list>;

} // namespace argocdpp::proto
