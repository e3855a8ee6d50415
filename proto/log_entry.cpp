#include "field_table.hpp"

#include <argocdpp/proto/log_entry.hpp>

namespace argocdpp::proto {

extern template struct codec<stream_error>;

void fields(either<log_entry> auto& x, auto& visit) {
    visit("content", x.content);
    visit("timeStamp", x.time);
    visit("timeStampStr", x.exact_time);
    visit("podName", x.pod_name);
    visit("last", x.last);
}
template struct codec<log_entry>;

void fields(either<log_stream_message> auto& x, auto& visit) {
    visit("result", x.result);
    visit("error", x.error);
}
template struct codec<log_stream_message>;

} // namespace argocdpp::proto
