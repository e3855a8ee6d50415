#include "options_variable.hpp"

#include "failure.hpp"

#include <optional>

namespace argocdpp::cli {

namespace {

class word_splitter {
  public:
    explicit word_splitter(std::string_view text)
        : rest_(text) {}

    std::vector<std::string> split() {
        while (!rest_.empty())
            take();
        end_word();
        return std::move(words_);
    }

  private:
    char next() {
        const char c = rest_.front();
        rest_.remove_prefix(1);
        return c;
    }

    void take() {
        const char c = next();
        if (c == ' ' || c == '\n' || c == '\t')
            return end_word();
        if (c == '\\')
            return take_escape();
        if (!word_)
            word_.emplace();
        if (c == '\'')
            take_single_quoted();
        else if (c == '"')
            take_double_quoted();
        else
            *word_ += c;
    }

    void end_word() {
        if (word_)
            words_.push_back(std::move(*word_));
        word_.reset();
    }

    void take_escape() {
        if (rest_.empty())
            throw failure(exit_code::failure, "Unterminated backslash-escape");
        const char c = next();
        if (c == '\n')
            return;
        if (!word_)
            word_.emplace();
        *word_ += c;
    }

    void take_single_quoted() {
        const std::size_t end = rest_.find('\'');
        if (end == std::string_view::npos)
            throw failure(exit_code::failure, "Unterminated single-quoted string");
        *word_ += rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
    }

    void take_double_quoted() {
        while (!rest_.empty()) {
            const char c = next();
            if (c == '"')
                return;
            if (c != '\\' || rest_.empty()) {
                *word_ += c;
                continue;
            }
            const char escaped = next();
            if (std::string_view("$`\"\n\\").find(escaped) == std::string_view::npos)
                *word_ += '\\';
            if (escaped != '\n')
                *word_ += escaped;
        }
        throw failure(exit_code::failure, "Unterminated double-quoted string");
    }

    std::string_view rest_;
    std::optional<std::string> word_;
    std::vector<std::string> words_;
};

} // namespace

std::vector<std::string> split_shell_words(std::string_view text) {
    return word_splitter(text).split();
}

option_values parse_options_variable(std::string_view text) {
    option_values options;
    std::optional<std::string> key;
    for (const std::string& word : split_shell_words(text)) {
        if (word.starts_with("--")) {
            if (key)
                options[*key] = "true";
            key = word.substr(2);
            if (key->empty())
                key.reset();
        } else if (key) {
            options[*key] = word;
            key.reset();
        } else {
            throw failure(exit_code::failure, "ARGOCD_OPTS invalid at '" + word + "'");
        }
    }
    if (key)
        options[*key] = "true";
    const option_values as_given = options;
    for (const auto& [name, value] : as_given)
        if (const std::size_t equals = name.find('=');
            equals != std::string::npos && value == "true")
            options.emplace(name.substr(0, equals), name.substr(equals + 1));
    return options;
}

} // namespace argocdpp::cli
