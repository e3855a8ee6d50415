#include "views/runes.hpp"

#include <doctest/doctest.h>

using namespace argocdpp::cli;

TEST_CASE("valid characters of one to four bytes count one each") {
    CHECK(rune_count("aé中😀") == 4);
    CHECK(first_rune("a") == U'a');
    CHECK(first_rune("é") == U'é');
    CHECK(first_rune("中") == U'中');
    CHECK(first_rune("😀") == U'😀');
}

TEST_CASE("every byte of an invalid sequence counts one") {
    CHECK(rune_count("\xC0\x80") == 2);         // a spelling that is too long
    CHECK(rune_count("\xE0\x9F\xBF") == 3);     // the same in three bytes
    CHECK(rune_count("\xED\xA0\x80") == 3);     // a surrogate
    CHECK(rune_count("\xF4\x90\x80\x80") == 4); // beyond U+10FFFF
    CHECK(rune_count("\xE4\xB8") == 2);         // cut short
    CHECK(rune_count("\xE4\xB8x") == 3);
    CHECK(first_rune("\xFF") == U'\uFFFD');
    CHECK(first_rune("") == U'\uFFFD');
}

TEST_CASE("a prefix never cuts a character") {
    CHECK(rune_prefix("é中a", 2) == "é中");
    CHECK(rune_prefix("é", 5) == "é");
    CHECK(rune_prefix("é", 0).empty());
}
