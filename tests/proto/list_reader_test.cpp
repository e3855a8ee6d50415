#include "random_document.hpp"
#include "recordings.hpp"
#include "rewritten.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <limits>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

namespace {

using piece_size = std::function<std::size_t()>;
constexpr auto whole_text = [] { return std::numeric_limits<std::size_t>::max(); };

/// The items of the list "items" in the text, one a line.
std::string items_of(std::string_view text, const projection& keep = {},
                     const piece_size& next_size = whole_text) {
    std::string lines;
    list_reader reader("items", keep, [&lines](const any& item) { lines += write(item) + "\n"; });
    while (!text.empty()) {
        const auto piece = text.substr(0, next_size());
        reader.push(piece);
        text.remove_prefix(piece.size());
    }
    reader.finish();
    return lines;
}

std::string complaint(std::string_view text) {
    return complaint_of([text] { items_of(text); });
}

/// What a projection means, told without a parser.
any pruned(const any& value, const std::vector<std::string>& paths) {
    if (std::ranges::count(paths, "") > 0)
        return value;
    if (value.is_array()) {
        array kept;
        for (const any& item : value.items())
            kept.push_back(pruned(item, paths));
        return kept;
    }
    if (!value.is_object())
        return value;
    object kept;
    for (const auto& [key, member] : value.members()) {
        std::vector<std::string> below;
        for (const auto& path : paths) {
            if (path == key)
                below.emplace_back();
            if (path.starts_with(key + "."))
                below.push_back(path.substr(key.size() + 1));
        }
        if (!below.empty())
            kept.emplace_back(key, pruned(member, below));
    }
    return kept;
}

std::string pruned_items(std::string_view text, const projection& keep) {
    std::string lines;
    const any document = parse(text);
    for (const any& item : document.find("items")->items())
        lines += write(keep.paths.empty() ? item : pruned(item, keep.paths)) + "\n";
    return lines;
}

/// A value whose keys are so few that random paths often hit them.
any small_world(document_maker& make, unsigned depth) {
    if (depth == 0 || make.chance(20))
        return make.value(0);
    if (make.chance(25)) {
        array items;
        for (auto left = make.below(3); left > 0; --left)
            items.push_back(small_world(make, depth - 1));
        return items;
    }
    object members;
    for (const char* key : {"a", "b", "items", "ab"})
        if (make.chance(60))
            members.emplace_back(key, small_world(make, depth - 1));
    return members;
}

std::string small_path(document_maker& make) {
    constexpr const char* keys[] = {"a", "b", "items", "ab"};
    std::string path = keys[make.below(4)];
    while (make.chance(50))
        path += std::string(".") + keys[make.below(4)];
    return path;
}

} // namespace

TEST_CASE("items come one by one, and whatever else the document holds is skipped") {
    CHECK(items_of(R"({"x":{"items":[9]},"items":[1,"a",null,[2],{"b":true}],"y":[[{}]]})") ==
          "1\n\"a\"\nnull\n[2]\n{\"b\":true}\n");
}

TEST_CASE("a list that is null, empty or absent has no items") {
    CHECK(items_of(R"({"metadata":{},"items":null})").empty());
    CHECK(items_of(R"({"items":[]})").empty());
    CHECK(items_of("{}").empty());
}

TEST_CASE("an item is handed over as soon as its last byte has come") {
    int seen = 0;
    list_reader reader("items", {}, [&seen](const any&) { ++seen; });
    reader.push(R"({"items":[{"a":1},{"b":)");
    CHECK(seen == 1);
    reader.push("2}");
    CHECK(seen == 2);
    reader.push("]}");
    reader.finish();
    CHECK(seen == 2);
}

TEST_CASE("text may be cut anywhere") {
    const std::string text =
        R"({"m":{"a\"":[1e5]},"items":[{"n\u0041":"x\\\ud83d\ude00\ud800","s":{"t":-12.50e+1}},tru)"
        "e,\"\xc3\xa9\xe4\xbd\xa0\xff\",null,123] , \"z\":false}\n";
    const auto whole = items_of(text, {{"nA", "s.t"}});
    CHECK(whole == "{\"nA\":\"x\\\\\U0001f600\ufffd\",\"s\":{\"t\":-12.50e+1}}\ntrue\n"
                   "\"\u00e9\u4f60\ufffd\"\nnull\n123\n");
    for (std::size_t first = 0; first <= text.size(); ++first) {
        for (std::size_t second = first; second <= text.size(); second += 7) {
            std::vector<std::size_t> sizes = {text.size(), second - first, first};
            const auto next = [&sizes] {
                const auto size = sizes.back();
                sizes.pop_back();
                return size;
            };
            REQUIRE(items_of(text, {{"nA", "s.t"}}, next) == whole);
        }
    }
}

