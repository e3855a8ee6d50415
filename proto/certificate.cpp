#include "field_table.hpp"

#include <argocdpp/proto/certificate.hpp>

namespace argocdpp::proto {

void fields(either<repository_certificate> auto& x, auto& visit) {
    visit("serverName", x.server_name);
    visit("certType", x.type);
    visit("certSubType", x.sub_type);
    visit("certData", x.data);
    visit("certInfo", x.info);
}
template struct codec<repository_certificate>;

void fields(either<repository_certificate_list> auto& x, auto& visit) { visit("items", x.items); }
template struct codec<repository_certificate_list>;

} // namespace argocdpp::proto
