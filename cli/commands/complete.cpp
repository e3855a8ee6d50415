// argocdpp __complete: names that a shell offers for an argument, one a line. For the scripts of
// `completion` alone.
//
// It ends within a second, and where there is nothing to be told, or nobody to ask, in silence: a
// person is waiting at a prompt.

#include "../application_choice.hpp"
#include "../commands.hpp"

#include <argocdpp/error.hpp>
#include <argocdpp/projects.hpp>
#include <argocdpp/task.hpp>

#include <algorithm>

namespace argocdpp::cli {
namespace {

constexpr auto patience = std::chrono::milliseconds(900);
/// Where Argo CD lives, most of the time; names of its own namespace need no prefix. Where it lives
/// elsewhere, they are offered with one.
constexpr std::string_view own_namespace = "argocd/";

struct options {};

void describe(flag_set&, options&) {}

/// Whether a shell may put the name into a command line as it is: what a server or a file says is
/// not to be read as something else there.
bool is_plain(std::string_view name) {
    return std::ranges::all_of(name, [](unsigned char letter) {
        return std::isalnum(letter) ||
               std::string_view("-_./:@%+,").find(static_cast<char>(letter)) !=
                   std::string_view::npos;
    });
}

task<std::vector<std::string>> offered_applications(invocation& call, std::string prefix) {
    app_query all;
    auto names = co_await application_names(call, std::move(all));
    if (prefix.find('/') == std::string::npos)
        for (auto& name : names)
            if (name.starts_with(own_namespace))
                name.erase(0, own_namespace.size());
    co_return names;
}

task<std::vector<std::string>> offered_projects(invocation& call) {
    std::vector<std::string> names;
    const auto found = co_await call.server().projs().list();
    for (const auto& project : found)
        names.push_back(project.metadata.name);
    co_return names;
}

std::vector<std::string> offered_contexts(invocation& call) {
    std::vector<std::string> names;
    if (const auto config = call.read_config())
        for (const auto& context : config->contexts())
            names.push_back(context.name);
    return names;
}

task<void> offer(invocation& call, std::string kind, std::string prefix) {
    std::vector<std::string> names;
    if (kind == "application")
        names = co_await offered_applications(call, prefix);
    else if (kind == "project")
        names = co_await offered_projects(call);
    else if (kind == "context")
        names = offered_contexts(call);
    for (const auto& name : names)
        if (name.starts_with(prefix) && is_plain(name))
            call.streams().out(name + "\n");
}

task<exit_code> run(invocation& call, options) {
    const auto& words = call.arguments();
    if (words.empty() || words.size() > 2)
        throw show_help();
    const auto deadline = call.time().now() + patience;
    try {
        auto work = offer(call, words[0], words.size() == 2 ? words[1] : "");
        co_await finishes_before(call.time(), deadline, std::move(work));
    } catch (const error&) {
        // Nobody who answers: nothing to offer.
    } catch (const failure&) {
        // Nobody to ask.
    }
    co_return exit_code::success;
}

} // namespace

const command complete_command = {
    .path = "__complete",
    .arguments = "KIND [PREFIX]",
    .summary = "Print names of applications, projects or contexts for a shell's completion",
    .hidden = true,
    .is_local = true,
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
