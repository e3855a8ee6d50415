#include "failure.hpp"
#include "options_variable.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace argocdpp::cli;

namespace {

std::string refusal(std::string_view text) {
    try {
        parse_options_variable(text);
    } catch (const failure& fault) {
        CHECK(fault.code == exit_code::failure);
        return fault.what();
    }
    return "";
}

} // namespace

TEST_CASE("ARGOCD_OPTS is split as a shell splits it") {
    using words = std::vector<std::string>;
    CHECK(split_shell_words("") == words{});
    CHECK(split_shell_words(" \t\n") == words{});
    CHECK(split_shell_words("a  b\nc\td") == words{"a", "b", "c", "d"});
    CHECK(split_shell_words("'a b'\"c d\"e\\ f") == words{"a bc de f"});
    CHECK(split_shell_words("''") == words{""});
    CHECK(split_shell_words("\"a\\\"b\\$c\\d\\\\\"") == words{"a\"b$c\\d\\"});
    CHECK(split_shell_words("a\\\nb \\\n c") == words{"ab", "c"});
    CHECK(split_shell_words("'it'\\''s' $HOME *") == words{"it's", "$HOME", "*"});
}

TEST_CASE("ARGOCD_OPTS holds --key value, --key and --key=value") {
    CHECK(parse_options_variable("--server a:1 --plaintext --grpc-web") ==
          option_values{{"server", "a:1"}, {"plaintext", "true"}, {"grpc-web", "true"}});
    CHECK(parse_options_variable("--server=a:1").at("server") == "a:1");
    CHECK(parse_options_variable("--server=a --server b").at("server") == "b");
    CHECK(parse_options_variable("--server a=b").at("server") == "a=b");
    CHECK(parse_options_variable("--header 'a: 1,b: 2'").at("header") == "a: 1,b: 2");
    CHECK(parse_options_variable("--config ''").at("config") == "");
}

TEST_CASE("ARGOCD_OPTS is refused in the official CLI's words") {
    CHECK(refusal("x") == "ARGOCD_OPTS invalid at 'x'");
    CHECK(refusal("--server a b") == "ARGOCD_OPTS invalid at 'b'");
    CHECK(refusal("-H a:b") == "ARGOCD_OPTS invalid at '-H'");
    CHECK(refusal("--server 'x") == "Unterminated single-quoted string");
    CHECK(refusal("--server \"x") == "Unterminated double-quoted string");
    CHECK(refusal("--server \"x\\") == "Unterminated double-quoted string");
    CHECK(refusal("--server x\\") == "Unterminated backslash-escape");
}

TEST_CASE("No ARGOCD_OPTS breaks its parser") {
    std::mt19937 random(1);
    const std::string letters = "-='\"\\ \nax$";
    for (int round = 0; round < 20'000; ++round) {
        std::string text(random() % 12, ' ');
        for (char& c : text)
            c = letters[random() % letters.size()];
        refusal(text);
    }
}
