#include <argocdpp/proto/json.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;

TEST_CASE("a value knows its type by name") {
    CHECK(any().type_name() == "null");
    CHECK(any(true).type_name() == "bool");
    CHECK(any::integer(5).type_name() == "number");
    CHECK(any("").type_name() == "string");
    CHECK(any(array{}).type_name() == "array");
    CHECK(any(object{}).type_name() == "object");
    CHECK(any::slot().type_name() == "slot");
}

TEST_CASE("find looks into objects only and takes the first of two namesakes") {
    const any twice = parse(R"({"a":1,"b":2,"a":3})");
    REQUIRE(twice.find("a"));
    CHECK(*twice.find("a") == any::integer(1));
    CHECK(twice.find("c") == nullptr);
    CHECK(any("a").find("a") == nullptr);
    CHECK(any().find("a") == nullptr);
}

TEST_CASE("set replaces in place, appends what is new and makes an object of null") {
    any document = parse(R"({"a":1,"b":2})");
    document.set("a", "x");
    document.set("c", true);
    CHECK(write(document) == R"({"a":"x","b":2,"c":true})");
    any fresh;
    fresh.set("only", array{});
    CHECK(write(fresh) == R"({"only":[]})");
    any text = "no object";
    CHECK_THROWS_AS(text.set("a", "x"), std::bad_variant_access);
}

TEST_CASE("erase removes every namesake and leaves other types alone") {
    any document = parse(R"({"a":1,"b":2,"a":3})");
    document.erase("a");
    CHECK(write(document) == R"({"b":2})");
    any text = "a";
    text.erase("a");
    CHECK(text == any("a"));
}

TEST_CASE("a slot is not there for find and write but keeps its place for set") {
    any document = object{{"a", any::slot()}, {"b", "y"}};
    CHECK(document.find("a") == nullptr);
    CHECK(write(document) == R"({"b":"y"})");
    CHECK(write(object{{"a", any::slot()}}) == "{}");
    document.set("a", "x");
    CHECK(write(document) == R"({"a":"x","b":"y"})");
}

TEST_CASE("an integer is read from every spelling that has no fraction") {
    const auto integer = [](const char* spelling) { return number{spelling}.integer(); };
    CHECK(integer("0") == 0);
    CHECK(integer("-0") == 0);
    CHECK(integer("-17") == -17);
    CHECK(integer("1.0") == 1);
    CHECK(integer("-1.20e1") == -12);
    CHECK(integer("1e3") == 1000);
    CHECK(integer("1E+2") == 100);
    CHECK(integer("1200e-2") == 12);
    CHECK(integer("0.0e999999999999999999") == 0);
    CHECK(integer("9223372036854775807") == 9223372036854775807);
    CHECK(integer("-9223372036854775808") == -9223372036854775807 - 1);
    CHECK(integer("9.2e18") == 9200000000000000000);
}

TEST_CASE("a fraction or more than 64 bits is no integer") {
    for (const char* spelling :
         {"1.5", "1e-1", "9223372036854775808", "1e19", "1e999", "1e999999999999999",
          "1.5e-9223372036854775808", "1e9223372036854775807", "12345678901234567890123", "1e-999",
          "1e99999999999999999999", "92233720368547758080e-2"}) {
        CAPTURE(spelling);
        CHECK(number{spelling}.integer() == std::nullopt);
    }
}

TEST_CASE("nothing but a bool becomes a bool") {
    CHECK_FALSE(std::is_constructible_v<any, int>);
    CHECK_FALSE(std::is_constructible_v<any, const void*>);
}
