#include "views/yaml.hpp"

#include <argocdpp/proto/json.hpp>

#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::cli;

namespace {

std::string yaml_of(const std::string& json) { return to_yaml(proto::parse(json), yaml_v3); }

/// How a text stands in a list.
std::string item(std::string_view text) {
    const auto whole = to_yaml(proto::any(proto::array{proto::any(text)}), yaml_v3);
    return whole.substr(2, whole.size() - 3);
}

} // namespace

TEST_CASE("yaml.v3 indents by four, lists too, and what stands behind a dash by two") {
    CHECK(yaml_of(R"({"a":{"b":[1,{"x":1,"y":{"z":[]}}]},"c":[[1,[2]],{}]})") ==
          "a:\n    b:\n        - 1\n        - x: 1\n          \"y\":\n            z: []\n"
          "c:\n    - - 1\n      - - 2\n    - {}\n");
    CHECK(yaml_of(R"([{"a":1,"b":[{"c":2}]}])") == "- a: 1\n  b:\n    - c: 2\n");
    CHECK(yaml_of("[]") == "[]\n");
    CHECK(yaml_of("null") == "null\n");
}

TEST_CASE("yaml.v3 folds nothing") {
    const std::string text(50, 'a');
    const auto line = text + " " + text + " " + text;
    CHECK(yaml_of("{\"k\":\"" + line + "\"}") == "k: " + line + "\n");
    CHECK(yaml_of("{\"k\":\"" + line + ": x\"}") == "k: '" + line + ": x'\n");
    CHECK(yaml_of("{\"k\":\"" + line + "\\u0001\"}") == "k: \"" + line + "\\x01\"\n");
}

TEST_CASE("yaml.v3 quotes what YAML would read as something else") {
    for (const std::string text : {"",
                                   "~",
                                   "null",
                                   "true",
                                   "False",
                                   "y",
                                   "N",
                                   "yes",
                                   "off",
                                   "on",
                                   "1",
                                   "-1",
                                   "+1",
                                   "0x1F",
                                   "017",
                                   "0o17",
                                   "0o-7",
                                   "-0b1",
                                   "1_000",
                                   "1e3",
                                   ".5",
                                   "1.",
                                   ".inf",
                                   "-.INF",
                                   ".NaN",
                                   "1:30",
                                   "12:30:45.5",
                                   "2001-01-01",
                                   "2001-01-01T00:00:00Z",
                                   "2001-1-1 1:1:1"})
        CHECK(item(text) == "\"" + text + "\"");
    for (const std::string text : {"a", "a b", "1b", "_1", "--", "0x", "0b", "<<", "=", "e3", "nan",
                                   "1e400", "10:99", "v1.2.3", "a:b", "a#b", "-a", "?x"})
        CHECK(item(text) == text);
    for (const std::string text :
         {"-", "x: ", "a: b", "a #b", "- a", "? a", "[a", "{a", "!a", "&a",  "*a",
          "|", ">",   "%a",   "@a",   "`a",  "#a",  ",a", " a", "a ", "---", "..."})
        CHECK(item(text) == "'" + text + "'");
    CHECK(item("'a'") == "'''a'''");
    CHECK(item("\"a\"") == "'\"a\"'");
    CHECK(item("a\tb") == "\"a\\tb\"");
    CHECK(item("\x01\x7f") == "\"\\x01\\x7F\"");
    CHECK(item("😀 é") == "\"\\U0001F600 é\"");
}

TEST_CASE("yaml.v3 writes texts of several lines as blocks, with tabs in them") {
    CHECK(yaml_of(R"({"k":"a\nb\n"})") == "k: |\n    a\n    b\n");
    CHECK(yaml_of(R"({"k":"a\n\n\tb"})") == "k: |-\n    a\n\n    \tb\n");
    CHECK(yaml_of(R"({"k":"a\n\n"})") == "k: |+\n    a\n\n");
    CHECK(yaml_of(R"({"k":" a\nb"})") == "k: |4-\n     a\n    b\n");
    CHECK(yaml_of(R"({"k":"a \nb"})") == "k: \"a \\nb\"\n");
    CHECK(yaml_of(R"({"k":"a\nb "})") == "k: \"a\\nb \"\n");
    CHECK(yaml_of(R"([{"k":"a\nb"}])") == "- k: |-\n    a\n    b\n");
    CHECK(yaml_of(R"({"l":[{"k":"a\nb"},"c\nd"]})") ==
          "l:\n    - k: |-\n        a\n        b\n    - |-\n      c\n      d\n");
}

TEST_CASE("where yaml.v3 would say a wrong indent, and nobody could read it back, ours is right") {
    CHECK(yaml_of(R"([" a\nb"])") == "- |2-\n   a\n  b\n");
    CHECK(yaml_of(R"(["\n"])") == "- |4+\n\n");
}

TEST_CASE("yaml.v3 sorts keys with letters before digits behind a digit") {
    CHECK(yaml_of(R"({"12":0,"1b":0,"a2":0,"a10":0,"ab":0,"a":0})") ==
          "1b: 0\n\"12\": 0\na: 0\na2: 0\na10: 0\nab: 0\n");
    CHECK(to_yaml(proto::parse(R"({"12":0,"1b":0})")) == "\"12\": 0\n1b: 0\n");
}
