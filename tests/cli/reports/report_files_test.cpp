#include "../../support/fake_terminal.hpp"
#include "../../support/scratch_folder.hpp"
#include "reports/event_target.hpp"
#include "reports/report_file.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <text_file.hpp>

namespace argocdpp::cli {
namespace {

struct target_test {
    std::unique_ptr<event_target> open(const std::string& where) {
        return make_event_target(where, terminal, talk);
    }

    tests::scratch_folder folder;
    tests::fake_terminal terminal;
    tests::still_clock time;
    log talk{terminal, time, log_format::plain, log_level::info};
};

unsigned mode_of(const std::string& path) {
    struct stat there = {};
    ::stat(path.c_str(), &there);
    return there.st_mode & 0777U;
}

} // namespace

TEST_CASE_FIXTURE(target_test, "events: a file is emptied, then read line by line") {
    folder.write("e", "old\n");
    const auto target = open(folder.path("e"));
    CHECK(read_text_file(folder.path("e")) == "");
    target->write_line("{}");
    CHECK(read_text_file(folder.path("e")) == "{}\n");
    CHECK_THROWS_AS(open(folder.path("no/e")), failure);
}

TEST_CASE_FIXTURE(target_test, "events: standard output") {
    open("-")->write_line("{}");
    CHECK(terminal.out_text == "{}\n");
}

TEST_CASE_FIXTURE(target_test, "events: a descriptor that was inherited and can be written to") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    open(std::to_string(ends[1]))->write_line("{}");
    char got[8] = {};
    CHECK(::read(ends[0], got, sizeof got) == 3);
    CHECK(std::string(got) == "{}\n");
    CHECK_THROWS_AS(open(std::to_string(ends[0])), failure);
    ::fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    CHECK_THROWS_AS(open(std::to_string(ends[1])), failure);
    ::close(ends[0]);
    ::close(ends[1]);
    for (const std::string number : {"0", "1", "2", "999"})
        CHECK_THROWS_AS(open(number), failure);
}

TEST_CASE_FIXTURE(target_test, "events: a full disk and a closed pipe are said once") {
    const auto full = open("/dev/full");
    full->write_line("{}");
    full->write_line("{}");
    CHECK(terminal.err_text ==
          "warning: no more events: write /dev/full: no space left on device\n");
    terminal.err_text.clear();
    ::signal(SIGPIPE, SIG_IGN);
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    ::close(ends[0]);
    const auto closed = open(std::to_string(ends[1]));
    closed->write_line("{}");
    closed->write_line("{}");
    CHECK(terminal.err_text.find("broken pipe\n") == terminal.err_text.size() - 12);
    ::close(ends[1]);
}

TEST_CASE("a report replaces its file in one step, and keeps its permissions") {
    const tests::scratch_folder folder;
    const auto path = folder.path("r.xml");
    check_report_path(path);
    CHECK(::access(path.c_str(), F_OK) != 0);
    const auto mask = ::umask(027);
    write_report(path, "one");
    ::umask(mask);
    CHECK(read_text_file(path) == "one");
    CHECK(mode_of(path) == 0640);
    ::chmod(path.c_str(), 0600);
    write_report(path, "two");
    CHECK(read_text_file(path) == "two");
    CHECK(mode_of(path) == 0600);
    append_report(path, " three");
    CHECK(read_text_file(path) == "two three");
}

TEST_CASE("a report goes where a link leads, and the link stays") {
    const tests::scratch_folder folder;
    REQUIRE(::symlink("target", folder.path("link").c_str()) == 0);
    check_report_path(folder.path("link"));
    write_report(folder.path("link"), "one");
    write_report(folder.path("link"), "two");
    CHECK(read_text_file(folder.path("target")) == "two");
    struct stat there = {};
    REQUIRE(::lstat(folder.path("link").c_str(), &there) == 0);
    CHECK(S_ISLNK(there.st_mode));
}

TEST_CASE("a report goes into a descriptor behind what stands there already") {
    const tests::scratch_folder folder;
    const auto path = folder.path("output");
    const int number = ::open(path.c_str(), O_WRONLY | O_CREAT, 0600);
    REQUIRE(::write(number, "before ", 7) == 7);
    const auto name = "/dev/fd/" + std::to_string(number);
    REQUIRE(::symlink(name.c_str(), folder.path("link").c_str()) == 0);
    for (const auto& where : {name, folder.path("link")}) {
        check_report_path(where);
        write_report(where, "report ");
    }
    REQUIRE(::write(number, "after", 5) == 5);
    ::close(number);
    CHECK(read_text_file(path) == "before report report after");
    CHECK_THROWS_AS(check_report_path("/dev/fd/999"), failure);
}

TEST_CASE("a report goes into what is no file as it is") {
    CHECK_NOTHROW(write_report("/dev/null", "x"));
    struct stat there = {};
    REQUIRE(::stat("/dev/null", &there) == 0);
    CHECK(S_ISCHR(there.st_mode));
    CHECK_THROWS_AS(write_report("/dev/full", "x"), failure);
    CHECK_THROWS_AS(check_report_path("/no/such/folder/r"), failure);
    const tests::scratch_folder folder;
    CHECK_THROWS_AS(check_report_path(folder.path()), failure);
}

} // namespace argocdpp::cli
