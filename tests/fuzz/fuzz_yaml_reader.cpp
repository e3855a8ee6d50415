// Any text is YAML or refused with the place; what was read can be written and read again.

#include "target.hpp"
#include "yaml_reader.hpp"
#include "yaml_round_trip.hpp"

namespace argocdpp::fuzz {

void yaml_reader(std::string_view text) {
    const std::string whole(text);
    const cli::yaml_documents all = cli::parse_yaml_documents(whole);
    for (const proto::any& document : all.documents)
        expect(!document.is_null(), "no document is empty");
    proto::any first;
    try {
        first = cli::parse_yaml(whole);
    } catch (const cli::yaml_error& fault) {
        expect(std::string_view(fault.what()).starts_with("yaml: line "), "says where it is wrong");
        expect(!all.fault.empty(), "both readers refuse it");
        return;
    }
    if (!first.is_null())
        expect(!all.documents.empty() && all.documents.front() == first, "both readers agree");
    expect_yaml_round_trip(first);
}

} // namespace argocdpp::fuzz
