#include "application_run.hpp"
#include "views/application_rows.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app_facts;
using tests::app_json;
using tests::application_run;
using tests::event_line;

constexpr std::string_view list = "GET /api/v1/applications";
constexpr std::string_view list_of_names =
    "GET /api/v1/applications?fields=items.metadata.name%2Citems.metadata.namespace%2Citems.status."
    "sync.status%2Citems.status.health";
const std::string stream = "GET /api/v1/stream/applications?resourceVersion=0";

std::string stream_of(const std::vector<std::string>& paths) {
    std::string fields = "&fields=result.type%2Cerror";
    for (const auto& path : paths)
        fields += "%2Cresult.application." + path;
    return stream + fields;
}

const std::string stream_of_names =
    stream_of({"metadata.name", "metadata.namespace", "status.sync.status", "status.health",
               "metadata.uid", "metadata.resourceVersion"});
std::string list_json(const std::string& items) { return R"({"items":[)" + items + "]}"; }

/// Lists this once, and then refuses the token.
void list_once(application_run& world, std::string_view request, const std::string& items) {
    world.server.on(request).json(list_json(items));
    world.server.on(request).status(401);
}

} // namespace

TEST_CASE("app list --watch -o name asks for no more than it needs") {
    application_run world;
    list_once(world, list_of_names, app_json({}));
    world.server.on(stream_of_names)
        .piece(event_line("MODIFIED", {.version = "11", .health = "Degraded"}))
        .piece(event_line("MODIFIED", {.version = "12", .health = "Degraded"}))
        .piece(event_line("DELETED", {.version = "13"}))
        .hang();
    CHECK(world.run({"app", "list", "--watch", "-o", "name"}) == 20);
    CHECK(world.streams.output == "argocd/waves\nargocd/waves\n");
}

TEST_CASE("app list --watch -o json: the version tells what is new, an event a line") {
    application_run world;
    list_once(world, list, app_json({}));
    // The same version, with more in it: events have the health of resources.
    world.server.on(stream)
        .piece(event_line("MODIFIED", {.resources = R"([{"kind":"Pod"}])"}))
        .piece(event_line("MODIFIED", {.version = "11"}))
        .piece(event_line("DELETED", {.version = "12"}))
        .hang();
    CHECK(world.run({"app", "list", "--watch", "-o", "json"}) == 20);
    const std::string state = R"(,"application":)" + app_json({});
    const std::string later = R"(,"application":)" + app_json({.version = "11"});
    CHECK(
        world.streams.output ==
        R"({"type":"ADDED")" + state + "}\n" + R"({"type":"MODIFIED")" + later + "}\n" +
            R"({"type":"DELETED","application":{"metadata":{"name":"waves","namespace":"argocd"}}})" +
            "\n");
}

TEST_CASE("app list --watch: how often it lists can be said") {
    for (const auto& [poll, lists] : {std::pair("1s", 6), std::pair("", 3)}) {
        application_run world;
        world.variables["ARGOCDPP_POLL"] = poll;
        world.server.on(list_of_names).json(list_json("")).times(lists);
        world.server.on(list_of_names).status(401);
        world.server.on(stream_of_names).hang();
        CHECK(world.run({"app", "list", "--watch", "-o", "name"}) == 20);
        CHECK(world.time.elapsed() > 5s);
        CHECK(world.time.elapsed() < 10s);
    }
}

TEST_CASE("app list --watch goes with few formats") {
    for (const std::string output : {"yaml", "xml", "custom-columns=A:.b"}) {
        application_run world;
        CHECK(world.run({"app", "list", "--watch", "-o", output}) == 20);
        CHECK(world.said("--watch goes with -o wide, name and json"));
    }
}

TEST_CASE("app list --watch on a terminal: nothing is drawn where nothing has changed") {
    application_run world;
    world.streams.is_terminal = true;
    world.variables["NO_COLOR"] = "1";
    world.server.on(list).json(list_json(app_json({}))).times(6);
    world.server.on(list).json(list_json(app_json({.version = "11", .health = "Missing"})));
    world.server.on(list).status(401);
    auto paths = cli::application_list_projection(true).paths;
    paths.insert(paths.end(), {"metadata.uid", "metadata.resourceVersion"});
    world.server.on(stream_of(paths)).hang().forever();
    const auto pictures = [&] {
        std::size_t count = 0;
        for (std::size_t at = 0;
             (at = world.streams.output.find("\x1b[J", at)) != std::string::npos; ++at)
            ++count;
        return count;
    };
    CHECK(world.run({"app", "list", "--watch"}) == 20);
    CHECK(pictures() == 2);
    CHECK(world.streams.output.find("\x1b[2A\x1b[2KNAME") != std::string::npos);
}

} // namespace argocdpp
