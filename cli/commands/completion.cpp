// argocdpp completion: a script that teaches a shell the names of commands and flags.

#include "../commands.hpp"
#include "../invocation.hpp"
#include "../shell_completion.hpp"

namespace argocdpp::cli {
namespace {

struct options {};

void describe(flag_set&, options&) {}

task<exit_code> run(invocation& call, options) {
    if (call.arguments().size() != 1)
        throw show_help();
    const std::string& shell = call.arguments().front();
    if (shell == "bash")
        call.streams().out(bash_completion(call.program_name()));
    else if (shell == "zsh")
        call.streams().out(zsh_completion(call.program_name()));
    else if (shell == "fish")
        call.streams().out(fish_completion(call.program_name()));
    else {
        call.streams().out("Invalid shell '" + shell +
                           "'. The supported shells are bash, zsh and fish.\n");
        co_return exit_code::failure;
    }
    co_return exit_code::success;
}

} // namespace

const command completion_command = {
    .path = "completion",
    .arguments = "bash|zsh|fish",
    .names = {name_kind::shell},
    .summary = "Print a completion script for a shell",
    .differences = "Values of flags, and names from the server, are offered too.",
    .examples = "source <(argocdpp completion bash)\n"
                "argocdpp completion zsh > \"${fpath[1]}/_argocdpp\"\n"
                "argocdpp completion fish > ~/.config/fish/completions/argocdpp.fish",
    .is_local = true,
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
