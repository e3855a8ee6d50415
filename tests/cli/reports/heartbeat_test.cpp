#include "reports/heartbeat.hpp"

#include <doctest/doctest.h>

namespace argocdpp::cli {
namespace {

using namespace std::chrono_literals;

std::string text_of(std::vector<resource_state> unready, told_state state = {}) {
    application_record one;
    one.app = "x";
    one.was_seen = true;
    one.since = time_point(1h);
    one.resources = 3;
    one.unready = std::move(unready);
    one.state = std::move(state);
    return heartbeat_text(one, time_point(1h + 130'900ms));
}

resource_state with(std::string status, std::string health, std::string hook = "") {
    return {"", "Pod", "d", "p", std::move(status), std::move(health), std::move(hook), "", true};
}

} // namespace

TEST_CASE("a heartbeat says what is waited for") {
    CHECK(text_of({with("Synced", "Progressing")}) ==
          "still waiting for application 'x': 1 of 3 resources Progressing, 2m10s");
    CHECK(text_of({with("Synced", "Progressing"), with("OutOfSync", ""),
                   with("Synced", "Progressing"), with("Running", "", "PreSync")}) ==
          "still waiting for application 'x': 2 of 3 resources Progressing, 1 OutOfSync, "
          "1 hook Running, 2m10s");
    told_state state;
    state.sync = "Synced";
    state.health = "Progressing";
    CHECK(text_of({}, state) == "still waiting for application 'x': Synced, Progressing, 2m10s");
    state.phase = "Running";
    CHECK(text_of({}, state) == "still waiting for application 'x': operation Running, 2m10s");
    application_record unseen;
    unseen.app = "y";
    CHECK(heartbeat_text(unseen, time_point(5s)) ==
          "still waiting for application 'y': not seen yet, 5s");
}

} // namespace argocdpp::cli
