#include "application_files.hpp"

#include "key_values.hpp"
#include "named_text.hpp"
#include "spec_document.hpp"
#include "yaml_reader.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/json.hpp>

namespace argocdpp::cli {
namespace {

using proto::any;

/// Refuses what the server could not read, in the words of the file. Throws `failure`.
void check_shape(const any& document, const std::string& where) {
    try {
        proto::decode<proto::application>(document);
    } catch (const proto::format_error& fault) {
        throw failure(exit_code::error, where + fault.what());
    }
}

void set_labels(any& application, const text_list& texts) {
    const auto pairs = key_values(texts);
    if (pairs.empty())
        return;
    any& labels = object_in(object_in(application, "metadata"), "labels");
    for (const auto& [key, value] : pairs)
        labels.set(key, value);
}

void set_annotations(any& application, const text_list& texts) {
    if (texts.empty())
        return;
    any& annotations = object_in(object_in(application, "metadata"), "annotations");
    for (const auto& text : texts) {
        const auto at = text.find('=');
        annotations.set(text.substr(0, at), at == std::string::npos ? "" : text.substr(at + 1));
    }
}

void apply_flags(invocation& call, const creation_flags& given, any& application) {
    set_labels(application, given.labels);
    set_annotations(application, given.annotations);
    any& spec = object_in(application, "spec");
    if (has_multiple_sources(spec))
        return;
    given.spec.apply(spec, 0);
    given.spec.apply_parameters(call, application, 1);
}

/// The official CLI takes what is no YAML for the end of its input, and so does argocdpp: what
/// stands in front of it is created.
std::vector<any> from_input(invocation& call) {
    auto found = parse_yaml_documents(call.streams().read_all());
    for (const auto& document : found.documents)
        check_shape(document, "unable to read manifest from stdin: ");
    return std::move(found.documents);
}

void check_name(const creation_flags& given, const text_list& arguments, any& application) {
    any& metadata = object_in(application, "metadata");
    const auto name = text_in(metadata, "name");
    if (arguments.size() == 1 && arguments.front() != name)
        throw failure(exit_code::error, "app name '" + arguments.front() +
                                            "' does not match app spec metadata.name '" + name +
                                            "'");
    if (!given.name.empty())
        metadata.set("name", given.name);
    if (text_in(metadata, "name").empty())
        throw failure(exit_code::error,
                      "app.Name is empty. --name argument can be used to provide app.Name");
}

std::vector<any> from_text(invocation& call, const creation_flags& given, const std::string& text) {
    auto found = parse_yaml_documents(text);
    if (!found.fault.empty())
        throw failure(exit_code::error, given.file + ": " + found.fault);
    for (auto& document : found.documents) {
        check_shape(document, given.file + ": ");
        check_name(given, call.arguments(), document);
        apply_flags(call, given, document);
    }
    return std::move(found.documents);
}

any from_flags(invocation& call, const creation_flags& given) {
    auto name = given.name;
    if (call.arguments().size() == 1) {
        if (!name.empty() && name != call.arguments().front())
            throw failure(exit_code::error, "--name argument '" + name +
                                                "' does not match app name " +
                                                call.arguments().front());
        name = call.arguments().front();
    }
    const auto app = app_ref::parse(name);
    any made;
    made.set("apiVersion", "argoproj.io/v1alpha1");
    made.set("kind", "Application");
    any& metadata = object_in(made, "metadata");
    metadata.set("name", app.name);
    put_text(metadata, "namespace", app.name_space);
    any& spec = object_in(made, "spec");
    object_in(spec, "destination");
    spec.set("project", "");
    apply_flags(call, given, made);
    return made;
}

} // namespace

task<std::vector<any>> described_applications(invocation& call, const creation_flags& given) {
    if (given.file == "-")
        co_return from_input(call);
    std::vector<any> found;
    if (given.file.empty()) {
        found.push_back(from_flags(call, given));
        co_return found;
    }
    const auto text = co_await read_named_text(call, given.file);
    co_return from_text(call, given, text);
}

} // namespace argocdpp::cli
