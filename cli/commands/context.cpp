// argocdpp context: which of the servers in the config file the next commands talk to.

#include "../commands.hpp"
#include "../config_paths.hpp"
#include "../invocation.hpp"
#include "../text_file.hpp"
#include "../views/table.hpp"

#include <algorithm>
#include <filesystem>

namespace argocdpp::cli {
namespace {

struct options {
    bool is_deletion = false;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.is_deletion, "delete", 0, "delete the context, its server and its user");
}

void list(invocation& call, const local_config& config) {
    std::string rows;
    add_row(rows, {"CURRENT", "NAME", "SERVER"});
    const std::string current = config.current_context();
    for (const config_context& context : config.contexts()) {
        try {
            config.resolve(context.name);
        } catch (const failure& fault) {
            call.talk().warning("Context '" + context.name + "' had error: " + fault.what());
        }
        add_row(rows, {context.name == current ? "*" : " ", context.name, context.server});
    }
    call.streams().out(align(rows, 0, 2));
}

void remove(invocation& call, const std::string& name) {
    update_local_config(call.config_path(), [&](local_config& file) {
        const std::optional<config_context> context = file.context(name);
        if (!context)
            throw failure(exit_code::error, "context " + name + " does not exist");
        file.remove_context(name);
        file.remove_user(name);
        const auto uses_server = [&](const config_context& other) {
            return other.server == context->server;
        };
        // The official CLI takes the server away from other contexts too, and then gives up.
        if (std::ranges::none_of(file.contexts(), uses_server))
            file.remove_server(context->server);
        if (file.is_empty())
            file = local_config();
        else if (file.current_context() == name)
            file.set_current_context("");
    });
    call.streams().out("Context '" + name + "' deleted\n");
}

/// Where the name of the context before this one is kept, for `context -`.
std::string previous_file(const invocation& call) {
    const std::string folder = default_config_directory(call.variables());
    if (folder.empty())
        throw failure(exit_code::error, "$HOME is not defined");
    return folder + "/.prev-ctx";
}

void remember_previous(const std::string& path, const std::string& name) {
    std::error_code ignored; // a folder that can't be made shows in what follows
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
    write_text_file(path, name, 0644, exit_code::error);
}

void switch_to(invocation& call, std::string name) {
    const std::string previous = previous_file(call);
    if (name == "-")
        name = read_text_file(previous, exit_code::error);
    if (name.empty())
        throw failure(exit_code::error, "there was no context before this one");
    std::string before;
    update_local_config(call.config_path(), [&](local_config& file) {
        before = file.current_context();
        if (before == name)
            return;
        file.resolve(name);
        file.set_current_context(name);
    });
    if (before == name) {
        call.streams().out("Already at context '" + name + "'\n");
        return;
    }
    remember_previous(previous, before);
    call.streams().out("Switched to context '" + name + "'\n");
}

task<exit_code> run(invocation& call, options given) {
    const std::optional<local_config> config = call.read_config();
    if (!config) {
        call.streams().out("No local configuration found\n");
        co_return exit_code::failure;
    }
    const text_list& names = call.arguments();
    if (given.is_deletion && names.empty())
        throw show_help();
    if (given.is_deletion)
        remove(call, names.front());
    else if (names.empty())
        list(call, *config);
    else
        switch_to(call, names.front());
    co_return exit_code::success;
}

} // namespace

const command context_command = {
    .path = "context",
    .aliases = "ctx",
    .arguments = "[CONTEXT | -]",
    .names = {name_kind::context},
    .summary = "List contexts, switch between them, delete one",
    .details = "`-` goes back to the context before.",
    .differences = "--delete keeps a server that another context uses.",
    .examples = "argocdpp context\n"
                "argocdpp context cd.example.com\n"
                "argocdpp context -\n"
                "argocdpp context cd.example.com --delete",
    .is_local = true,
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
