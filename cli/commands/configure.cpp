// argocdpp configure: settings in the config file that belong to no server.

#include "../commands.hpp"
#include "../invocation.hpp"
#include "../kubernetes_flags.hpp"

namespace argocdpp::cli {
namespace {

struct options {
    bool prompts_enabled = false;
    kubernetes_flags ignored;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.prompts_enabled, "prompts-enabled", 0,
              "whether commands ask before doing what can't be undone");
    add_kubernetes_flags(flags, given.ignored);
}

task<exit_code> run(invocation& call, options given) {
    if (!call.read_config()) {
        call.streams().out("No local configuration found\n");
        co_return exit_code::failure;
    }
    bool enabled = given.prompts_enabled;
    const bool is_given = call.given("prompts-enabled");
    update_local_config(call.config_path(), [&](local_config& file) {
        if (!is_given)
            enabled = file.prompts_enabled();
        file.set_prompts_enabled(enabled);
    });
    call.streams().out("Successfully updated the following configuration settings:\n"
                       "prompts-enabled: " +
                       std::string(enabled ? "true" : "false") + "\n");
    co_return exit_code::success;
}

} // namespace

const command configure_command = {
    .path = "configure",
    .summary = "Change settings of the config file",
    .examples = "argocdpp configure --prompts-enabled\n"
                "argocdpp configure --prompts-enabled=false",
    .is_local = true,
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
