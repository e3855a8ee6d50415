// Words of ARGOCD_OPTS and of command lines in variables: what can be split can be quoted and split
// again.

#include "failure.hpp"
#include "options_variable.hpp"
#include "shell_words.hpp"
#include "target.hpp"

#include <optional>

namespace argocdpp::fuzz {

namespace {

/// The words in single quotes, which say nothing else in either grammar.
std::string quoted(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += text.empty() ? "'" : " '";
        for (const char c : word)
            text += c == '\'' ? std::string("'\\''") : std::string(1, c);
        text += '\'';
    }
    return text;
}

std::optional<std::vector<std::string>> split(std::string_view text) {
    try {
        return cli::split_shell_words(text);
    } catch (const cli::failure& refused) {
        expect(std::string_view(refused.what()).starts_with("Unterminated "), "says what is open");
        return std::nullopt;
    }
}

std::string values_of(std::string_view text) {
    std::string values;
    try {
        for (const auto& [name, value] : cli::parse_options_variable(text))
            values += name + "=" + value + "\n";
    } catch (const cli::failure& refused) {
        values = refused.what();
    }
    return values;
}

} // namespace

void options(std::string_view text) {
    if (const auto words = split(text)) {
        expect(split(quoted(*words)) == words, "words can be quoted and split again");
        expect_equal(values_of(quoted(*words)), values_of(text), "quotes change no value");
    }
    if (const auto words = cli::shell_words(text))
        expect(cli::shell_words(quoted(*words)) == words, "words can be quoted and split again");
}

} // namespace argocdpp::fuzz
