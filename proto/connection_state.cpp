#include "field_table.hpp"

#include <argocdpp/proto/connection_state.hpp>

namespace argocdpp::proto {

void fields(either<connection_state> auto& x, auto& visit) {
    visit("status", x.status);
    visit("message", x.message);
}
template struct codec<connection_state>;

} // namespace argocdpp::proto
