#include "application_choice.hpp"

#include "spec_document.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/codec.hpp>

#include <algorithm>

namespace argocdpp::cli {

task<std::vector<std::string>> application_names(invocation& call, app_query query) {
    std::vector<std::string> names;
    std::function<void()> on_start = [&] { names.clear(); };
    std::function<void(proto::any)> on_item = [&](proto::any item) {
        names.push_back(proto::qualified_name(proto::decode<proto::application>(std::move(item))));
    };
    proto::projection keep;
    keep.paths = {"metadata.name", "metadata.namespace"};
    co_await call.server().apps().list(std::move(query), std::move(keep), std::move(on_start),
                                       std::move(on_item));
    co_return names;
}

long long source_position(const proto::application& app, std::string_view name) {
    const auto& sources = app.spec.sources;
    const auto found = std::find_if(sources.rbegin(), sources.rend(), [&](const auto& source) {
        return !source.name.empty() && source.name == name;
    });
    if (found == sources.rend())
        throw failure(exit_code::failure, "Unknown source name '" + std::string(name) + "'");
    return sources.rend() - found;
}

void check_source_flags(const text_list& revisions, const std::vector<long long>& positions,
                        const text_list& names, exit_code code) {
    if (!names.empty() && !positions.empty())
        throw failure(code, "Only one of source-positions and source-names can be specified.");
    const auto check_length = [&](std::size_t count, const std::string& flag) {
        if (count != 0 && count != revisions.size())
            throw failure(code, "While using --revisions and --" + flag +
                                    ", length of values for both flags should be same.");
    };
    check_length(positions.size(), "source-positions");
    check_length(names.size(), "source-names");
}

void refuse_two_choices(std::string_view name, long long position) {
    if (!name.empty() && position != -1)
        throw failure(exit_code::error,
                      "Only one of source-position and source-name can be specified.");
}

long long chosen_source(const proto::any& application, std::string_view name, long long position) {
    refuse_two_choices(name, position);
    if (!name.empty())
        position = source_position(proto::decode<proto::application>(application), name);
    const auto* spec = application.find("spec");
    if (!spec || !has_multiple_sources(*spec))
        return position;
    if (position <= 0)
        throw failure(exit_code::error,
                      "Source position should be specified and must be greater than 0 for "
                      "applications with multiple sources");
    if (static_cast<std::size_t>(position) > count_sources(*spec))
        throw failure(
            exit_code::error,
            "Source position should be less than the number of sources in the application");
    return position;
}

} // namespace argocdpp::cli
