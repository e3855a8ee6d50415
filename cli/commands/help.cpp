// argocdpp help: of a command, or on a topic.

#include "../help.hpp"

#include "../commands.hpp"
#include "../global_flags.hpp"
#include "../help_topics.hpp"
#include "../invocation.hpp"
#include "../official_commands.hpp"

namespace argocdpp::cli {
namespace {

struct options {};

void describe(flag_set&, options&) {}

task<exit_code> run(invocation& call, options) {
    terminal& streams = call.streams();
    const text_list& words = call.arguments();
    for (const help_topic& topic : help_topics())
        if (words.size() == 1 && words.front() == topic.name) {
            streams.out(topic.text());
            co_return exit_code::success;
        }
    const command_search search = find_command(words, flag_set());
    if (!search.absent.empty())
        throw failure(exit_code::failure, absence_message(search.absent));
    if (search.row->path.empty() && !words.empty()) {
        // The official CLI counts this as an answer: exit code 0.
        streams.err("Unknown help topic [`" + words.front() + "`]\nRun '" + call.program_name() +
                    " help' for the commands.\n");
        co_return exit_code::success;
    }
    const int width = streams.out_is_terminal() ? streams.width() : 0;
    streams.out(help_text(*search.row, {call.program_name(), width}));
    co_return exit_code::success;
}

} // namespace

const command help_command = {
    .path = "help",
    .arguments = "[COMMAND | TOPIC]",
    .names = {name_kind::help_topic},
    .repeats = true,
    .summary = "Show help of a command, or on a topic",
    .examples = "argocdpp help app wait\n"
                "argocdpp help environment",
    .is_local = true,
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
