#include "child_process.hpp"
#include "commands.hpp"
#include "fake_terminal.hpp"
#include "shell_completion.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <memory>

using namespace argocdpp;
using namespace argocdpp::cli;

namespace {

/// What bash offers for a line; its last word is the one that is completed.
std::string bash_offers(const std::string& script, const std::vector<std::string>& words) {
    std::string command = script + "\nCOMP_WORDS=(";
    for (const std::string& word : words)
        command += "'" + word + "' ";
    command += ")\nCOMP_CWORD=" + std::to_string(words.size() - 1) +
               "\n_argocd\nprintf '%s ' \"${COMPREPLY[@]}\"\n";
    std::array<char, 32> file = {"/tmp/argocdpp-bash-XXXXXX"};
    const int descriptor = ::mkstemp(file.data());
    CHECK(::write(descriptor, command.data(), command.size()) ==
          static_cast<ssize_t>(command.size()));
    ::close(descriptor);
    const std::string line = "bash " + std::string(file.data()) + " 2>&1";
    FILE* output = ::popen(line.c_str(), "r");
    std::string text;
    std::array<char, 4096> buffer;
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), output))
        text.append(buffer.data(), got);
    ::pclose(output);
    ::unlink(file.data());
    return text;
}

} // namespace

TEST_CASE("bash completes commands, aliases' commands and flags") {
    if (!find_program("bash", {{"PATH", "/bin:/usr/bin"}}))
        return;
    const std::string script = bash_completion("argocd");
    CHECK(bash_offers(script, {"argocd", "a"}) == "account app appset ");
    CHECK(bash_offers(script, {"argocd", "app", "w"}) == "wait ");
    CHECK(bash_offers(script, {"argocd", "--server", "app", "app", "li"}) == "list ");
    CHECK(bash_offers(script, {"argocd", "--server", "=", "app", "app", "li"}) == "list ");
    CHECK(bash_offers(script, {"argocd", "app", "wait", "--heal"}) == "--health ");
    CHECK(bash_offers(script, {"argocd", "ctx", "--del"}) == "--delete ");
    CHECK(bash_offers(script, {"argocd", "app", "get", "list", "--hard"}) == "--hard-refresh ");
    CHECK(bash_offers(script, {"argocd", "--config", "/etc/host"}).find("/etc/hosts ") !=
          std::string::npos);
    CHECK(bash_offers(script, {"argocd", "bogus", "z"}) == " ");
}

TEST_CASE("Every shell's script knows every command and flag that is shown") {
    for (const std::string& script :
         {bash_completion("argocd"), zsh_completion("argocd"), fish_completion("argocd")}) {
        CHECK(script.find("PROGRAM") == std::string::npos);
        CHECK(script.find("kube-context'") == std::string::npos);
        for (const command* row : all_commands())
            CHECK(script.find(last_word(*row)) != std::string::npos);
        CHECK(script.find("prompts-enabled") != std::string::npos);
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
