#include "commands.hpp"
#include "fake_terminal.hpp"
#include "global_flags.hpp"
#include "help.hpp"
#include "help_topics.hpp"
#include "official_commands.hpp"
#include "program.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace argocdpp;
using namespace argocdpp::cli;

namespace {

command_search search(const std::vector<std::string>& words) {
    flag_set switches;
    global_flags globals;
    bool help = false;
    add_global_flags(switches, globals);
    switches.add(help, "help", 'h', "");
    return find_command(words, switches);
}

} // namespace

TEST_CASE("Command words are found among flags, and what is left is the command's") {
    CHECK(search({}).row->path == "");
    CHECK(search({"app"}).row->path == "app");
    CHECK(search({"app", "get", "list"}).row->path == "app get");
    CHECK(search({"app", "get", "list"}).words == text_list{"list"});
    CHECK(search({"app", "get", "get"}).words == text_list{"get"});
    CHECK(search({"app", "wait", "app", "sync"}).words == text_list{"app", "sync"});
    CHECK(search({"--server", "app", "app", "list"}).row->path == "app list");
    CHECK(search({"--server", "app", "app", "list"}).words == text_list{"--server", "app"});
    CHECK(search({"--server=x", "app", "--plaintext", "list", "-H", "list"}).words ==
          text_list{"--server=x", "--plaintext", "-H", "list"});
    CHECK(search({"app", "-o", "list", "get"}).row->path == "app get");
    CHECK(search({"app", "-Hlist", "get"}).row->path == "app get");
    CHECK(search({"--plaintext", "app", "get"}).row->path == "app get");
    CHECK(search({"-h", "app", "get"}).row->path == "app get");
    CHECK(search({"--", "app", "get"}).row->path == "");
    CHECK(search({"--", "app", "get"}).next_word == "");
    CHECK(search({"app", "--", "get"}).row->path == "app");
    CHECK(search({"--bogus", "bogus"}).next_word == "");
    CHECK(search({"bogus"}).next_word == "bogus");
    CHECK(search({"ctx", "-"}).row->path == "context");
    CHECK(search({"account", "whoami"}).row->path == "account get-user-info");
}

TEST_CASE("Commands of the official CLI that are not here are told from unknown ones") {
    CHECK(search({"cluster", "add", "list"}).absent == "cluster add");
    CHECK(search({"admin", "settings", "resource-overrides", "action", "x"}).absent ==
          "admin settings resource-overrides run-action");
    CHECK(search({"admin", "bogus"}).absent == "admin");
    CHECK(search({"app", "bogus"}).absent == "");
    CHECK(search({"app", "bogus"}).next_word == "bogus");

    tests::fake_world outside;
    CHECK(outside.run({"argocdpp", "cluster", "add", "x", "--bogus"}) == 1);
    CHECK(outside.streams.err_text.find("`cluster add` works on Kubernetes directly") !=
          std::string::npos);
    CHECK(outside.run({"argocdpp", "admin", "initial-password"}) == 1);
    CHECK(outside.streams.err_text.find("kubectl -n argocd get secret") != std::string::npos);
    CHECK(outside.run({"argocdpp", "app", "list", "--core"}) == 1);
    CHECK(outside.streams.err_text.find("API server only") != std::string::npos);
    CHECK(outside.streams.out_text.empty());
}

TEST_CASE("The official CLI's table is whole: 167 nodes, and argocdpp's names are in it") {
    std::size_t count = 0;
    std::vector<std::string> open = {""};
    while (!open.empty()) {
        const std::string group = open.back();
        open.pop_back();
        for (const std::string_view name : official_subcommands(group)) {
            ++count;
            open.push_back(official_command(group, name));
        }
    }
    CHECK(count == 167);
    const std::set<std::string_view> own = {"", "app diagnose", "appset wait", "help",
                                            "self-download"};
    for (const command* row : all_commands()) {
        // What is hidden there has no place in the tree of its help.
        if (own.contains(row->path) || row->hidden)
            continue;
        const std::string_view word = last_word(*row);
        const std::size_t group = row->path.size() - word.size();
        CHECK(official_command(row->path.substr(0, group ? group - 1 : 0), word) == row->path);
    }
}

