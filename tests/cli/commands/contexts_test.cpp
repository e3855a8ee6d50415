#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app_facts;
using tests::app_json;

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// A machine whose config file knows two servers, each with a token of its own.
struct two_servers : tests::command_run {
    two_servers() {
        write_config("contexts:\n"
                     "- {name: east, server: east.test, user: east}\n"
                     "- {name: west, server: west.test, user: west}\n"
                     "current-context: west\n"
                     "servers:\n- server: east.test\n- server: west.test\n"
                     "users:\n"
                     "- {name: east, auth-token: of.east.token}\n"
                     "- {name: west, auth-token: of.west.token}\n");
    }

    tests::script& at(const std::string& context) {
        return others.try_emplace(context + ".test:443", &time).first->second;
    }

    /// Every request must have carried the token of its own server, and at least one came.
    void check_tokens() {
        for (const std::string context : {"east", "west"}) {
            CHECK(!at(context).requests().empty());
            for (const auto& request : at(context).requests())
                CHECK(has_header(request, "Bearer of." + context + ".token"));
        }
    }

    void answer_version(const std::string& context, const std::string& version) {
        at(context).on("GET /api/version").json(R"({"Version":")" + version + R"("})");
    }

    void answer_list(const std::string& context, const std::string& query,
                     const std::string& items) {
        at(context).on("GET /api/v1/applications" + query).json(R"({"items":[)" + items + "]}");
    }

    void answer_at_rest(const std::string& context, const app_facts& facts) {
        auto& there = at(context);
        there.on("GET /api/v1/settings").json("{}").forever();
        there.on("GET /api/v1/applications/waves").json(app_json(facts)).forever();
        there.on("GET /api/v1/applications/waves?project=default").json(app_json(facts)).forever();
        there.on("GET /api/v1/stream/applications?name=waves&resourceVersion=10").hang().forever();
    }

    void close(const std::string& context) {
        obstacle = [context](const client_settings& settings) -> std::optional<error> {
            if (settings.server.host != context + ".test")
                return std::nullopt;
            return error(error_kind::unreachable, "connection refused");
        };
    }

    std::string fatal() const {
        const auto at = streams.talk.find(R"("level":"fatal")");
        return at == std::string::npos ? "" : streams.talk.substr(at);
    }

  private:
    static bool has_header(const http_request& request, const std::string& value) {
        for (const auto& [name, text] : request.headers)
            if (text == value)
                return true;
        return false;
    }
};

std::string item(const std::string& name, const std::string& health) {
    return R"({"metadata":{"name":")" + name + R"(","namespace":"argocd"},
        "spec":{"project":"p","destination":{"server":"s","namespace":"d"}},
        "status":{"sync":{"status":"Synced"},"health":{"status":")" +
           health + R"("}}})";
}

constexpr std::string_view only_names = "?fields=items.metadata.name%2Citems.metadata.namespace";

} // namespace

TEST_CASE("contexts: the lists of several servers are one, and its rows name them") {
    two_servers world;
    world.answer_list("east", "", item("a", "Healthy"));
    world.answer_list("west", "", item("a", "Degraded") + "," + item("b", "Healthy"));
    CHECK(world.run({"app", "list", "--contexts", "west,east", "-o", "wide"}) == 0);
    std::vector<std::string> begins;
    std::size_t at = 0;
    for (std::size_t end; (end = world.streams.output.find('\n', at)) != std::string::npos;
         at = end + 1)
        begins.push_back(world.streams.output.substr(at, 17));
    CHECK(begins == std::vector<std::string>{"CONTEXT  NAME    ", "west     argocd/a",
                                             "west     argocd/b", "east     argocd/a"});
    world.check_tokens();
}

TEST_CASE("contexts: names, and documents with the context in each") {
    two_servers names;
    names.answer_list("east", std::string(only_names), item("a", ""));
    names.answer_list("west", std::string(only_names), item("b", ""));
    CHECK(names.run({"app", "list", "--all-contexts", "-o", "name"}) == 0);
    CHECK(names.streams.output == "east\targocd/a\nwest\targocd/b\n");

    two_servers columns;
    columns.answer_list("east", "", item("a", ""));
    columns.answer_list("west", "", item("b", ""));
    CHECK(columns.run({"app", "list", "--all-contexts", "-o",
                       "custom-columns=AT:.context,NAME:.metadata.name"}) == 0);
    CHECK(columns.streams.output == "AT     NAME\neast   a\nwest   b\n");
}

