#include "../../support/fake_clock.hpp"
#include "../../support/scratch_folder.hpp"
#include "failure.hpp"
#include "token_file.hpp"

#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::cli;

namespace {

std::string refusal_of(const std::string& path) {
    try {
        read_token_file(path);
    } catch (const failure& fault) {
        CHECK(fault.code == exit_code::failure);
        return fault.what();
    }
    return "";
}

task<void> refuse(token_source& tokens, const std::string& refused, std::string& next) {
    next = co_await tokens.after_refusal(refused);
}

task<void> ask(token_source& tokens, std::string& now) { now = co_await tokens.current(); }

} // namespace

TEST_CASE("A token file holds one token, blanks around it left aside") {
    tests::scratch_folder folder;
    const auto file = folder.path("token");
    for (const std::string text : {"a.b.c", "a.b.c\n", " \t a.b.c \r\n\n"}) {
        folder.write("token", text);
        CHECK(read_token_file(file) == "a.b.c");
    }
}

TEST_CASE("A token file without a token is one clear line, which does not quote it") {
    tests::scratch_folder folder;
    const auto file = folder.path("token");
    CHECK(refusal_of(file) == "open " + file + ": no such file or directory");
    CHECK(refusal_of(folder.path()) == "read " + folder.path() + ": is a directory");
    folder.write("token", " \n");
    CHECK(refusal_of(file) == file + " is empty");
    for (const std::string text : {"a.b.c\nd.e.f", "a b", "a.b.c\r\nX-Other: 1", "a\x7f"}) {
        folder.write("token", text);
        CHECK(refusal_of(file) == file + " holds more than a token");
    }
    folder.write("token", std::string((64 << 10) + 1, 'x'));
    CHECK(refusal_of(file) == file + " is longer than 64 KiB");
    CHECK(refusal_of("/dev/zero") == "/dev/zero is longer than 64 KiB");
}

TEST_CASE("The file is read anew where its token is refused, and then only") {
    tests::scratch_folder folder;
    tests::fake_clock time;
    const auto file = folder.path("token");
    folder.write("token", "a.old.token\n");
    const auto tokens = tokens_of_file(file, "a.old.token");
    std::string next;
    time.run(refuse(*tokens, "a.old.token", next));
    CHECK(next == "a.old.token");
    folder.write("token", "a.new.token\n");
    time.run(ask(*tokens, next));
    CHECK(next == "a.old.token");
    time.run(refuse(*tokens, "a.old.token", next));
    CHECK(next == "a.new.token");
    time.run(ask(*tokens, next));
    CHECK(next == "a.new.token");
    // Another request was under way with the old one.
    folder.write("token", "a.third.token\n");
    time.run(refuse(*tokens, "a.old.token", next));
    CHECK(next == "a.new.token");
}

TEST_CASE("A file that has lost its token leaves the refusal as it is") {
    tests::scratch_folder folder;
    tests::fake_clock time;
    const auto tokens = tokens_of_file(folder.path("token"), "a.b.c");
    std::string next;
    time.run(refuse(*tokens, "a.b.c", next));
    CHECK(next == "a.b.c");
    folder.write("token", "");
    time.run(refuse(*tokens, "a.b.c", next));
    CHECK(next == "a.b.c");
    std::filesystem::remove(folder.path("token"));
    folder.make_pipe("token"); // which nobody writes to: reading would take for ever
    time.run(refuse(*tokens, "a.b.c", next));
    CHECK(next == "a.b.c");
}
