#include "config_paths.hpp"
#include "failure.hpp"
#include "fake_terminal.hpp"
#include "local_config.hpp"
#include "text_file.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <random>

using namespace argocdpp;
using namespace argocdpp::cli;

namespace {

const std::string sample = R"(contexts:
- name: one
  server: a.example:1
  user: one
- name: two
  server: b.example:1
  user: two
current-context: one
prompts-enabled: false
servers:
- grpc-web-root-path: ""
  server: a.example:1
- grpc-web-root-path: ""
  plain-text: true
  server: b.example:1
users:
- auth-token: t1
  name: one
- auth-token: t2
  name: two
)";

/// A folder that vanishes with its contents.
class scratch_folder {
  public:
    scratch_folder() {
        std::string name = "/tmp/argocdpp-test-XXXXXX";
        path_ = ::mkdtemp(name.data());
    }
    ~scratch_folder() { std::filesystem::remove_all(path_); }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;

    std::string file(const std::string& name = "config") const { return path_ + "/" + name; }
    std::size_t count() const {
        return static_cast<std::size_t>(
            std::distance(std::filesystem::directory_iterator(path_), {}));
    }

  private:
    std::string path_;
};

void put(const std::string& path, const std::string& text, mode_t mode = 0600) {
    write_text_file(path, text, 0600, exit_code::error);
    ::chmod(path.c_str(), mode);
}

std::string get(const std::string& path) { return read_text_file(path); }

mode_t mode_of(const std::string& path) {
    struct stat facts {};
    ::stat(path.c_str(), &facts);
    return facts.st_mode & 0777;
}

std::string refusal(const std::string& path) {
    try {
        read_local_config(path);
    } catch (const failure& fault) {
        CHECK(fault.code == exit_code::error);
        return fault.what();
    }
    return "";
}

config_user user_named(const std::string& name) { return {name, "token of " + name, ""}; }

} // namespace

TEST_CASE("A config file is read") {
    const scratch_folder folder;
    CHECK_FALSE(read_local_config(folder.file()));
    CHECK_FALSE(read_local_config(folder.file("no/such/folder")));
    CHECK_FALSE(read_local_config(""));
    put(folder.file(), sample);
    const auto config = read_local_config(folder.file());
    CHECK(config->current_context() == "one");
    CHECK(config->contexts().size() == 2);
    CHECK(config->context("two")->server == "b.example:1");
    CHECK(config->server("b.example:1")->plain_text);
    CHECK_FALSE(config->server("a.example:1")->plain_text);
    CHECK(config->user("two")->auth_token == "t2");
    CHECK_FALSE(config->user("three"));
    CHECK(config->resolve("").name == "one");
    CHECK(config->resolve("two").user == "two");
    CHECK_THROWS_WITH_AS(config->resolve("three"), "Context 'three' undefined", failure);
}

TEST_CASE("A config file that can't be trusted is refused") {
    const scratch_folder folder;
    put(folder.file(), sample, 0644);
    CHECK(refusal(folder.file()) == "config file has incorrect permission flags -rw-r--r--, change "
                                    "the file permission either to "
                                    "0400 or 0600");
    put(folder.file(), sample, 0400);
    CHECK(refusal(folder.file()) == "");
    put(folder.file("b"), "current-context: nope\n");
    CHECK(refusal(folder.file("b")) == "local config invalid: Context 'nope' undefined");
    put(folder.file("c"), "contexts: [\n");
    CHECK(refusal(folder.file("c")).starts_with("failed to parse config file: yaml: line 2"));
    put(folder.file("d"), "contexts: 5\n");
    CHECK(refusal(folder.file("d")).starts_with("failed to parse config file: contexts"));
    put(folder.file("e"), "users: [1]\n");
    CHECK(refusal(folder.file("e")).starts_with("failed to parse config file: users"));
    ::mkdir(folder.file("f").c_str(), 0600);
    CHECK(refusal(folder.file("f")).starts_with("failed to parse config file: read "));
}

