#include "../../proto/random_document.hpp"
#include "views/yaml.hpp"
#include "yaml_reader.hpp"

#include <argocdpp/proto/json.hpp>

#include <doctest/doctest.h>

#include <map>
#include <random>

using namespace argocdpp;
using namespace argocdpp::cli;

namespace {

std::string json_of(const std::string& yaml) { return proto::write(parse_yaml(yaml)); }

/// Without the line breaks that YAML 1.2 has not, and yaml-cpp therefore knows not.
std::string without_old_breaks(std::string text) {
    for (const std::string_view sign : {"\u0085", "\u2028", "\u2029"})
        for (auto at = text.find(sign); at != std::string::npos; at = text.find(sign))
            text.replace(at, sign.size(), "L");
    return text;
}

/// The document with every key once, in order, and no numbers that a double changes.
proto::any plain(proto::any value) {
    if (value.is_number() && !value.num().integer())
        return proto::any("17");
    if (value.is_number())
        return proto::any::integer(*value.num().integer());
    if (value.is_string())
        return without_old_breaks(value.string());
    if (value.is_array())
        for (auto& item : value.items())
            item = plain(std::move(item));
    if (!value.is_object())
        return value;
    std::map<std::string, proto::any> members;
    for (auto& [key, member] : value.members())
        members.emplace(without_old_breaks(key), plain(std::move(member)));
    return proto::object(members.begin(), members.end());
}

std::string refusal(const std::string& yaml) {
    try {
        parse_yaml(yaml);
    } catch (const yaml_error& fault) {
        return fault.what();
    }
    return "";
}

} // namespace

TEST_CASE("YAML means what it means to the official CLI") {
    CHECK(json_of("") == "null");
    CHECK(json_of("# nothing\n") == "null");
    CHECK(json_of("a: 1\nb: [x, 'y', \"z\"]\nc:\n- d: ~\n") ==
          R"({"a":1,"b":["x","y","z"],"c":[{"d":null}]})");
    CHECK(json_of("[yes, No, on, OFF, true, y, 'yes', yess]") ==
          R"([true,false,true,false,true,true,"yes","yess"])");
    CHECK(json_of("[0x10, 010, 0b11, 1_000, -5, +7, 1.50, .5, 1e3, 1.2.3, -, .]") ==
          R"([16,8,3,1000,-5,7,1.50,0.5,1e3,"1.2.3","-","."])");
    CHECK(json_of("[08, 09.5, 1__0, 5_, 1_0.5, 0x_1F, -010, 0o10, 1e400, ._5, _5, 0b, 1e, tRue]") ==
          R"([8,9.5,10,5,10.5,31,-8,8,"1e400","._5","_5","0b","1e","tRue"])");
    CHECK(json_of("[2001-01-01, 12:30:45, =, <<]") ==
          R"(["2001-01-01","12:30:45","=","\u003c\u003c"])");
    CHECK(json_of("a: 1\na: 2\n") == R"({"a":2})");
    CHECK(json_of("1: a\ntrue: b\n") == R"({"1":"a","true":"b"})");
    CHECK(json_of("a: &x {b: 1}\nc: *x\n") == R"({"a":{"b":1},"c":{"b":1}})");
    CHECK(json_of("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n") ==
          R"({"a":{"b":1,"c":2},"d":{"b":1,"c":3}})");
    CHECK(json_of("a: |\n  b\n  c\n") == R"({"a":"b\nc\n"})");
    CHECK(json_of("{\"a\":\t1,\n\t\"b\": \"\\u00e9\"}") == "{\"a\":1,\"b\":\"\u00e9\"}");
    CHECK(json_of("a: 1\n---\nb: 2\n") == R"({"a":1})");
}

TEST_CASE("YAML: `<<` merges where it stands, the first of several maps winning") {
    const std::string maps = "x: &x {b: 1, c: 2}\nz: &z {c: 9, e: 5}\nd:\n";
    const auto d = [&maps](const std::string& lines) {
        return proto::write(*parse_yaml(maps + lines).find("d"));
    };
    CHECK(d("  <<: *x\n  c: 3\n") == R"({"b":1,"c":3})");
    CHECK(d("  c: 3\n  <<: *x\n") == R"({"c":2,"b":1})");
    CHECK(d("  <<: [*x, *z]\n") == R"({"c":2,"e":5,"b":1})");
    CHECK(d("  <<: *x\n  <<: *z\n") == R"({"b":1,"c":9,"e":5})");
    CHECK(d("  '<<': *x\n") == R"({"\u003c\u003c":{"b":1,"c":2}})");
    for (const auto* wrong : {"  <<: 5\n", "  <<:\n  a: 1\n", "  <<: [1]\n", "  <<: [[*x]]\n"})
        CHECK(refusal(maps + wrong).find("map merge requires map") != std::string::npos);
}

