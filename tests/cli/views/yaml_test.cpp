#include "recordings.hpp"
#include "views/yaml.hpp"
#include "views/yaml_key_order.hpp"
#include "views/yaml_resolve.hpp"

#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::cli;

namespace {

std::string yaml_of(const std::string& json) { return to_yaml(proto::parse(json)); }

} // namespace

TEST_CASE("A key that would be taken for a merge is quoted") {
    const proto::any document = proto::parse(R"({"<<":{"a":1},"b":{"<<":2}})");
    CHECK(to_yaml(document) == "\"<<\":\n  a: 1\nb:\n  <<: 2\n");
}

TEST_CASE("YAML is written byte for byte as sigs.k8s.io/yaml writes it") {
    // Made by sigs.k8s.io/yaml 1.6.0 (JSONToYAML); each line has a document and its YAML.
    const auto examples = tests::lines_of_file(ARGOCDPP_YAML_EXAMPLES);
    CHECK(examples.size() > 300);
    for (const proto::any& example : examples) {
        CAPTURE(proto::write(*example.find("json")));
        CHECK(to_yaml(*example.find("json")) == example.find("yaml")->string());
    }
}

TEST_CASE("keys are sorted, lists stand below their key without indent") {
    CHECK(yaml_of(R"({"b":[1,{"y":[],"x":{}}],"a10":null,"a9":true,"B":[[1,[2]],[]]})") ==
          "B:\n- - 1\n  - - 2\n- []\na9: true\na10: null\nb:\n- 1\n- x: {}\n  \"y\": []\n");
}

TEST_CASE("scalars may stand alone") {
    CHECK(yaml_of("null") == "null\n");
    CHECK(yaml_of("\"a\"") == "a\n");
    CHECK(yaml_of("\"a\\nb\"") == "|-\n  a\n  b\n");
    CHECK(yaml_of("[]") == "[]\n");
    CHECK(yaml_of("{}") == "{}\n");
}

TEST_CASE("long keys and keys of several lines get lines of their own") {
    const std::string key(129, 'k');
    CHECK(yaml_of("{\"" + key + "\":[1]}") == "? " + key + "\n: - 1\n");
    CHECK(yaml_of("{\"" + key.substr(1) + "\":[1]}") == key.substr(1) + ":\n- 1\n");
    CHECK(yaml_of(R"({"a\nb":1})") == "? |-\n  a\n  b\n: 1\n");
}

TEST_CASE("members that only keep a place are not written") {
    CHECK(to_yaml(proto::any(proto::object{{"a", proto::any::slot()}})) == "{}\n");
}

TEST_CASE("behind a byte order mark everything is escaped, as libyaml does") {
    CHECK(to_yaml(proto::any("\uFEFFa\u00A0 \u2028é😀")) ==
          "\"\\uFEFF\\x61\\_\\x20\\L\\xE9\\U0001F600\"\n");
}

TEST_CASE("what is no UTF-8 is escaped") {
    CHECK(to_yaml(proto::any("a\xFFz")) == "\"a\\xFFz\"\n");
}

TEST_CASE("numbers are integers of 64 bits or the shortest decimals of a double") {
    const auto text = [](const char* spelling) { return number_text({spelling}).value_or("none"); };
    CHECK(text("0") == "0");
    CHECK(text("-0") == "0");
    CHECK(text("-0.0") == "-0");
    CHECK(text("1.0") == "1");
    CHECK(text("1.50") == "1.5");
    CHECK(text("1e5") == "100000");
    CHECK(text("1e6") == "1e+06");
    CHECK(text("1234567.5") == "1.2345675e+06");
    CHECK(text("0.0001") == "0.0001");
    CHECK(text("0.00001") == "1e-05");
    CHECK(text("1e20") == "1e+20");
    CHECK(text("9223372036854775807") == "9223372036854775807");
    CHECK(text("18446744073709551615") == "18446744073709551615");
    CHECK(text("18446744073709551616") == "1.8446744073709552e+19");
    CHECK(text("-9223372036854775809") == "-9.223372036854776e+18");
    CHECK(text("1e-400") == "0");
    CHECK(text("1e400") == "none");
}

TEST_CASE("texts that YAML 1.1 reads as something else are no strings") {
    for (const char* text : {"",
                             "~",
                             "null",
                             "y",
                             "Yes",
                             "off",
                             "TRUE",
                             ".nan",
                             "+.Inf",
                             "-.INF",
                             "0",
                             "+1",
                             "-1_0",
                             "0x1F",
                             "0o17",
                             "017",
                             "0b101",
                             "0b-1",
                             "18446744073709551615",
                             "1.5",
                             "1.",
                             ".5",
                             ".5_5",
                             "1e3",
                             "+1.5E-3",
                             "1:30",
                             "-190:20:30.15",
                             "2001-01-01",
                             "2001-1-1",
                             "2001-12-14t21:59:43.10-05:00",
                             "2001-12-14T21:59:43Z",
                             "2001-12-14   21:59:43,1"}) {
        CAPTURE(text);
        CHECK(!reads_as_string(text, sigs_yaml));
    }
}

TEST_CASE("texts that only look like it are strings") {
    for (const char* text : {"a",
                             "yEs",
                             "nULL",
                             "<<",
                             "-",
                             "+",
                             ".",
                             "-.",
                             "0x",
                             "0o8",
                             "0b2",
                             "0b",
                             "1__0x",
                             "_1",
                             "1,000",
                             "1e",
                             "e5",
                             "1e400",
                             "-1e400",
                             "._5",
                             ".5_",
                             ".5.5",
                             "1.2.3",
                             "1:60:1x",
                             "1:",
                             "2001-13-01",
                             "2001-02-30",
                             "2001-1-1T1:1:1",
                             "2001-12-14 21:59:43 Z",
                             "201-01-01",
                             "20011-01-01",
                             "2001-01-01x",
                             "2001-12-14T24:00:00Z",
                             "inf",
                             "nan",
                             "0x1p4"}) {
        CAPTURE(text);
        CHECK(reads_as_string(text, sigs_yaml));
    }
}

TEST_CASE("keys are ordered as people would") {
    const auto in_order = [](std::initializer_list<const char*> keys) {
        for (const char* const* left = keys.begin(); left != keys.end(); ++left)
            for (const char* const* right = keys.begin(); right != keys.end(); ++right) {
                CAPTURE(*left);
                CAPTURE(*right);
                CHECK(key_comes_before(*left, *right, sigs_yaml) == (left < right));
            }
    };
    in_order({"", ".", "1", "9", "10", "A", "B", "a", "a-b", "a1", "a2", "a10", "aB", "ab", "é"});
    in_order({"f:metadata", "f:spec", "f:status"});
    in_order({"v1", "v1beta1", "v2"});
    in_order({"a0", "a1", "a01", "a001"});
    in_order({"9", "10", "12", "100", "109", "900"});
    in_order({"a—", "a中"}); // a dash comes before a letter
}