TEST_CASE("Every command and every flag says what it is for") {
    std::set<std::string_view> paths;
    for (const command* row : all_commands()) {
        CAPTURE(row->path);
        CHECK(paths.insert(row->path).second);
        CHECK_FALSE(row->summary.empty());
        CHECK(row->summary.back() != '.');
        if (!row->bind)
            continue;
        flag_set flags;
        const auto bound = row->bind(flags);
        for (const flag& flag : flags.all()) {
            CAPTURE(flag.name);
            CHECK(flag.help.size() > 3);
        }
    }
    flag_set flags;
    global_flags globals;
    add_global_flags(flags, globals);
    for (const flag& flag : flags.all())
        CHECK(flag.help.size() > 3);
}

TEST_CASE("Help names the program as it was called, and folds only for a terminal") {
    CHECK(program_name_of("/usr/bin/argocd") == "argocd");
    CHECK(program_name_of("argocd-linux-amd64") == "argocd");
    CHECK(program_name_of("./argocdpp") == "argocdpp");
    for (const command* row : all_commands()) {
        const std::string text = help_text(*row, {"argocd", 60});
        CHECK(text.find("argocdpp app") == std::string::npos);
        CHECK(help_text(*row, {"argocd", 0}).ends_with("\n"));
    }
}

TEST_CASE("Help goes to standard output: exit 0 where it was asked for, else 1") {
    const std::vector<std::pair<std::vector<std::string>, int>> cases = {
        {{"argocd"}, 0},
        {{"argocd", "--help"}, 0},
        {{"argocd", "-h", "app", "list"}, 0},
        {{"argocd", "app", "list", "x", "--help"}, 0},
        {{"argocd", "app"}, 1},
        {{"argocd", "app", "bogus"}, 1},
        {{"argocd", "app", "help"}, 1},
        {{"argocd", "app", "get"}, 1},
        {{"argocd", "completion"}, 1},
        {{"argocd", "help"}, 0},
        {{"argocd", "help", "app", "wait"}, 0},
    };
    for (const auto& [words, code] : cases) {
        tests::fake_world outside;
        CAPTURE(words.back());
        CHECK(outside.run(words) == code);
        CHECK(outside.streams.out_text.find("Usage:\n  argocd") != std::string::npos);
        CHECK(outside.streams.err_text == "");
    }
    for (const help_topic& topic : help_topics()) {
        tests::fake_world outside;
        CHECK(outside.run({"argocd", "help", std::string(topic.name)}) == 0);
        CHECK(outside.streams.out_text == topic.text());
    }
}

TEST_CASE("A full disk is an error, also while help is printed") {
    tests::fake_world outside;
    outside.streams.disk_is_full = true;
    CHECK(outside.run({"argocd", "--help"}) == 1);
    CHECK(outside.streams.err_text.find("no space left on device") != std::string::npos);
}

TEST_CASE("A person at a terminal reads plain text, unless a format was chosen") {
    tests::fake_world outside;
    outside.streams.err_terminal = true;
    CHECK(outside.run({"argocd", "app", "list"}) == 1);
    CHECK(outside.streams.err_text == "error: Argo CD server address unspecified\n");
    outside.streams.err_text.clear();
    CHECK(outside.run({"argocd", "app", "list", "--logformat", "text"}) == 1);
    CHECK(outside.streams.err_text ==
          "\x1b[31mFATA\x1b[0m[0000] Argo CD server address unspecified           \n");
    outside.streams.err_text.clear();
    outside.variables["ARGOCD_OPTS"] = "--logformat json";
    CHECK(outside.run({"argocd", "app", "list"}) == 1);
    CHECK(outside.streams.err_text.starts_with("{\"level\":\"fatal\",\"msg\":\"Argo CD"));
}

TEST_CASE("A server that was never reached is named, exit 1") {
    tests::fake_world outside;
    CHECK(outside.run({"argocd", "app", "list", "--server", "cd.example"}) == 1);
    CHECK(outside.streams.err_text.find(
              "Failed to establish connection to cd.example:443: connection refused") !=
          std::string::npos);
}
