// Templates of -o jsonpath and -o custom-columns. jsonpath_answers.jsonl is what kubectl 1.36.1
// printed for each of its templates, run over the documents of its first line (served to it as
// custom resources; where an answer changed from run to run, it is not there).

#include "views/custom_columns.hpp"
#include "views/jsonpath.hpp"

#include <argocdpp/proto/json.hpp>

#include <doctest/doctest.h>

#include <fstream>
#include <string>
#include <vector>

namespace argocdpp::cli {
namespace {

std::vector<proto::any> lines_of_answers() {
    std::ifstream file(ARGOCDPP_JSONPATH_ANSWERS);
    std::vector<proto::any> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(proto::parse(line));
    return lines;
}

std::string text_of(const proto::any& row, std::string_view key) {
    const auto* value = row.find(key);
    return value ? value->string() : "";
}

std::string answer(const proto::any& row, const proto::any& document) {
    try {
        if (text_of(row, "output") == "jsonpath")
            return "answer: " + jsonpath(text_of(row, "template")).text(document);
        return "answer: " + custom_columns(text_of(row, "template")).table(document);
    } catch (const jsonpath_error& fault) {
        return std::string("error: ") + fault.what();
    }
}

std::string expected(const proto::any& row) {
    const bool is_answer = row.find("answer");
    return is_answer ? "answer: " + text_of(row, "answer") : "error: " + text_of(row, "error");
}

std::string text(std::string_view pattern, const char* document) {
    return jsonpath(pattern).text(proto::parse(document));
}

} // namespace

TEST_CASE("a template prints what kubectl prints for it") {
    const auto lines = lines_of_answers();
    REQUIRE(lines.size() > 250);
    const auto* documents = lines.front().find("documents");
    for (std::size_t at = 1; at < lines.size(); ++at) {
        const auto& row = lines[at];
        INFO(text_of(row, "output") << "=" << text_of(row, "template"));
        CHECK_EQ(answer(row, *documents->find(text_of(row, "document"))), expected(row));
    }
}

TEST_CASE("a list is what -o json prints, and goes by .items as well") {
    const char* list = R"([{"n":[1],"name":"a"},{"n":[],"name":"b"}])";
    CHECK_EQ(text("{[*].name}", list), "a b");
    CHECK_EQ(text("{range [*]}{.name}{\"\\n\"}{end}", list), "a\nb\n");
    CHECK_EQ(text("{.items[*].name}", list), "a b");
    CHECK_EQ(text("{.items[-1].name}", list), "b");
    CHECK_EQ(text("{@}", list), std::string(list));
    CHECK_EQ(text("{.items}", list), std::string(list));
    CHECK_EQ(text("{[*].n.items}", list), "");
    CHECK_EQ(text("{.items[*].name}", R"({"items":[{"name":"c"}]})"), "c");
}

TEST_CASE("members of an object come sorted where kubectl has them in random order") {
    constexpr auto object = R"({"z":{"name":"3"},"a":{"name":"1"},"k":[{"name":"2"}]})";
    CHECK_EQ(text("{.*.name}", object), "1 3");
    CHECK_EQ(text("{..name}", object), "1 2 3");
}

TEST_CASE("a template that finds ever more is refused") {
    std::string list = "1";
    for (int depth = 0; depth < 60; ++depth)
        list = "[" + list + ",1]";
    std::string pattern = "{";
    for (int times = 0; times < 12; ++times)
        pattern += "...*";
    CHECK_THROWS_WITH_AS(text(pattern + "}", list.c_str()), "the template finds too much",
                         jsonpath_error);
}

TEST_CASE("a table needs names and paths") {
    CHECK_THROWS_WITH_AS(custom_columns(""),
                         "custom-columns format specified but no custom columns given",
                         jsonpath_error);
    const custom_columns columns("NAME:.metadata.name,N:.n");
    CHECK_EQ(columns.table(proto::parse(R"({"metadata":{"name":"web"},"n":[1,2]})")),
             "NAME   N\nweb    [1 2]\n");
    CHECK_EQ(columns.table(proto::parse("[]")), "NAME   N\n");
}

} // namespace argocdpp::cli
