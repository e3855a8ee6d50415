#include "../../support/make.hpp"
#include "views/fitted_lines.hpp"
#include "views/live_tree_view.hpp"
#include "views/runes.hpp"

#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::cli;
using tests::app;

namespace {

using lines = std::vector<std::string>;

constexpr std::int64_t now = 1795480220; // 2026-11-24T00:30:20Z

proto::resource_node node(const std::string& kind, const std::string& name, const std::string& uid,
                          const std::string& health, const std::string& message = "",
                          const std::string& parent = "") {
    proto::resource_node made;
    made.kind = kind;
    made.name = name;
    made.name_space = "d";
    made.uid = uid;
    made.created_at = "2026-11-24T00:27:20Z";
    if (!health.empty()) {
        made.health.emplace();
        made.health->status = health;
        made.health->message = message;
    }
    if (!parent.empty()) {
        made.parent_refs.emplace_back();
        made.parent_refs.back().uid = parent;
    }
    return made;
}

/// A rollout in the middle of a sync, whose hook has gone and whose ConfigMap is missing.
live_picture rollout() {
    live_picture made;
    made.title = "waves";
    made.app = app(
        {.sync = "OutOfSync",
         .health = "Progressing",
         .operation_state = R"({"phase":"Running","startedAt":"2026-11-24T00:30:08Z","operation":{},
                        "syncResult":{"resources":[{"kind":"Job","namespace":"d","name":"migrate",
                        "hookType":"PreSync","hookPhase":"Succeeded","status":"Synced"}]}})",
         .resources = R"([
        {"kind":"ConfigMap","namespace":"d","name":"settings","status":"OutOfSync","health":{"status":"Missing"}},
        {"group":"apps","kind":"Deployment","namespace":"d","name":"web","status":"Synced",
         "health":{"status":"Progressing"}}])"});
    made.tree.nodes = {node("Deployment", "web", "1", "Progressing", "1 of 2 updated"),
                       node("ReplicaSet", "web-7d9", "2", "Progressing", "", "1"),
                       node("Pod", "web-7d9-x2x", "3", "Degraded", "back-off\npulling", "2")};
    return made;
}

std::string text_of(const lines& all) {
    std::string text;
    for (const auto& line : all)
        text += line + "\n";
    return text;
}

} // namespace

TEST_CASE("the tree with its rows, and what it does not have behind it") {
    CHECK(text_of(live_tree_lines(rollout(), 100, 24, now)) ==
          text_of(
              lines{"waves  OutOfSync  Progressing  operation Running 12s",
                    "KIND/NAME             STATUS     HEALTH       HOOK     AGE  MESSAGE",
                    "Deployment/web        Synced     Progressing           3m   1 of 2 updated",
                    "└─ReplicaSet/web-7d9             Progressing           3m",
                    "  └─Pod/web-7d9-x2x              Degraded              3m   back-off pulling",
                    "ConfigMap/settings    OutOfSync  Missing",
                    "Job/migrate           Succeeded               PreSync"}));
}

TEST_CASE("trouble stands in the first line, as long as it lasts") {
    auto picture = rollout();
    picture.trouble = "GET /a: connection\x1b refused";
    CHECK(live_tree_lines(picture, 100, 24, now).front() ==
          "waves  OutOfSync  Progressing  operation Running 12s  GET /a: connection  refused");
}

TEST_CASE("no line is wider than the terminal, and long names keep both ends") {
    auto picture = rollout();
    picture.tree.nodes[2].name = "web-with-a-name-that-is-much-too-long-7d9f8b-x2xqz";
    for (int width = 20; width < 120; width += 7)
        for (const auto& line : live_tree_lines(picture, width, 24, now)) {
            CAPTURE(line);
            CHECK(rune_count(line) <= static_cast<std::size_t>(width));
            CHECK(line.find("\xEF\xBF\xBD") == std::string::npos);
        }
    const auto at_80 = live_tree_lines(picture, 80, 24, now);
    CHECK(at_80[4].starts_with("  └─Pod/web-with-"));
    CHECK(at_80[4].find("8b-x2xqz ") != std::string::npos);
    CHECK(at_80[4].find("Degraded") != std::string::npos);
}

TEST_CASE("where there is no room, what is done is left out first, and counted") {
    live_picture picture;
    picture.title = "waves";
    picture.app = app({});
    for (int number = 0; number < 30; ++number)
        picture.tree.nodes.push_back(node("Pod", "p" + std::to_string(number),
                                          "u" + std::to_string(number),
                                          number == 25 ? "Degraded" : "Healthy"));
    const auto shown = live_tree_lines(picture, 80, 10, now);
    CHECK(shown.size() == 9);
    CHECK(shown.back() == "… 24 more");
    CHECK(shown[7].starts_with("Pod/p25"));
    for (int height = 5; height < 40; ++height)
        CHECK(live_tree_lines(picture, 80, height, now).size() < static_cast<std::size_t>(height));
}
