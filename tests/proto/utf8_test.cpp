#include "utf8.hpp"

#include <doctest/doctest.h>

using namespace argocdpp::proto;

namespace {

std::string mended(std::string text) {
    replace_invalid_utf8(text);
    return text;
}

} // namespace

TEST_CASE("valid UTF-8 of every length is left as it is") {
    for (const char* text : {"", "plain", "\u00e9", "\u4f60\u597d", "\U0001f600",
                             "\uffff\U0010ffff", "a long text that ends in \u00e9"})
        CHECK(mended(text) == text);
}

TEST_CASE("each byte of no valid sequence becomes one replacement character, as in Go") {
    CHECK(mended("a\xff"
                 "b") == "a\ufffdb");
    CHECK(mended("\xe4\xbd") == "\ufffd\ufffd");           // cut short
    CHECK(mended("\xc0\xaf") == "\ufffd\ufffd");           // longer than needed
    CHECK(mended("\xe0\x80\xaf") == "\ufffd\ufffd\ufffd"); // longer than needed
    CHECK(mended("\xf0\x80\x80\xaf") == "\ufffd\ufffd\ufffd\ufffd");
    CHECK(mended("\xed\xa0\x80") == "\ufffd\ufffd\ufffd");           // a surrogate
    CHECK(mended("\xf4\x90\x80\x80") == "\ufffd\ufffd\ufffd\ufffd"); // beyond U+10FFFF
    CHECK(mended("\xf5") == "\ufffd");
    CHECK(mended("\x80\u00e9") == "\ufffd\u00e9");
    CHECK(mended("eight by\xe9") == "eight by\ufffd");
}

TEST_CASE("the length of a sequence does not look behind it") {
    CHECK(utf8_length("") == 0);
    CHECK(utf8_length("ab") == 1);
    CHECK(utf8_length("\u4f60x") == 3);
    CHECK(utf8_length("\x80") == 0);
}
