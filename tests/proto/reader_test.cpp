#include "rewritten.hpp"

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

namespace {

std::string complaint(std::string_view text) {
    return complaint_of([text] { parse(text); });
}

} // namespace

TEST_CASE("every kind of value is read as what it is") {
    const any all = parse(R"( {"a":null,"b":[true,false],"c":"x","d":-1.50,"e":{},"f":[]} )");
    CHECK(write(all) == R"({"a":null,"b":[true,false],"c":"x","d":-1.50,"e":{},"f":[]})");
    CHECK(all.find("b")->items().front().boolean());
    CHECK(all.find("c")->string() == "x");
    CHECK(all.find("d")->num().spelling == "-1.50");
    CHECK(parse("7") == any::integer(7));
    CHECK(parse("\"x\"\n") == any("x"));
}

TEST_CASE("numbers keep their spelling") {
    for (const char* text :
         {"-0", "1.0", "1e3", "1E-07", "12345678901234567890123", "-9223372036854775809",
          "18446744073709551615", "0.1000000000000000000000000001", "1e400"})
        CHECK(write(parse(text)) == text);
}

TEST_CASE("keys that come twice are kept twice and in order") {
    CHECK(write(parse(R"({"b":1,"a":2,"b":3})")) == R"({"b":1,"a":2,"b":3})");
}

TEST_CASE("escapes are read as the characters they stand for") {
    CHECK(parse(R"("\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00")").string() ==
          "\"\\/\b\f\n\r\tA\u00e9\U0001f600");
    CHECK(parse(R"({"\u003ckey\u003e":1})").find("<key>"));
}

TEST_CASE("invalid UTF-8 and lone surrogates are read as U+FFFD") {
    CHECK(parse("\"a\xff\xc3\"").string() == "a\ufffd\ufffd");
    CHECK(parse("{\"\xff\":1}").find("\ufffd"));
    CHECK(parse(R"("\ud800x\udc00\ud800")").string() == "\ufffdx\ufffd\ufffd");
}

TEST_CASE("text that is no JSON is refused with the offset and what is wrong") {
    CHECK(complaint("") == "offset 0: unexpected end of text");
    CHECK(complaint("  ") == "offset 2: unexpected end of text");
    CHECK(complaint(R"({"a":1)") == "offset 6: unexpected end of text");
    CHECK(complaint(R"({"a":1]})") == "offset 6: unexpected ']'");
    CHECK(complaint(R"({"a" 1})") == "offset 5: unexpected '1'");
    CHECK(complaint("[1,]") == "offset 3: unexpected ']'");
    CHECK(complaint("\"a\nb\"") == "offset 2: unexpected byte 0x0a");
    CHECK(complaint("<html>") == "offset 0: unexpected '<'");
    CHECK(complaint(R"("\uzz00")") == "offset 3: expected hex digit");
    CHECK(complaint("nul") == "offset 3: unexpected end of text");
    CHECK(complaint("-") == "offset 1: unexpected end of text");
    CHECK(complaint("01") == "offset 1: unexpected text behind the document");
}

TEST_CASE("anything but white space behind the document is refused") {
    CHECK(complaint("{} x") == "offset 3: unexpected text behind the document");
    CHECK(complaint("{}{}") == "offset 2: unexpected text behind the document");
    CHECK(complaint("{} \r\n\t") == "no error");
}

TEST_CASE("200 levels are read and 201 are refused") {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    CHECK(write(parse(nested(200))) == nested(200));
    CHECK(complaint(nested(201)) == "offset 200: nested deeper than 200 levels");
    CHECK(complaint(std::string(100'000, '[')) == "offset 200: nested deeper than 200 levels");
}