TEST_CASE("recorded lists have the same items whole and in pieces of random size") {
    const std::string& text = recorded_body("/api/v1/applications");
    document_maker make(3);
    const auto expected = pruned_items(text, {});
    REQUIRE(expected.size() > 50'000);
    for (const std::size_t largest : {3U, 50U, 1000U, 20'000U}) {
        const auto next = [&] { return 1 + make.below(largest); };
        CHECK(difference(items_of(text, {}, next), expected) == "");
    }
}

TEST_CASE("a projection keeps of recorded applications what pruning keeps") {
    const projection keep{{"metadata.name", "metadata.namespace", "spec", "status.sync.status",
                           "status.health.status", "status.conditions", "status.resources.name"}};
    const std::string& text = recorded_body("/api/v1/applications");
    const auto items = items_of(text, keep);
    CHECK(difference(items, pruned_items(text, keep)) == "");
    CHECK(items.size() > 5'000);
    CHECK(items.size() < 25'000);
}

TEST_CASE("a projection keeps of random documents what pruning keeps") {
    document_maker make(4);
    for (int round = 0; round < 20'000; ++round) {
        array list;
        for (auto left = make.below(4); left > 0; --left)
            list.push_back(small_world(make, 4));
        const std::string text = write(
            object{{"a", small_world(make, 3)}, {"items", list}, {"b", small_world(make, 3)}});
        projection keep;
        for (auto left = make.below(5); left > 0; --left)
            keep.paths.push_back(small_path(make));
        const auto next = [&make] { return 1 + make.below(9); };
        CAPTURE(text);
        REQUIRE(items_of(text, keep, next) == pruned_items(text, keep));
    }
}

TEST_CASE("a path keeps what stands in its way, so that a wrong type shows") {
    CHECK(items_of(R"({"items":[{"status":"odd","x":1},7]})", {{"status.sync"}}) ==
          "{\"status\":\"odd\"}\n7\n");
}

TEST_CASE("a document of another shape is refused") {
    CHECK(complaint("[]") == "expected object, got array");
    CHECK(complaint("\"x\"") == "expected object, got string");
    CHECK(complaint("null") == "expected object, got null");
    CHECK(complaint("true") == "expected object, got bool");
    CHECK(complaint("7") == "expected object, got number");
    CHECK(complaint(R"({"items":{}})") == ".items: expected array, got object");
    CHECK(complaint(R"({"items":"x"})") == ".items: expected array, got string");
    CHECK(complaint(R"({"items":1})") == ".items: expected array, got number");
    CHECK(complaint(R"({"items":false})") == ".items: expected array, got bool");
}

TEST_CASE("offsets of errors count from the start of the whole text") {
    const auto offset_in_pieces = [](std::string_view text, std::size_t size) {
        return complaint_of([&] { items_of(text, {}, [size] { return size; }); });
    };
    for (const std::size_t size : {1U, 2U, 5U, 100U}) {
        CHECK(offset_in_pieces(R"({"items":[1,"\ud800",}]})", size) == "offset 21: unexpected '}'");
        CHECK(offset_in_pieces(R"({"items":[1,"\ud800)", size) ==
              "offset 19: unexpected end of text");
        CHECK(offset_in_pieces("{} 1", size) == "offset 3: unexpected text behind the document");
    }
}

TEST_CASE("skipped parts must be JSON too") {
    CHECK(complaint(R"({"x":[1,],"items":[]})") == "offset 8: unexpected ']'");
    CHECK(complaint("{\"x\":" + std::string(200, '[')) ==
          "offset 204: nested deeper than 200 levels");
}

TEST_CASE("what the receiver of items throws comes out of push") {
    list_reader reader("items", {}, [](const any&) { throw std::out_of_range("mine"); });
    CHECK_THROWS_AS(reader.push(R"({"items":[1,2]})"), std::out_of_range);
    CHECK_THROWS_AS(reader.push("x"), format_error);
}

TEST_CASE("a reader that has failed stays failed") {
    list_reader reader("items", {}, [](const any&) {});
    CHECK_THROWS_AS(reader.push("{]"), format_error);
    CHECK_THROWS_AS(reader.push("{}"), format_error);
    CHECK_THROWS_AS(reader.finish(), format_error);
}

TEST_CASE("a reader can be moved in the middle of a text") {
    std::string seen;
    list_reader first("items", {}, [&seen](const any& item) { seen += write(item); });
    first.push(R"({"items":[{"a":)");
    list_reader second = std::move(first);
    second.push("1}]}");
    second.finish();
    CHECK(seen == R"({"a":1})");
}
