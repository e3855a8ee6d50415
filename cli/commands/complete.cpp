// argocdpp __complete: what the last word of a line may become. For the scripts of `completion`
// alone.
//
// The words behind the program's name come on standard input, each ended by a zero byte: a token
// among them is then seen by nobody. The answer is a line for each word, with what it is behind a
// tab; `:files` where names of files are wanted. It ends within a second, and where there is
// nothing to be told, or nobody to ask, in silence: a person is waiting at a prompt.

#include "../commands.hpp"
#include "../invocation.hpp"
#include "../offered_names.hpp"

#include <argocdpp/error.hpp>
#include <argocdpp/projects.hpp>
#include <argocdpp/task.hpp>

#include <algorithm>

namespace argocdpp::cli {
namespace {

constexpr auto patience = std::chrono::milliseconds(900);

struct options {};

void describe(flag_set&, options&) {}

/// Whether a shell may put the name into a command line as it is: what a server or a file says is
/// not to be read as something else there.
bool is_plain(std::string_view name) {
    return !name.empty() && name.front() != '-' &&
           std::ranges::all_of(name, [](unsigned char letter) {
               return std::isalnum(letter) ||
                      std::string_view("-_./:@%+,").find(static_cast<char>(letter)) !=
                          std::string_view::npos;
           });
}

std::vector<std::string> words_of(std::string_view input) {
    std::vector<std::string> words;
    while (!input.empty()) {
        const std::size_t end = std::min(input.find('\0'), input.size());
        words.emplace_back(input.substr(0, end));
        input.remove_prefix(std::min(end + 1, input.size()));
    }
    return words;
}

void print(invocation& call, const wanted_word& wanted, std::string_view word,
           std::string_view text) {
    if (word.starts_with(wanted.prefix))
        call.streams().out(wanted.head + std::string(word) + (text.empty() ? "" : "\t") +
                           std::string(text) + "\n");
}

void print_flags(invocation& call, const typed_line& line) {
    for (const flag& flag : line.flags().all()) {
        if (flag.hidden)
            continue;
        print(call, line.wanted(), "--" + flag.name, flag.help);
        if (flag.shorthand)
            print(call, line.wanted(), std::string("-") + flag.shorthand, flag.help);
    }
}

void print_choices(invocation& call, const wanted_word& wanted) {
    std::string_view left = wanted.choices;
    while (!left.empty()) {
        const std::size_t end = std::min(left.find(' '), left.size());
        print(call, wanted, left.substr(0, end), "");
        left.remove_prefix(std::min(end + 1, left.size()));
    }
}

/// What needs nobody to be asked.
void offer_known(invocation& call, const typed_line& line) {
    if (line.wanted().names == name_kind::file)
        call.streams().out(":files\n");
    if (line.wanted().command)
        for (const command* below : subcommands(line.row()))
            print(call, line.wanted(), last_word(*below), below->summary);
    if (line.wanted().flag)
        print_flags(call, line);
    print_choices(call, line.wanted());
}

task<void> offer_names(invocation& call, const typed_line& line) {
    auto names = co_await offered_names(call, line);
    std::ranges::sort(names);
    const auto repeated = std::ranges::unique(names);
    names.erase(repeated.begin(), repeated.end());
    for (const auto& name : names)
        if (is_plain(name))
            print(call, line.wanted(), name, "");
}

task<exit_code> run(invocation& call, options) {
    if (!call.arguments().empty())
        throw show_help();
    const auto deadline = call.time().now() + patience;
    const typed_line line(words_of(call.streams().read_all()), call.globals());
    offer_known(call, line);
    try {
        const auto asked = call.as(line.row(), line.globals(), line.flags());
        auto work = offer_names(*asked, line);
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
    .summary = "Print what the last word of a line on standard input may become, for a shell",
    .hidden = true,
    .is_local = true,
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
