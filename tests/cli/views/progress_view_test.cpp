#include "views/progress_view.hpp"
#include "views/runes.hpp"

#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::cli;

namespace {

using lines = std::vector<std::string>;

resource_state row(const std::string& name, const std::string& status, const std::string& health,
                   const std::string& hook = "", const std::string& message = "") {
    return {"", "Pod", "", name, status, health, hook, message};
}

} // namespace

TEST_CASE("the sum counts what is synced and what is healthy") {
    CHECK(progress_lines("waves", {}, 80, 24) == lines{"waves: 0 resources, 0 synced, 0 healthy"});
    CHECK(progress_lines("waves",
                         {row("a", "Synced", ""), row("b", "Synced", "Progressing"),
                          row("c", "OutOfSync", "Healthy"), row("d", "Succeeded", "Synced", "Sync"),
                          row("e", "Running", "", "Sync")},
                         80, 24)
              .front() == "waves: 5 resources, 3 synced, 4 healthy");
}

TEST_CASE("what is not done comes first, otherwise the order stays") {
    CHECK(progress_lines("w",
                         {row("a", "Synced", "Healthy"), row("b", "OutOfSync", "Missing"),
                          row("c", "Synced", "Healthy", "", "created"),
                          row("d", "Running", "", "PreSync", "waits")},
                         80, 24) ==
          lines{"w: 4 resources, 2 synced, 3 healthy", "  Pod/b  OutOfSync  Missing",
                "  Pod/d  Running             PreSync  waits", "  Pod/a  Synced     Healthy",
                "  Pod/c  Synced     Healthy           created"});
}

TEST_CASE("lines are cut to the width, between characters") {
    for (const std::string& line :
         progress_lines("wäves", {row("ünüsüal-name", "Synced", "Healthy")}, 12, 24)) {
        CHECK(rune_count(line) <= 12);
        CHECK(line.find("\xEF\xBF\xBD") == std::string::npos);
    }
    CHECK(progress_lines("wäves", {}, 3, 24) == lines{"wäv"});
}

TEST_CASE("what does not fit the height is counted") {
    const std::vector<resource_state> many(10, row("p", "OutOfSync", ""));
    const lines shown = progress_lines("w", many, 80, 8);
    CHECK(shown.size() == 6);
    CHECK(shown.back() == "  … 6 more");
    CHECK(progress_lines("w", many, 80, 13).size() == 11);
    CHECK(progress_lines("w", many, 80, 12).back() == "  … 2 more");
    for (int height = 0; height < 30; ++height) {
        CAPTURE(height);
        CHECK(progress_lines("w", many, 80, height).size() <=
              static_cast<std::size_t>(std::max(height - 2, 1)));
    }
}

TEST_CASE("nothing that a server sends moves the cursor") {
    const lines shown =
        progress_lines("w", {row("p", "Synced", "", "", "a\nb\tc\x1b[2Jd\x7f\xC2\x9B\r")}, 80, 24);
    CHECK(shown == lines{"w: 1 resource, 1 synced, 1 healthy", "  Pod/p  Synced      a b c [2Jd"});
}

TEST_CASE("a picture replaces the one before it") {
    CHECK(redraw(0, {"a", "b"}) == "\r\x1b[2Ka\n\x1b[2Kb\n\x1b[J");
    CHECK(redraw(2, {"a"}) == "\r\x1b[2A\x1b[2Ka\n\x1b[J");
    CHECK(redraw(3, {}) == "\r\x1b[3A\x1b[J");
}
