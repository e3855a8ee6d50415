#include "edit_run.hpp"

#include <argocdpp/task.hpp>

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace argocdpp {
namespace {

using tests::edit_run;
using tests::refusal_of;

constexpr std::string_view spec = R"({"source":{"path":"old","future":1},"future":"x"})";

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

void replace(std::string& text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
}

/// A run whose editor does one of these after the other.
struct editing : edit_run {
    using step = std::function<void(std::string& text)>;
    explicit editing(std::vector<step> all, std::string_view held = spec)
        : edit_run(held)
        , steps(std::move(all)) {
        variables["TMPDIR"] = directory.string();
        run_child = [this](const std::vector<std::string>& words, cli::child_input) {
            commands.push_back(words);
            const std::filesystem::path file = words.back();
            using std::filesystem::perms;
            CHECK(std::filesystem::status(file).permissions() ==
                  (perms::owner_read | perms::owner_write));
            auto text = read(file);
            shown.push_back(text);
            steps.at(shown.size() - 1)(text);
            std::ofstream(file) << text;
            if (signal != 0)
                throw interrupted{signal};
            return status;
        };
    }
    ~editing() { CHECK(shown.size() == steps.size()); }

    /// The file that was left behind; empty where there is none.
    std::string kept() const {
        for (const auto& entry : std::filesystem::directory_iterator(directory))
            if (entry.path().string().ends_with("-edit.yaml"))
                return entry.path().string();
        return "";
    }

    std::vector<step> steps;
    std::vector<std::vector<std::string>> commands;
    std::vector<std::string> shown;
    int status = 0;
    int signal = 0; ///< that ends both the editor and the program
};

void to_new(std::string& text) { replace(text, "path: old", "path: new"); }
void leave(std::string&) {}

const std::string refusal = "application spec for waves is invalid: no such path";

} // namespace

TEST_CASE("app edit: what was changed in the YAML is patched, and the file is gone") {
    editing world({to_new});
    world.holds(spec);
    world.takes_patch();
    CHECK(world.run({"app", "edit", "waves"}) == 0);
    CHECK(world.shown[0].ends_with("\n\nfuture: x\nsource:\n  future: 1\n  path: old\n"));
    CHECK(world.patch() == R"([{"op":"test","path":"/spec/source/path","value":"old"},)"
                           R"({"op":"replace","path":"/spec/source/path","value":"new"}])");
    CHECK(world.commands[0][0] == "vi");
    CHECK(world.kept() == "");
    CHECK(world.streams.output == "");
    CHECK(world.streams.talk == "");
}

TEST_CASE("app edit: $EDITOR with its arguments") {
    editing world({leave});
    world.variables["EDITOR"] = " code  --wait ";
    CHECK(world.run({"app", "edit", "waves"}) == 20);
    REQUIRE(world.commands[0].size() == 3);
    CHECK(world.commands[0][0] == "code");
    CHECK(world.commands[0][1] == "--wait");
}

TEST_CASE("app edit: nothing changed, or all emptied, changes nothing") {
    for (const editing::step& step :
         {editing::step(leave), editing::step([](std::string& text) { text.clear(); }),
          editing::step([](std::string& text) { text = "# a\n\n"; })}) {
        editing world({step});
        CHECK(refusal_of(world, {"app", "edit", "waves"}) ==
              "20: edit cancelled, no valid changes were saved");
        CHECK(world.kept() == "");
        CHECK(world.server.requests().size() == 1);
    }
}

TEST_CASE("app edit: signs that look like comments stay in longer texts") {
    editing world({[](std::string& text) { replace(text, "# keep", "# keep this"); }},
                  R"({"values":"a: 1\n# keep\nb: 2\n"})");
    world.holds(R"({"values":"a: 1\n# keep\nb: 2\n"})");
    world.takes_patch();
    CHECK(world.run({"app", "edit", "waves"}) == 0);
    CHECK(world.patch().find(R"(a: 1\n# keep this\nb: 2\n)") != std::string::npos);
}

TEST_CASE("app edit: what the server refuses is shown again with the reason") {
    editing world({to_new, [](std::string& text) { replace(text, "path: new", "path: newer"); }});
    world.holds(spec);
    world.refuses_patch(400, 3, refusal);
    world.holds(spec);
    world.server.on("PUT /api/v1/applications/waves/spec?validate=false")
        .status(400)
        .json(R"({"code":3,"message":")" + refusal + "\"}");
    world.holds(spec);
    world.takes_patch();
    CHECK(world.run({"app", "edit", "waves"}) == 0);
    CHECK(world.shown[1].find("# failed to update application spec: rpc error: code = "
                              "InvalidArgument desc = " +
                              refusal + "\n\nfuture: x\n") != std::string::npos);
    CHECK(world.shown[1].find("path: new\n") != std::string::npos);
    CHECK(world.patch(1).find("newer") != std::string::npos);
    CHECK(world.kept() == "");
}

TEST_CASE("app edit: what is no YAML, or no spec, is shown again") {
    editing world({[](std::string& text) { replace(text, "path: old", "path: [old"); },
                   [](std::string& text) { replace(text, "path: [old", "path: [old]"); }, leave});
    CHECK(refusal_of(world, {"app", "edit", "waves"}) ==
          "20: edit cancelled, no valid changes were saved");
    CHECK(world.shown[1].find("# error converting YAML to JSON: yaml: line ") != std::string::npos);
    CHECK(world.shown[2].find("# error unmarshaling input into application spec: .source.path: "
                              "expected string") != std::string::npos);
    CHECK(world.shown[2].find("[old]") != std::string::npos);
    // Given up, it is not lost.
    REQUIRE(world.kept() != "");
    CHECK(world.said("the edited text is in " + world.kept()));
    CHECK(read(world.kept()).find("path: [old]") != std::string::npos);
}

TEST_CASE("app edit: others' changes meanwhile stay") {
    editing world({to_new});
    world.holds(R"({"source":{"path":"old","future":1,"theirs":2},"future":"y"})");
    world.takes_patch();
    CHECK(world.run({"app", "edit", "waves"}) == 0);
    CHECK(world.patch().find("theirs") == std::string::npos);
    CHECK(world.patch().find("future") == std::string::npos);
}

TEST_CASE("app edit: a change of the same is shown, not overwritten") {
    editing world({to_new, [](std::string& text) { replace(text, "path: new", "path: both"); }});
    world.holds(R"({"source":{"path":"theirs","future":1},"future":"y"})");
    world.holds(R"({"source":{"path":"theirs","future":1},"future":"y"})");
    world.takes_patch();
    CHECK(world.run({"app", "edit", "waves"}) == 0);
    CHECK(world.shown[1].find("#   /source/path\n\nfuture: \"y\"\n") != std::string::npos);
    CHECK(world.patch() == R"([{"op":"test","path":"/spec/source/path","value":"theirs"},)"
                           R"({"op":"replace","path":"/spec/source/path","value":"both"}])");
}

TEST_CASE("app edit: the text is kept where anything else ends the command") {
    for (const auto what : tests::every_fault) {
        editing world({to_new});
        world.holds(spec);
        world.server.on("PATCH /api/v1/applications/waves").json("{}");
        world.server.break_request(2, what);
        const int code = world.run({"app", "edit", "waves"});
        if (what == tests::fault::unreachable) {
            CHECK(code == 0);
            continue;
        }
        CHECK(code == 20);
        REQUIRE(world.kept() != "");
        CHECK(world.said("the edited text is in " + world.kept()));
        CHECK(read(world.kept()) == "future: x\nsource:\n  future: 1\n  path: new\n");
    }
}

TEST_CASE("app edit: an editor that fails or is not there") {
    editing world({leave});
    world.status = 3;
    CHECK(refusal_of(world, {"app", "edit", "waves"}) == "20: exit status 3");
    CHECK(world.kept() == "");

    editing saved({to_new});
    saved.status = 1;
    CHECK(refusal_of(saved, {"app", "edit", "waves"}) == "20: exit status 1");
    CHECK(read(saved.kept()).ends_with("path: new\n"));

    editing ended({to_new});
    ended.signal = 15;
    CHECK(ended.run({"app", "edit", "waves"}) == 143);
    CHECK(read(ended.kept()).ends_with("path: new\n"));

    edit_run none(spec);
    none.variables["EDITOR"] = "no-such-editor-here";
    none.variables["PATH"] = "/nowhere";
    CHECK(refusal_of(none, {"app", "edit", "waves"}) ==
          "20: exec: \"no-such-editor-here\": executable file not found in $PATH");
}

TEST_CASE("app edit: usage and refusals") {
    tests::application_run nameless;
    CHECK(nameless.run({"app", "edit"}) == 1);
    tests::application_run absent;
    absent.get().status(403).json(R"({"code":7,"message":"permission denied"})");
    CHECK(refusal_of(absent, {"app", "edit", "waves"}) ==
          "20: rpc error: code = PermissionDenied desc = permission denied");
}

} // namespace argocdpp
