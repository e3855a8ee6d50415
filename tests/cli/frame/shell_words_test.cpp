#include "shell_words.hpp"

#include <doctest/doctest.h>

using argocdpp::cli::shell_words;
using words = std::vector<std::string>;

TEST_CASE("A command line is split as the official CLI splits it") {
    CHECK(shell_words("diff") == words{"diff"});
    CHECK(shell_words("  diff\t-u \n--color ") == words{"diff", "-u", "--color"});
    CHECK(shell_words("a 'b c' \"d e\" f\\ g") == words{"a", "b c", "d e", "f g"});
    CHECK(shell_words("a''b \"\" x'\"'y") == words{"ab", "", "x\"y"});
    // A backslash takes any character within "…", and is one itself within '…'.
    CHECK(shell_words("\"a\\n\\\"\" 'b\\'") == words{"an\"", "b\\"});
    CHECK(shell_words("a #b c\nd e#f") == words{"a", "d", "e#f"});
    CHECK(shell_words("# nothing") == words{});
    CHECK(shell_words("") == words{});
}

TEST_CASE("A command line without an end is none") {
    CHECK_FALSE(shell_words("a 'b"));
    CHECK_FALSE(shell_words("a \"b\\\""));
    CHECK_FALSE(shell_words("a\\"));
}
