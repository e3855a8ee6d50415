#include <argocdpp/proto/json.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;

TEST_CASE("strings are escaped as Go's encoding/json escapes them") {
    CHECK(write("\"\\/") == R"("\"\\/")");
    CHECK(write("\b\f\n\r\t") == R"("\b\f\n\r\t")");
    CHECK(write(std::string("\0\x01\x0b\x1f\x7f", 5)) == "\"\\u0000\\u0001\\u000b\\u001f\x7f\"");
    CHECK(write("<a href='x'>&</a>") == R"("\u003ca href='x'\u003e\u0026\u003c/a\u003e")");
    CHECK(write("\u2027\u2028\u2029\u202a") == "\"\u2027\\u2028\\u2029\u202a\"");
    CHECK(write("\u00e9\u4f60\U0001f600\ufffd") == "\"\u00e9\u4f60\U0001f600\ufffd\"");
}

TEST_CASE("bytes that are no UTF-8 are written as the escape of U+FFFD") {
    CHECK(write("a\xff\xe4\xbd") == R"("a\ufffd\ufffd\ufffd")");
}

TEST_CASE("keys are escaped like strings") {
    CHECK(write(object{{"a<\n", any()}}) == R"({"a\u003c\n":null})");
}

TEST_CASE("numbers are written as they are spelled") {
    CHECK(write(array{number{"1.0"}, number{"-0"}, any::integer(-5)}) == "[1.0,-0,-5]");
}

TEST_CASE("writing appends to what is there") {
    std::string out = "data: ";
    write(array{true, false, {}}, out);
    CHECK(out == "data: [true,false,null]");
}

TEST_CASE("indented text is laid out as by Go's MarshalIndent") {
    const any document = parse(R"({"a":[],"b":{},"c":[1,{"d":"x"}],"e":null})");
    CHECK(write_indented(document) == R"({
  "a": [],
  "b": {},
  "c": [
    1,
    {
      "d": "x"
    }
  ],
  "e": null
})");
    CHECK(write_indented(parse("[1]"), "\t") == "[\n\t1\n]");
    CHECK(write_indented(object{{"a", any::slot()}}) == "{}");
    CHECK(write_indented("text") == R"("text")");
}