TEST_CASE("A login is written as the official CLI writes it, folders and all") {
    const scratch_folder folder;
    const std::string path = folder.file("a/b/config");
    update_local_config(path, [](local_config& file) {
        file.upsert(config_server{.server = "x:1", .insecure = true});
        file.upsert(config_user{"x:1", "token", ""});
        file.upsert(config_context{"x:1", "x:1", "x:1"});
        file.set_current_context("x:1");
    });
    CHECK(get(path) == "contexts:\n- name: x:1\n  server: x:1\n  user: x:1\n"
                       "current-context: x:1\nprompts-enabled: false\n"
                       "servers:\n- grpc-web-root-path: \"\"\n  insecure: true\n  server: x:1\n"
                       "users:\n- auth-token: token\n  name: x:1\n");
    CHECK(mode_of(path) == 0600);
    CHECK(std::distance(std::filesystem::directory_iterator(folder.file("a/b")), {}) == 1);
}

TEST_CASE("Keys that are not known survive a rewrite, and so does the mode") {
    const scratch_folder folder;
    put(folder.file(), sample + "x-own:\n  deep: [1, 2.50]\n", 0400);
    update_local_config(folder.file(), [](local_config& file) { file.set_prompts_enabled(true); });
    CHECK(get(folder.file()).find("x-own:\n  deep:\n  - 1\n  - 2.5") != std::string::npos);
    CHECK(get(folder.file()).find("prompts-enabled: true") != std::string::npos);
    CHECK(mode_of(folder.file()) == 0400);
}

TEST_CASE("What changes nothing writes nothing; an emptied config is removed") {
    const scratch_folder folder;
    put(folder.file(), sample + "# a comment\n");
    update_local_config(folder.file(), [](local_config& file) { file.set_current_context("one"); });
    CHECK(get(folder.file()) == sample + "# a comment\n");
    update_local_config(folder.file(), [](local_config& file) { file = local_config(); });
    CHECK(folder.count() == 0);
    update_local_config(folder.file(), [](local_config&) {});
    CHECK(folder.count() == 0);
}

TEST_CASE("A symbolic link stays one, and its target is written") {
    const scratch_folder folder;
    ::mkdir(folder.file("real").c_str(), 0700);
    put(folder.file("real/config"), sample);
    CHECK(::symlink("real/config", folder.file().c_str()) == 0);
    update_local_config(folder.file(), [](local_config& file) { file.remove_user("two"); });
    CHECK(std::filesystem::is_symlink(folder.file()));
    CHECK(get(folder.file("real/config")).find("t2") == std::string::npos);
    CHECK(folder.count() == 2);
}

TEST_CASE("A change that fails leaves the file as it was and no other file behind") {
    const scratch_folder folder;
    put(folder.file(), sample);
    const auto failing = [](local_config& file) {
        file.set_prompts_enabled(true);
        throw failure(exit_code::error, "no");
    };
    CHECK_THROWS_AS(update_local_config(folder.file(), failing), failure);
    CHECK(get(folder.file()) == sample);
    CHECK(folder.count() == 1);
}

TEST_CASE("Fifty logins at the same time lose none of them") {
    const scratch_folder folder;
    for (int i = 0; i < 50; ++i) {
        if (::fork() != 0)
            continue;
        try {
            update_local_config(folder.file(), [i](local_config& file) {
                file.upsert(user_named("user-" + std::to_string(i)));
            });
        } catch (...) {
            ::_exit(1);
        }
        ::_exit(0);
    }
    for (int i = 0; i < 50; ++i) {
        int status = 1;
        ::wait(&status);
        CHECK(status == 0);
    }
    const auto config = read_local_config(folder.file());
    for (int i = 0; i < 50; ++i)
        CHECK(config->user("user-" + std::to_string(i)));
    CHECK(folder.count() == 1);
}

