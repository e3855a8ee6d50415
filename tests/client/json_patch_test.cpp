#include "../proto/random_document.hpp"
#include "patched.hpp"

#include <argocdpp/json_patch.hpp>
#include <argocdpp/proto/json.hpp>

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using proto::any;

any of(std::string_view json) { return proto::parse(json); }

std::string patch(std::string_view before, std::string_view after) {
    return proto::write(json_patch(of(before), of(after)));
}

} // namespace

TEST_CASE("JSON Patch: each change behind a test of what was there") {
    CHECK(patch(R"({"a":1,"b":2})", R"({"b":2,"a":1})") == "[]");
    CHECK(patch(R"({"a":{"b":1,"future":2}})", R"({"a":{"b":3,"future":2}})") ==
          R"([{"op":"test","path":"/a/b","value":1},{"op":"replace","path":"/a/b","value":3}])");
    CHECK(patch(R"({"a":1})", "{}") ==
          R"([{"op":"test","path":"/a","value":1},{"op":"remove","path":"/a"}])");
    CHECK(patch("{}", R"({"x/y~z":{"c":1}})") ==
          R"([{"op":"test","path":"/x~1y~0z","value":null},)"
          R"({"op":"add","path":"/x~1y~0z","value":{"c":1}}])");
}

TEST_CASE("JSON Patch: a list grows without a test") {
    CHECK(patch(R"({"l":[{"n":"a"}]})", R"({"l":[{"n":"a"},{"n":"b"},{"n":"c"}]})") ==
          R"([{"op":"add","path":"/l/-","value":{"n":"b"}},)"
          R"({"op":"add","path":"/l/-","value":{"n":"c"}}])");
    CHECK(patch(R"({"l":["a"]})", R"({"l":["a","b"]})") ==
          R"([{"op":"add","path":"/l/-","value":"b"}])");
}

TEST_CASE("JSON Patch: an element is known by its plain members") {
    CHECK(patch(R"({"l":[{"n":"a","v":1,"more":{"x":1}}]})",
                R"({"l":[{"n":"a","v":1,"more":{"x":1,"y":2}}]})") ==
          R"([{"op":"test","path":"/l/0/n","value":"a"},{"op":"test","path":"/l/0/v","value":1},)"
          R"({"op":"test","path":"/l/0/more/y","value":null},)"
          R"({"op":"add","path":"/l/0/more/y","value":2}])");
    CHECK(
        patch(R"([["a"]])", R"([["b"]])") ==
        R"([{"op":"test","path":"","value":[["a"]]},{"op":"replace","path":"","value":[["b"]]}])");
}

TEST_CASE("JSON Patch: elements go from the end on, tested whole") {
    CHECK(patch(R"({"l":["a","b","c"]})", R"({"l":["b"]})") ==
          R"([{"op":"test","path":"/l/2","value":"c"},{"op":"remove","path":"/l/2"},)"
          R"({"op":"test","path":"/l/0","value":"a"},{"op":"remove","path":"/l/0"}])");
    CHECK(patch(R"({"l":["a","b"]})", R"({"l":["c"]})") ==
          R"([{"op":"test","path":"/l","value":["a","b"]},)"
          R"({"op":"replace","path":"/l","value":["c"]}])");
}

TEST_CASE("JSON Patch: makes the one of the other, for any two documents") {
    for (unsigned seed = 0; seed < 2000; ++seed) {
        CAPTURE(seed);
        proto::test::document_maker maker(seed);
        any before = proto::object();
        for (const auto* key : {"spec", "list", "~/"})
            before.set(key, maker.value(3));
        any after = before;
        for (const auto* key : {"spec", "list", "~/"})
            if (maker.chance(60))
                after.set(key, maker.chance(50) ? maker.value(3) : before.find("spec")[0]);
        if (any* list = after.find("list"); list->is_array() && !list->items().empty())
            list->items().erase(list->items().begin());
        const auto operations = json_patch(before, after);
        CHECK(json_patch(tests::patched(before, operations), after).items().empty());
        CHECK(operations.items().empty() == json_patch(after, before).items().empty());
    }
}

TEST_CASE("JSON Patch: changes of the same are refused, of others not") {
    const any before = of(R"({"a":1,"l":[{"n":"x","v":1}],"o":{}})");
    const auto mine = json_patch(before, of(R"({"a":2,"l":[{"n":"x","v":2}],"o":{"p":1}})"));
    for (const auto* theirs :
         {R"({"a":3,"l":[{"n":"x","v":1}],"o":{}})", R"({"a":1,"l":[{"n":"y","v":1}],"o":{}})",
          R"({"a":1,"l":[],"o":{}})", R"({"a":1,"l":[{"n":"x","v":1}],"o":{"p":5}})",
          R"({"l":[{"n":"x","v":1}],"o":{}})"})
        CHECK_THROWS_AS(tests::patched(of(theirs), mine), tests::refused_patch);
    const any theirs = of(R"({"a":1,"l":[{"n":"x","v":1},{"n":"z"}],"o":{"q":1},"new":2})");
    CHECK(proto::write(tests::patched(theirs, mine)) ==
          R"({"a":2,"l":[{"n":"x","v":2},{"n":"z"}],"o":{"q":1,"p":1},"new":2})");
}

TEST_CASE("changes of two hands come together, unless both changed the same") {
    const any base = of(R"({"a":1,"b":{"c":1,"d":1},"l":[1],"gone":1})");
    const any mine = of(R"({"b":{"d":1,"c":2},"l":[1,2],"gone":1,"a":1,"m":1})");
    const any theirs = of(R"({"a":5,"b":{"c":1,"d":6},"l":[1],"t":1})");
    const auto merged = merge_changes(base, mine, theirs);
    CHECK(merged.conflicts.empty());
    CHECK(proto::write(merged.document) == R"({"a":5,"b":{"c":2,"d":6},"l":[1,2],"t":1,"m":1})");

    const auto torn = merge_changes(base, of(R"({"a":2,"b":{"c":1,"d":1},"l":[1,2]})"),
                                    of(R"({"a":3,"b":{"c":1,"d":7},"l":[1,3],"gone":1})"));
    CHECK(torn.conflicts == std::vector<std::string>{"/a", "/l"});
    CHECK(proto::write(torn.document) == R"({"a":2,"b":{"c":1,"d":7},"l":[1,2]})");
    CHECK(merge_changes(base, of(R"({"a":2})"), of(R"({"a":2})")).conflicts.empty());
}

} // namespace argocdpp
