#include "command_run.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cctype>
#include <fstream>
#include <sstream>

namespace argocdpp {
namespace {

using tests::command_run;

constexpr std::string_view request = "GET /download/argocd-linux-amd64";
constexpr std::string_view program = "\x7f"
                                     "ELF and more";

struct download : command_run {
    download() {
        variables["ARGOCD_SERVER"] = "cd.example.com";
        variables["ARGOCD_AUTH_TOKEN"] = "a.b.c";
        std::filesystem::create_directory(place());
    }
    std::filesystem::path place() const { return directory / "bin"; }
    std::string target() const { return (place() / "argocd").string(); }

    int fetch(std::vector<std::string> more = {}) {
        std::vector<std::string> words = {"self-download", "--output", target(), "--arch", "amd64"};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }
    tests::stub& file(std::string_view text = program) {
        return server.on(request)
            .header("Content-Length", std::to_string(text.size()))
            .header("Last-Modified", "Mon, 23 Nov 2026 22:39:26 GMT")
            .pieces_of(3, text);
    }
    std::string saved() const {
        std::ifstream in(target());
        std::stringstream text;
        text << in.rdbuf();
        return text.str();
    }
    bool nothing_left() const { return std::filesystem::is_empty(place()); }
};

} // namespace

TEST_CASE("self-download: the program is saved, executable, without token or headers") {
    download world;
    world.file().inspect([](const http_request& sent) {
        CHECK(http_head{.status = 0, .headers = sent.headers}.header("Authorization").empty());
    });
    CHECK(world.fetch({"-H", "X-Gate: s3cret"}) == 0);
    CHECK(world.saved() == program);
    CHECK(world.connections.at(0).headers.empty());
    struct stat facts = {};
    REQUIRE(::stat(world.target().c_str(), &facts) == 0);
    CHECK((facts.st_mode & 07777U) == 0755U);
    CHECK(world.streams.output.empty());
    CHECK(world.streams.talk == "argocd-linux-amd64 (0.0 MB) saved to " + world.target() + "\n");
    CHECK(std::distance(std::filesystem::directory_iterator(world.place()), {}) == 1);
}

TEST_CASE("self-download: a file that is there is replaced") {
    download world;
    std::ofstream(world.target()) << "old";
    world.file();
    CHECK(world.fetch() == 0);
    CHECK(world.saved() == program);
}

TEST_CASE("self-download: on a terminal the progress is shown and wiped") {
    download world;
    world.streams.is_terminal = true;
    world.file();
    CHECK(world.fetch() == 0);
    CHECK(world.streams.talk.starts_with("\rargocd-linux-amd64  0.0 of 0.0 MB\x1b[K"));
    CHECK(world.streams.talk.find("\r\x1b[Kargocd-linux-amd64 (0.0 MB) saved") !=
          std::string::npos);
}

TEST_CASE("self-download: the sha256 is checked, in either case") {
    download first;
    first.file();
    CHECK(first.fetch({"--sha256", std::string(64, '0')}) == 1);
    CHECK(first.nothing_left());
    const std::string talk = first.streams.talk;
    std::string found = talk.substr(talk.find("sha256 ") + 7, 64);
    for (char& c : found)
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));

    download second;
    second.file().cut();
    second.server.on(request).status(200).piece(program);
    CHECK(second.fetch({"--sha256", found}) == 0);
    CHECK(second.saved() == program);

    download odd;
    CHECK(odd.fetch({"--sha256", "abc"}) == 1);
}

TEST_CASE("self-download: what is no program is not saved") {
    for (const char* text : {"<html>", "#!/bin/sh\n", "MZ..", "",
                             "\x7f"
                             "EL"}) {
        download world;
        world.file(text);
        CHECK(world.fetch() == 1);
        CHECK(world.nothing_left());
        CHECK(world.said("what the server sends as argocd-linux-amd64 is no program for linux"));
    }
}

TEST_CASE("self-download: other systems have other programs") {
    download windows;
    windows.server.on("GET /download/argocd-windows-amd64.exe").piece("MZ etc.");
    CHECK(windows.fetch({"--os", "windows"}) == 0);

    download darwin;
    darwin.server.on("GET /download/argocd-darwin-arm64").piece("\xcf\xfa\xed\xfe etc.");
    CHECK(darwin.fetch({"--os", "darwin", "--arch", "arm64"}) == 0);

    download other;
    CHECK(other.fetch({"--os", "plan9"}) == 1);
}

TEST_CASE("self-download: a login page, a missing file and a cut one leave nothing behind") {
    download page;
    page.server.on(request).header("Content-Type", "text/html").piece("<html>");
    CHECK(page.fetch() == 20);
    CHECK(page.nothing_left());

    download missing;
    missing.server.on(request).status(404).piece("404 page not found\n");
    CHECK(missing.fetch() == 20);
    CHECK(missing.nothing_left());
    CHECK(missing.streams.talk.find("the server offers no argocd-linux-amd64") !=
          std::string::npos);

    download cut;
    cut.file().cut();
    for (int i = 0; i < 3; ++i)
        cut.server.on(request).fail(error_kind::lost);
    CHECK(cut.fetch() == 20);
    CHECK(cut.nothing_left());
}

TEST_CASE("self-download: where nothing can be written nobody is asked") {
    download world;
    const std::string nowhere = (world.directory / "no" / "argocd").string();
    CHECK(world.run({"self-download", "--output", nowhere}) == 1);
    CHECK(world.said("can't write " + nowhere + ": No such file or directory"));
    CHECK(world.run({"self-download", "--output", world.place().string()}) == 1);
    CHECK(world.said("can't write " + world.place().string() + ": Is a directory"));
    CHECK(world.server.requests().empty());
}

TEST_CASE("self-download: any fault at any step is survived or leaves nothing behind") {
    for (const tests::fault what : tests::every_fault) {
        for (std::size_t step = 0; step < 2; ++step) {
            download world;
            world.file().cut();
            world.server.on(request).piece(program);
            world.server.on(request).piece(program);
            world.server.break_request(step, what);
            const int code = world.fetch();
            if (code == 0)
                CHECK(world.saved() == program);
            else
                CHECK(world.nothing_left());
        }
    }
}

} // namespace argocdpp
