// Options of a source: the first line of the input is the source, the others are values as flags
// have them. Giving the same again changes nothing more.

#include "failure.hpp"
#include "source_options.hpp"
#include "target.hpp"

#include <argocdpp/proto/json.hpp>

#include <functional>

namespace argocdpp::fuzz {

namespace {

proto::any source_in(std::string_view line) {
    try {
        proto::any source = proto::parse(line);
        if (source.is_object())
            return source;
    } catch (const proto::format_error&) {
        // An empty source does as well.
    }
    return proto::object();
}

using change = std::function<void(proto::any&)>;

void apply(const proto::any& source, const change& make, bool is_settled_by_one) {
    proto::any changed = source;
    try {
        make(changed);
        expect(changed.is_object(), "a source stays a source");
        const std::string once = proto::write(changed);
        expect_equal(proto::write(proto::parse(once)), once, "a source can be sent");
        make(changed);
        if (is_settled_by_one)
            expect_equal(proto::write(changed), once, "the same again changes nothing");
    } catch (const cli::failure&) {
        // As documented.
    }
}

} // namespace

void source_options(std::string_view text) {
    // Bytes that are no UTF-8 become U+FFFD at the latest when they are sent.
    const std::string valid = proto::parse(proto::write(text)).string();
    text = valid;
    const proto::any source = source_in(take_until(text, "\n"));
    const cli::text_list values = lines_of(text);
    const std::string whole(text);
    apply(
        source, [&](proto::any& s) { cli::add_helm_parameters(s, values, false); }, true);
    apply(
        source, [&](proto::any& s) { cli::add_helm_files(s, values); }, true);
    apply(
        source, [&](proto::any& s) { cli::set_helm_values(s, whole); }, true);
    apply(
        source, [&](proto::any& s) { cli::set_helm(s, "releaseName", whole); }, true);
    apply(
        source, [&](proto::any& s) { cli::set_helm(s, "valueFiles", values); }, true);
    apply(
        source, [&](proto::any& s) { cli::add_kustomize_images(s, values); }, false);
    apply(
        source, [&](proto::any& s) { cli::add_kustomize_replicas(s, values); }, false);
    apply(
        source, [&](proto::any& s) { cli::set_kustomize_map(s, "commonLabels", values); }, true);
    apply(
        source, [&](proto::any& s) { cli::add_jsonnet_variables(s, "tlas", values, true); }, false);
    apply(
        source, [&](proto::any& s) { cli::add_jsonnet_libraries(s, values); }, false);
    apply(
        source, [&](proto::any& s) { cli::add_plugin_environment(s, values); }, true);
    apply(
        source, [&](proto::any& s) { cli::set_parameters(s, values, "Helm"); }, false);
    for (const std::string& image : values)
        cli::is_same_image(image, whole);
}

} // namespace argocdpp::fuzz
