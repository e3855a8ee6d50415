#include "application_output.hpp"

#include "document_output.hpp"
#include "views/resource_rows.hpp"
#include "views/tree.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/codec.hpp>

namespace argocdpp::cli {

std::string application_document(const invocation& call, const proto::application& app,
                                 std::string_view output) {
    auto document = proto::encode(app);
    if (!call.context().empty())
        document.set("context", call.context());
    return document_text(document, output);
}

task<std::string> resources_text(invocation& call, app_ref app, const proto::application& state,
                                 std::string output) {
    if (output == "wide" || output.empty()) {
        if (state.status.resources.empty())
            co_return "";
        co_return "\n" + resource_table(resource_states(state));
    }
    if (output != "tree" && output != "tree=detailed")
        throw failure(exit_code::error, "unknown output format: " + output);
    const auto tree = co_await call.server().apps().tree(std::move(app));
    if (tree.nodes.empty())
        co_return "";
    co_return "\n" + resource_tree_table(tree, resource_states(state), output == "tree=detailed",
                                         call.time().unix_seconds());
}

} // namespace argocdpp::cli
