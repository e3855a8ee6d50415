#include "rewritten.hpp"

#include <argocdpp/proto/cluster_event.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

// As Argo CD 3.5.1 passes on what the scheduler of Kubernetes 1.36 and itself have told.

TEST_CASE("an event of the scheduler is counted and dated by its series") {
    const auto list = read_as<cluster_event_list>(
        R"({"metadata":{"resourceVersion":"31153"},"items":[{"metadata":{"name":"n"},)"
        R"("reason":"FailedScheduling","message":"m","source":{},"firstTimestamp":null,)"
        R"("lastTimestamp":null,"type":"Warning","eventTime":"2026-11-24T14:39:49.967785Z",)"
        R"("series":{"count":30,"lastObservedTime":"2026-11-24T17:04:50.225000Z"}}]})");
    REQUIRE(list.items.size() == 1);
    CHECK(list.items[0].type == warning_event);
    CHECK(list.items[0].times() == 30);
    CHECK(list.items[0].last_seen() == "2026-11-24T17:04:50.225000Z");
}

TEST_CASE("other events are counted and dated by themselves") {
    const auto list = read_as<cluster_event_list>(
        R"({"items":[{"reason":"a","firstTimestamp":"1","lastTimestamp":"2","count":4,)"
        R"("eventTime":null},{"firstTimestamp":"1"},{"eventTime":"3"},{}]})");
    REQUIRE(list.items.size() == 4);
    CHECK(list.items[0].times() == 4);
    CHECK(list.items[0].last_seen() == "2");
    CHECK(list.items[1].last_seen() == "1");
    CHECK(list.items[2].last_seen() == "3");
    CHECK(list.items[3].times() == 1);
    CHECK(list.items[3].last_seen().empty());
}

TEST_CASE("an application without events has a null") {
    CHECK(read_as<cluster_event_list>(R"({"items":null})").items.empty());
}