TEST_CASE("YAML: keys and tags are read as values are") {
    CHECK(json_of("y: 1\nOff: 2\n010: 3\n2_000: 4\n1e3: 5\n0.10: 6\n'yes': 7\n!!str no: 8\n") ==
          R"({"true":1,"false":2,"8":3,"2000":4,"1000":5,"0.1":6,"yes":7,"no":8})");
    CHECK(json_of("1000000.0: 1\n-1e10: 2\n.inf: 3\n-0: 4\n") ==
          R"({"1e+06":1,"-1e+10":2,".inf":3,"0":4})");
    CHECK(json_of("a: &a yes\n*a : c\n") == R"({"a":true,"true":"c"})");
    for (const auto* wrong : {"~: 1\n", "null: 1\n", "? [1]\n: 2\n"})
        CHECK(refusal(wrong).find("a key must be a text") != std::string::npos);
    CHECK(
        json_of("[!!str 5, !!int '5', !!bool 'yes', !!float 5, !foo x, !!null '', !!str , ! 5]") ==
        R"(["5",5,true,5,"x",null,"","5"])");
    CHECK(json_of("a: !!binary aGVsbG8=\nb: !!timestamp 2001-01-01\nc: !!set {d, e}\n") ==
          R"({"a":"hello","b":"2001-01-01","c":{"d":null,"e":null}})");
    for (const auto* wrong : {"!!int 5.5", "!!null x", "!!bool 5", ".inf", "-.Inf", ".nan"})
        CHECK_FALSE(refusal(wrong).empty());
}

TEST_CASE("YAML: line ends, tabs and byte order marks of other systems") {
    CHECK(json_of("a: 1\r\nb: |\r\n  x\r\n  y\r\n") == R"({"a":1,"b":"x\ny\n"})");
    CHECK(json_of("\ufeffa: 1\n") == R"({"a":1})");
    CHECK(json_of("\ufeff{\"a\": 1}\n") == R"({"a":1})");
    CHECK(json_of("a:\t1\n") == R"({"a":1})");
    CHECK_FALSE(refusal("a:\n\tb: 1\n").empty());
}

TEST_CASE("What is no YAML is refused with its place") {
    CHECK(refusal("a: [1\n").starts_with("yaml: line 2, column 1: "));
    CHECK(refusal("a: b: c\n").starts_with("yaml: line 1, column 5: "));
    CHECK(refusal("a: *nope\n").starts_with("yaml: line 1, column "));
    CHECK(refusal("[1]: 2\n").starts_with("yaml: line 1, column 1: a key must be a text"));
}

TEST_CASE("What no YAML may hold is refused, and does not hold up the reader") {
    CHECK(refusal("a: b\nc: \x01\n") ==
          "yaml: line 2, column 4: control characters are not allowed");
    CHECK(refusal("a: caf\xe9\n") == "yaml: line 1, column 7: invalid UTF-8");
    CHECK(refusal("a: !!binary x\n").starts_with("yaml: line 1, column 4: a !!binary value: "));
    const std::string with_end("a: b\n\0\n---\nc: d\n", 17);
    CHECK(parse_yaml_documents(with_end).fault ==
          "yaml: line 2, column 1: control characters are not allowed");
    CHECK(refusal(", a\n") == "yaml: line 1, column 1: did not find expected node content");
    const yaml_documents behind = parse_yaml_documents("a: b\n---\n, c\n");
    CHECK(behind.documents.size() == 1);
    CHECK(behind.fault == "yaml: line 3, column 1: did not find expected node content");
    CHECK(parse_yaml_documents("---\n---\n---\n").fault.empty());
}

TEST_CASE("Escapes that stand for one character give it") {
    CHECK(json_of(R"("\N\_\L\x85")") == "\"\u0085\u00a0\\u2028\u0085\"");
}

