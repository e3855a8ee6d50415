#include "difference_output.hpp"

#include "shell_words.hpp"
#include "temporary_folder.hpp"
#include "views/text_diff.hpp"
#include "views/yaml.hpp"

#include <argocdpp/proto/json.hpp>

namespace argocdpp::cli {

namespace {

constexpr auto tool_variable = "KUBECTL_EXTERNAL_DIFF";

std::string document(const std::string& state) {
    return state.empty() ? "" : to_yaml(proto::parse(state));
}

void run_tool(invocation& call, std::vector<std::string> words, const comparison& change) {
    const temporary_folder folder("argocd-diff", call.variables());
    const auto target = folder.write(change.name, document(change.predicted));
    words.push_back(folder.write(change.name + "-live.yaml", document(change.live)));
    words.push_back(target);
    const int status = call.run_child(words, child_input::nothing);
    call.talk().debug(std::string(tool_variable) + " ended with " + std::to_string(status));
}

void print_with_tool(invocation& call, const std::string& tool, const comparison& change) {
    try {
        auto words = shell_words(tool);
        if (!words || words->empty())
            throw failure(exit_code::error, "it names no program");
        run_tool(call, std::move(*words), change);
    } catch (const failure& reason) {
        call.talk().debug(std::string(tool_variable) + ": " + reason.what());
    }
}

} // namespace

void print_changes(invocation& call, const std::vector<comparison>& changes) {
    const std::string tool = call.variable(tool_variable);
    for (const auto& change : changes) {
        std::string text = "\n===== " + change.group + "/" + change.kind + " " + change.name_space +
                           "/" + change.name + " ======\n";
        if (tool.empty())
            text += normal_diff(document(change.live), document(change.predicted));
        call.streams().out(text);
        if (!tool.empty())
            print_with_tool(call, tool, change);
    }
}

} // namespace argocdpp::cli
