// Any document is written as YAML that reads back as that document. The input is JSON.

#include "target.hpp"
#include "yaml_round_trip.hpp"

#include <argocdpp/proto/json.hpp>

namespace argocdpp::fuzz {

void yaml_writer(std::string_view text) {
    proto::any document;
    try {
        document = proto::parse(text);
    } catch (const proto::format_error&) {
        document =
            text; // a document of one text; bytes that are no UTF-8 come back as JSON has them
        document = proto::parse(proto::write(document));
    }
    expect_yaml_round_trip(document);
}

} // namespace argocdpp::fuzz
