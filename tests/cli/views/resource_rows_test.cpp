#include "views/resource_rows.hpp"

#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::cli;

namespace {

const time_zone utc = time_zone::utc();
const resource_state wave_0 = {"",       "ConfigMap", "default", "wave-0",
                               "Synced", "",          "",        "configmap/wave-0 created"};

} // namespace

TEST_CASE("the table of resources has a header and keeps trailing blanks") {
    CHECK(resource_table({}) == "GROUP  KIND  NAMESPACE  NAME  STATUS  HEALTH  HOOK  MESSAGE\n");
    CHECK(
        resource_table({{"apps", "Deployment", "team-a", "ui", "OutOfSync", "Missing", "", ""}}) ==
        "GROUP  KIND        NAMESPACE  NAME  STATUS     HEALTH   HOOK  MESSAGE\n"
        "apps   Deployment  team-a     ui    OutOfSync  Missing        \n");
}

TEST_CASE("a message of several lines breaks the table as it does in the official CLI") {
    CHECK(resource_table({{"", "Job", "", "a", "Failed", "", "Sync", "one\ntwo"},
                          {"", "Job", "", "b", "", "", "", ""}}) ==
          "GROUP  KIND  NAMESPACE  NAME  STATUS  HEALTH  HOOK  MESSAGE\n"
          "       Job              a     Failed          Sync  one\n"
          "two\n"
          "  Job    b        \n");
}

TEST_CASE("the first live rows bring the header, as recorded from app wait") {
    CHECK(live_rows({wave_0}, 1795480237, utc, true) ==
          "TIMESTAMP                  GROUP        KIND   NAMESPACE                  NAME    "
          "STATUS   "
          "HEALTH        HOOK  MESSAGE\n"
          "2026-11-24T00:30:37+00:00          ConfigMap     default                wave-0    "
          "Synced   "
          "                    configmap/wave-0 created\n");
}

TEST_CASE("later live rows are aligned among themselves") {
    const resource_state long_name = {
        "apps",   "StatefulSet", "ns",   "a-name-of-27-characters-here",
        "Synced", "Healthy",     "Sync", ""};
    CHECK(
        live_rows({wave_0, long_name}, 0, utc, false) ==
        "1970-01-01T00:00:00+00:00          ConfigMap      default                wave-0          "
        "  Synced                       configmap/wave-0 created\n"
        "1970-01-01T00:00:00+00:00   apps  StatefulSet          ns  a-name-of-27-characters-here  "
        "  Synced  Healthy        Sync  \n");
}

TEST_CASE("a batch without rows is the header alone or nothing") {
    CHECK(
        live_rows({}, 0, utc, true) ==
        "TIMESTAMP  GROUP        KIND   NAMESPACE                  NAME    STATUS   HEALTH        "
        "HOOK  MESSAGE\n");
    CHECK(live_rows({}, 0, utc, false).empty());
}
