#pragma once
// A command of the program: one row of the table in commands.cpp, one file under commands/.
//
// A command's file has four parts: a struct of options with their defaults; describe(), one line
// per flag; run(), which does it; and the one exported row:
//
//     const command app_wait = {   // declared extern in commands.hpp
//         .path = "app wait",
//         .arguments = "[APPNAME... | -l SELECTOR]",
//         .names = {name_kind::application},
//         .repeats = true,
//         .summary = "Wait until applications have reached a state",
//         .bind = bind<options, describe, run>,
//     };

#include "exit_code.hpp"
#include "failure.hpp"
#include "flags.hpp"

#include <argocdpp/clock.hpp>

#include <array>
#include <memory>
#include <string_view>

namespace argocdpp::cli {

class invocation;

/// A command with its options, ready to be run once.
class bound_command {
  public:
    virtual ~bound_command() = default;
    virtual task<exit_code> run(invocation& call) = 0;
};

struct command {
    std::string_view path;         ///< "app wait"; a group is a row too: "app"
    std::string_view aliases = {}; ///< other names of the last word, separated by spaces
    std::string_view arguments = {};
    /// What the arguments name, in their order; for a shell's completion.
    std::array<name_kind, 3> names = {};
    bool repeats = false; ///< any more arguments name the same as the last of them
    std::string_view summary;
    std::string_view details = {}; ///< the help's further text, our own words
    /// Where it does otherwise than the official CLI, one difference a line; README.md has all.
    std::string_view differences = {};
    std::string_view examples = {}; ///< lines of `argocdpp …`
    bool hidden = false;            ///< kept out of listings
    bool is_local = false;          ///< never talks to a server
    /// Declares the flags and ties them to options of the command; nullptr for a group.
    std::unique_ptr<bound_command> (*bind)(flag_set&) = nullptr;
};

template<class Options, void (*Describe)(flag_set&, Options&),
         task<exit_code> (*Run)(invocation&, Options)>
std::unique_ptr<bound_command> bind(flag_set& flags) {
    struct bound final : bound_command {
        Options options;
        task<exit_code> run(invocation& call) override { return Run(call, std::move(options)); }
    };
    auto made = std::make_unique<bound>();
    Describe(flags, made->options);
    return made;
}

} // namespace argocdpp::cli
