#include "views/live_list_view.hpp"
#include "views/steady_table.hpp"
#include "views/table.hpp"

#include <doctest/doctest.h>

namespace argocdpp::cli {
namespace {

using text_lines = std::vector<std::string>;

TEST_CASE("a table that fits is as it always is") {
    CHECK(live_list_lines("NAME\tSTATUS\n", {"a\tSynced\n", "long-name\tOutOfSync\n"}, 80, 24) ==
          text_lines{"NAME       STATUS", "a          Synced", "long-name  OutOfSync"});
    CHECK(live_list_lines("NAME\tSTATUS\n", {}, 80, 24) == text_lines{"NAME  STATUS"});
}

TEST_CASE("a table is cut to the window, and says what is missing") {
    const std::vector<std::string_view> rows(20,
                                             "argocd/application\thttps://kubernetes\tSynced\n");
    for (int height = 4; height < 30; ++height) {
        const auto lines = live_list_lines("NAME\tCLUSTER\tSTATUS\n", rows, 24, height);
        CHECK(lines.size() == static_cast<std::size_t>(std::min(height - 1, 21)));
        CHECK(lines[1] == "argocd/application  htt…");
        if (height < 22)
            CHECK(lines.back() == "… " + std::to_string(20 - (height - 3)) + " more");
        else
            CHECK(lines.back() == lines[1]);
    }
}

TEST_CASE("what a server says does not move the cursor") {
    const auto lines = live_list_lines("NAME\tX\n", {"a\x1b[2J\tb\rc\n"}, 80, 24);
    CHECK(lines[1].find_first_of("\x1b\r") == std::string::npos);
}

TEST_CASE("rows that come later stand below the columns that are there") {
    steady_table table(2);
    const std::string first = "NAME\tSTATUS\tHEALTH\nwaves\tSynced\tHealthy\n";
    CHECK(table.aligned(first) == align(first, 0, 2));
    CHECK(table.aligned("a\tUnknown\tb\n") == "a      Unknown  b\n");
    CHECK(table.aligned("grüner\tx\ty\n") == "grüner  x        y\n");
    CHECK(table.aligned("a\tdeleted\n") == "a       deleted\n");
    CHECK(table.aligned("") == "");
    CHECK(table.aligned("a\tb\tc\n") == "a       b        c\n");
}

} // namespace
} // namespace argocdpp::cli
