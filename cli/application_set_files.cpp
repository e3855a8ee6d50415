#include "application_set_files.hpp"

#include "go_values.hpp"
#include "named_text.hpp"
#include "spec_document.hpp"
#include "yaml_reader.hpp"

#include <argocdpp/proto/application_set.hpp>
#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/json.hpp>

namespace argocdpp::cli {
namespace {

using proto::any;

void check_shape(const any& document, const std::string& where) {
    if (!document.is_object())
        throw failure(exit_code::error, where +
                                            "error unmarshalling appset: json: cannot unmarshal " +
                                            std::string(document.type_name()) +
                                            " into Go value of type v1alpha1.ApplicationSet");
    try {
        proto::decode<proto::application_set>(document);
    } catch (const proto::format_error& fault) {
        throw failure(exit_code::error, where + "error unmarshalling appset: " + fault.what());
    }
}

task<std::string> text_of(invocation& call, std::string name, const std::string& where) {
    try {
        co_return co_await read_named_text(call, std::move(name));
    } catch (const failure& fault) {
        throw failure(fault.code, where + "error reading file payload: " + fault.what());
    }
}

} // namespace

task<std::vector<any>> described_sets(invocation& call, std::string name) {
    const auto where = "error reading applicationset from file " + name + ": ";
    const auto text = co_await text_of(call, std::move(name), where);
    auto found = parse_yaml_documents(text);
    if (!found.fault.empty())
        throw failure(exit_code::error,
                      where +
                          "error splitting YAML to string: failed to unmarshal manifest: error "
                          "converting YAML to JSON: " +
                          found.fault);
    for (const auto& document : found.documents)
        check_shape(document, where);
    co_return std::move(found.documents);
}

void place_set(invocation& call, any& set, const std::string& name_space) {
    any& metadata = object_in(set, "metadata");
    if (name_space.empty() || !text_in(metadata, "namespace").empty())
        return;
    call.streams().out("ApplicationSet YAML file does not have namespace; using "
                       "--appset-namespace=" +
                       go_quote(name_space) + ".\n");
    metadata.set("namespace", name_space);
}

} // namespace argocdpp::cli
