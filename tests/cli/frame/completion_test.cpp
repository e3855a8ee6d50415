#include "commands.hpp"
#include "fake_terminal.hpp"
#include "shell_completion.hpp"

#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::cli;

TEST_CASE("Every shell's script names the program and hands its words over unseen") {
    for (const auto& made : {bash_completion, zsh_completion, fish_completion}) {
        const std::string script = made("argocd");
        CHECK(script.find("PROGRAM") == std::string::npos);
        CHECK(script.find("_argocd") != std::string::npos);
        CHECK(script.find("| ") < script.find(" __complete 2>/dev/null"));
    }
}

TEST_CASE("completion refuses what it does not know as the official CLI does") {
    tests::fake_world outside;
    CHECK(outside.run({"argocd", "completion", "foo"}) == 1);
    CHECK(outside.streams.out_text ==
          "Invalid shell 'foo'. The supported shells are bash, zsh and fish.\n");
    outside.streams.out_text.clear();
    CHECK(outside.run({"argocd", "completion", "bash"}) == 0);
    CHECK(outside.streams.out_text == bash_completion("argocd"));
}
