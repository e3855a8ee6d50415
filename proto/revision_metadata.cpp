#include "field_table.hpp"

#include <argocdpp/proto/revision_metadata.hpp>

namespace argocdpp::proto {

void fields(either<revision_metadata> auto& x, auto& visit) {
    visit("author", x.author);
    visit("date", x.date);
    visit("message", x.message);
    visit("tags", x.tags);
}
template struct codec<revision_metadata>;

} // namespace argocdpp::proto