TEST_CASE("No config file breaks its reader") {
    const scratch_folder folder;
    std::mt19937 random(3);
    const std::string letters = "{}[]:,-&*'\"\n ax0~";
    for (int round = 0; round < 1'500; ++round) {
        std::string text = sample;
        for (auto changes = 1 + random() % 3; changes > 0; --changes)
            text[random() % text.size()] = letters[random() % letters.size()];
        put(folder.file(), text);
        refusal(folder.file());
    }
}

TEST_CASE("The config file is looked for where the official CLI looks") {
    const scratch_folder home;
    CHECK(default_config_path({}) == "");
    CHECK(default_config_path({{"HOME", home.file("")}}) ==
          home.file("") + "/.config/argocd/config");
    CHECK(default_config_path({{"HOME", "/h"}, {"XDG_CONFIG_HOME", "/x"}}) == "/x/argocd/config");
    CHECK(default_config_path({{"HOME", "/h"}, {"ARGOCD_CONFIG_DIR", "/c"}}) == "/c/config");
    ::mkdir(home.file(".argocd").c_str(), 0700);
    CHECK(default_config_path({{"HOME", home.file("")}, {"XDG_CONFIG_HOME", "/x"}}) ==
          home.file("") + "/.argocd/config");
}

TEST_CASE("context lists, switches, goes back and deletes") {
    const scratch_folder folder;
    put(folder.file(), sample);
    tests::fake_world outside;
    outside.variables["ARGOCD_CONFIG_DIR"] = folder.file("");
    const auto said = [&](std::vector<std::string> words, int code) {
        outside.streams.out_text.clear();
        outside.streams.err_text.clear();
        words.insert(words.begin(), {"argocd", "context"});
        CHECK(outside.run(words) == code);
        return outside.streams.out_text + outside.streams.err_text;
    };
    CHECK(said({}, 0) == "CURRENT  NAME  SERVER\n*        one   a.example:1\n"
                         "         two   b.example:1\n");
    CHECK(said({"-"}, 20).find("/.prev-ctx: no such file or directory") != std::string::npos);
    CHECK(said({"two"}, 0) == "Switched to context 'two'\n");
    CHECK(said({"two"}, 0) == "Already at context 'two'\n");
    CHECK(said({"-"}, 0) == "Switched to context 'one'\n");
    CHECK(said({"nope"}, 1).find("Context 'nope' undefined") != std::string::npos);
    CHECK(said({"nope", "--delete"}, 20).find("context nope does not exist") != std::string::npos);
    CHECK(said({"--delete"}, 1).find("Usage:") != std::string::npos);
    CHECK(said({"one", "--delete"}, 0) == "Context 'one' deleted\n");
    CHECK(get(folder.file()).find("current-context: \"\"") != std::string::npos);
    CHECK(get(folder.file()).find("a.example") == std::string::npos);
    CHECK(said({"two", "--delete"}, 0) == "Context 'two' deleted\n");
    CHECK(said({}, 1) == "No local configuration found\n");
}

TEST_CASE("Deleting a context keeps a server that another context uses") {
    const scratch_folder folder;
    std::string shared = sample;
    shared.replace(shared.find("server: b.example:1"), 19, "server: a.example:1");
    put(folder.file(), shared);
    tests::fake_world outside;
    CHECK(outside.run({"argocd", "ctx", "two", "--delete", "--config", folder.file()}) == 0);
    CHECK(read_local_config(folder.file())->resolve("one").server == "a.example:1");
}

TEST_CASE("configure writes and shows whether questions may be asked") {
    const scratch_folder folder;
    put(folder.file(), sample);
    tests::fake_world outside;
    const std::vector<std::string> words = {"argocd", "configure", "--config", folder.file()};
    std::vector<std::string> on = words;
    on.push_back("--prompts-enabled");
    CHECK(outside.run(on) == 0);
    CHECK(outside.run(words) == 0);
    CHECK(outside.streams.out_text ==
          "Successfully updated the following configuration settings:\nprompts-enabled: true\n"
          "Successfully updated the following configuration settings:\nprompts-enabled: true\n");
    CHECK(read_local_config(folder.file())->prompts_enabled());
}
