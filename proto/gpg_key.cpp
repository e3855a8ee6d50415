#include "field_table.hpp"

#include <argocdpp/proto/gpg_key.hpp>

namespace argocdpp::proto {

void fields(either<gpg_key> auto& x, auto& visit) {
    visit("keyID", x.key_id);
    visit("fingerprint", x.fingerprint);
    visit("owner", x.owner);
    visit("trust", x.trust);
    visit("subType", x.sub_type);
    visit("keyData", x.key_data);
}
template struct codec<gpg_key>;

void fields(either<gpg_key_list> auto& x, auto& visit) { visit("items", x.items); }
template struct codec<gpg_key_list>;

void fields(either<gpg_key_creation> auto& x, auto& visit) {
    visit("created", x.created);
    visit("skipped", x.skipped);
}
template struct codec<gpg_key_creation>;

} // namespace argocdpp::proto
