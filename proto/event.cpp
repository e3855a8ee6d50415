#include "field_table.hpp"

#include <argocdpp/proto/event.hpp>

namespace argocdpp::proto {

extern template struct codec<application>;

void fields(either<application_event> auto& x, auto& visit) {
    visit("type", x.type);
    visit("application", x.application);
}
template struct codec<application_event>;

void fields(either<gateway_error> auto& x, auto& visit) {
    visit("error", x.error);
    visit("message", x.message);
    visit("code", x.code);
}
template struct codec<gateway_error>;

void fields(either<stream_error> auto& x, auto& visit) {
    visit("grpc_code", x.grpc_code);
    visit("http_code", x.http_code);
    visit("message", x.message);
}
template struct codec<stream_error>;

void fields(either<application_stream_message> auto& x, auto& visit) {
    visit("result", x.result);
    visit("error", x.error);
}
template struct codec<application_stream_message>;

} // namespace argocdpp::proto