TEST_CASE("Nesting and what aliases multiply are bounded") {
    std::string nested;
    for (int i = 0; i < 5000; ++i)
        nested += "- ";
    CHECK(refusal(nested).find("nested too deeply") != std::string::npos);
    CHECK_FALSE(refusal(std::string(5000, '[')).empty());
    CHECK_FALSE(refusal("a: " + std::string(5000, '{')).empty());
    CHECK(refusal(std::string(5000, '-') + " ").empty());
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 10; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
        for (int j = 0; j < 10; ++j)
            bomb += (j ? ", " : "") + before;
        bomb += "]\n";
    }
    CHECK(refusal(bomb).find("too many values") != std::string::npos);
    std::string long_bomb = "- &a " + std::string(100'000, 'x') + "\n";
    for (int i = 0; i < 10'000; ++i)
        long_bomb += "- *a\n";
    CHECK(refusal(long_bomb).find("too many values") != std::string::npos);
}

TEST_CASE("What argocdpp writes it reads back") {
    const std::string text =
        R"({"a":"yes","b":"1","c":null,"d":["x: y","- z","","#"],"e":{"f":1.5}})";
    const proto::any document = proto::parse(text);
    CHECK(proto::write(parse_yaml(to_yaml(document))) == text);
}

TEST_CASE("No text breaks the reader") {
    std::mt19937 random(7);
    const std::string seed = "contexts:\n- name: &a one\n  server: [b, \"c\"]\nusers: {x: *a}\n";
    const std::string letters = "{}[]:,-&*!|>'\"%@`#?\n \t\\ax0~\xff";
    for (int round = 0; round < 3'000; ++round) {
        std::string text = seed;
        for (auto changes = 1 + random() % 4; changes > 0; --changes) {
            const std::size_t at = random() % text.size();
            if (random() % 2)
                text[at] = letters[random() % letters.size()];
            else
                text.insert(at, 1, letters[random() % letters.size()]);
        }
        refusal(text);
    }
}

TEST_CASE("what is written in either dialect is read back as it was") {
    proto::test::document_maker random(20261124);
    for (int round = 0; round < 3000; ++round) {
        const auto document = plain(random.value(4));
        for (const auto* dialect : {&sigs_yaml, &yaml_v3}) {
            const auto text = to_yaml(document, *dialect);
            CAPTURE(text);
            REQUIRE(plain(parse_yaml(text)) == document);
        }
    }
}

TEST_CASE("nasty texts are read back as they were, wherever they stand") {
    const std::string line(200, 'x');
    std::vector<std::string> texts = {
        "1",      "0x1F", "017",  "0o7",  "0o-7",   "1e3",     "1_000",      "1:30",
        ".5",     ".inf", "true", "no",   "y",      "~",       "null",       "",
        "a\nb",   "\n",   " a",   "a ",   "a\nb\n", "\n\na",   "  a\n b",    "a \nb",
        "\ta",    "a: b", "a #b", ": a",  "- a",    "a\tb\nc", "2001-01-01", "2001-01-01T00:00:00Z",
        "? a",    "---",  "...",  "{a",   "[a",     "&a",      "*a",         "!a",
        "%a",     "@a",   "|",    ">",    "'",      "\"",      "\\",         "\x01",
        "\x7f",   "\r",   "é",    "日本", "😀",      "a\r\nb",  "\x1b[0m",    "\u00a0",
        "\ufeffa"};
    texts.push_back(line + " " + line);
    texts.push_back("a: " + line + " " + line);
    texts.push_back(line + " " + line + "\n" + line);
    for (const auto& text : texts) {
        const proto::any one(text);
        const proto::array nested = {one, proto::array{one}, proto::object{{"k", one}}};
        const proto::any document(proto::object{{"a", one}, {"l", nested}, {"k" + text, one}});
        for (const auto* dialect : {&sigs_yaml, &yaml_v3}) {
            const auto written = to_yaml(document, *dialect);
            CAPTURE(written);
            REQUIRE(plain(parse_yaml(written)) == plain(document));
        }
    }
}

TEST_CASE("YAML: documents one after the other, up to what is none") {
    const auto shown = [](const std::string& yaml) {
        const auto found = parse_yaml_documents(yaml);
        std::string text;
        for (const auto& document : found.documents)
            text += proto::write(document) + " ";
        return text + found.fault;
    };
    CHECK(shown("") == "");
    CHECK(shown("---\n# nothing\n---\n") == "");
    CHECK(shown("a: 1\n---\nb: 2\n...\n---\nnull\n---\nc: '---'\n") ==
          R"({"a":1} {"b":2} {"c":"---"} )");
    CHECK(shown("{\"a\": 1}\n") == R"({"a":1} )");
    CHECK(shown("{\"a\": 1}\n---\n{b: 2}") == R"({"a":1} {"b":2} )");
    CHECK(shown("a: 1\n---\nb: [\n") ==
          R"({"a":1} yaml: line 4, column 1: end of sequence flow not found)");
    CHECK(shown("a: &x 1\n---\nb: *x\n").starts_with(R"({"a":1} yaml: line 3, column )"));
}
