#include "views/paint.hpp"

#include <doctest/doctest.h>

using namespace argocdpp::cli;

TEST_CASE("without colours the text stays as it is") {
    const std::string text = "Health Status:      Degraded\nName  Synced  Healthy\n";
    CHECK(painted(text, false) == text);
}

TEST_CASE("states of the summary are coloured, the words behind them are not") {
    CHECK(painted("Sync Status:        Synced to Failed (abc)\n", true) ==
          "Sync Status:        \x1b[32mSynced\x1b[0m to Failed (abc)\n");
    CHECK(painted("Health Status:      Degraded\n", true) ==
          "Health Status:      \x1b[31mDegraded\x1b[0m\n");
    CHECK(painted("Health Status:      \n", true) == "Health Status:      \n");
}

TEST_CASE("a state is coloured where it is a cell of its own") {
    CHECK(painted("apps  Deployment  ui  OutOfSync  Missing        \n", true) ==
          "apps  Deployment  ui  \x1b[33mOutOfSync\x1b[0m  \x1b[31mMissing\x1b[0m        \n");
    CHECK(painted("KIND/NAME  STATUS  HEALTH\n└─Pod/p            Healthy", true) ==
          "KIND/NAME  STATUS  HEALTH\n└─Pod/p            \x1b[32mHealthy\x1b[0m");
    CHECK(painted("Job  all Failed now  Failed to start  \n", true) ==
          "Job  all Failed now  Failed to start  \n");
}

TEST_CASE("colours take no place: without them the text is what it was") {
    const std::string text = "GROUP  KIND  STATUS  HEALTH   HOOK  MESSAGE\n"
                             "       Pod   Synced  Healthy        ok\n\n"
                             "       Job   Failed  Error   \nunfinished  Running";
    std::string bare = painted(text, true);
    CHECK(bare != text);
    for (std::size_t at = bare.find('\x1b'); at != std::string::npos; at = bare.find('\x1b'))
        bare.erase(at, bare.find('m', at) - at + 1);
    CHECK(bare == text);
}
