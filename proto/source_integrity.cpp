#include "field_table.hpp"

#include <argocdpp/proto/source_integrity.hpp>

namespace argocdpp::proto {

void fields(either<integrity_repository> auto& x, auto& visit) { visit("url", x.url); }
template struct codec<integrity_repository>;

void fields(either<integrity_keys> auto& x, auto& visit) {
    visit("mode", x.mode);
    visit("keys", x.keys);
}
template struct codec<integrity_keys>;

void fields(either<integrity_policy> auto& x, auto& visit) {
    visit("repos", x.repos);
    visit("gpg", x.gpg);
}
template struct codec<integrity_policy>;

void fields(either<git_integrity> auto& x, auto& visit) { visit("policies", x.policies); }
template struct codec<git_integrity>;

void fields(either<source_integrity> auto& x, auto& visit) { visit("git", x.git); }
template struct codec<source_integrity>;

} // namespace argocdpp::proto