TEST_CASE("contexts: an order and a limit are for all of them together") {
    for (const std::string output : {"name", "json"}) {
        two_servers world;
        const std::string query =
            output == "name" ? std::string(only_names) + "%2Citems.status.health" : "";
        world.answer_list("east", query, item("a", "Healthy") + "," + item("b", "Missing"));
        world.answer_list("west", query, item("c", "Degraded") + "," + item("d", "Healthy"));
        CHECK(world.run({"app", "list", "--all-contexts", "--sort", "-health,name", "--limit", "2",
                         "-o", output}) == 0);
        if (output == "name")
            CHECK(world.streams.output == "west\targocd/c\neast\targocd/b\n");
        else
            CHECK(world.streams.output.find(R"("name": "c")") <
                  world.streams.output.find(R"("name": "b")"));
        CHECK(!has(world.streams.output, "argocd/a"));
    }
}

TEST_CASE("contexts: one that can't be reached fails the run, and the others are shown") {
    two_servers world;
    world.close("east");
    world.at("east");
    world.answer_list("west", "", item("b", "Healthy"));
    CHECK(world.run({"app", "list", "--all-contexts", "--exit-codes", "detailed"}) == 35);
    CHECK(has(world.streams.output, "\nwest     argocd/b"));
    CHECK(!has(world.streams.output, "\neast"));
    CHECK(has(world.streams.talk, "context 'east': "));
    CHECK(has(world.fatal(), "1 of 2 contexts failed: east"));
}

TEST_CASE("contexts: the versions of several servers") {
    two_servers world;
    world.answer_version("east", "v3.5.1");
    world.answer_version("west", "v3.4.0");
    CHECK(world.run({"version", "--all-contexts", "--short"}) == 0);
    CHECK(world.streams.output.ends_with("CONTEXT  ARGOCD-SERVER\n"
                                         "east     v3.5.1\n"
                                         "west     v3.4.0\n"));
    world.check_tokens();

    two_servers document;
    document.answer_version("east", "v3.5.1");
    document.at("west").on("GET /api/version").status(503).forever();
    CHECK(document.run(
              {"version", "--contexts", "east,west", "-o", "jsonpath={.servers[*].context}"}) != 0);
    CHECK(document.streams.output == "east");
}

TEST_CASE("contexts: waits at several servers go side by side, and one verdict ends them") {
    two_servers world;
    world.answer_at_rest("east", {.health = "Progressing"});
    world.answer_at_rest("west", {});
    const auto begun = world.time.now();
    CHECK(world.run({"app", "wait", "waves", "--all-contexts", "--timeout", "20", "--events",
                     (world.directory / "events").string()}) != 0);
    const auto& text = world.streams.output;
    CHECK(has(text, "Context:            west\n"));
    CHECK(text.find("Context:            west\n") < text.find("Context:            east\n"));
    const auto table = text.substr(text.find("\nCONTEXT  APPLICATION"));
    CHECK(has(table, "\neast     waves        timed_out"));
    CHECK(has(table, "\nwest     waves        succeeded"));
    CHECK(has(world.streams.talk, "context 'east': "));
    CHECK(has(world.fatal(), "1 of 2 contexts failed: east"));
    CHECK(world.time.now() - begun < 25s);
    world.check_tokens();
}

TEST_CASE(
    "contexts: a server or a token for one is refused beside several, before anything is asked") {
    const auto refusal = [](std::vector<std::string> words, const std::string& name = "",
                            const std::string& value = "") {
        two_servers world;
        if (!name.empty())
            world.variables[name] = value;
        words.insert(words.begin(), {"app", "list", "--contexts", "east,west"});
        CHECK(world.run(words) == 1);
        CHECK(world.connections.empty());
        CHECK(!has(world.streams.talk, "s3cret"));
        return world.fatal();
    };
    for (const std::string flag :
         {"--server", "--auth-token", "--auth-token-file", "--argocd-context"}) {
        CHECK(has(refusal({flag, "s3cret"}), "--contexts does not go with " + flag));
        if (flag != "--argocd-context")
            CHECK(
                has(refusal({}, "ARGOCD_OPTS", flag + " s3cret"), "ARGOCD_OPTS that says " + flag));
    }
    for (const std::string name : {"ARGOCD_SERVER", "ARGOCD_AUTH_TOKEN", "ARGOCD_AUTH_TOKEN_FILE"})
        CHECK(has(refusal({}, name, "s3cret"), "does not go with " + name));
    CHECK(has(refusal({"--header", "Authorization: s3cret"}), "header Authorization"));
    CHECK(has(refusal({"--contexts", "south"}), "Context 'south' undefined"));
    CHECK(has(refusal({"--all-contexts"}), "not both"));
}

TEST_CASE("contexts: named by nothing, as by a variable that a job forgot to set") {
    two_servers world;
    CHECK(world.run({"app", "list", "--contexts", ""}) == 1);
    CHECK(has(world.fatal(), "--contexts names no context"));
    CHECK(world.connections.empty());
}

TEST_CASE("contexts: without a config file there are none") {
    tests::command_run world;
    CHECK(world.run({"version", "--all-contexts"}) == 1);
    CHECK(has(world.streams.talk, "--all-contexts: there is no context in "));
}

} // namespace argocdpp
