#include "shell_words.hpp"

namespace argocdpp::cli {

namespace {

class word_reader {
  public:
    explicit word_reader(std::string_view text)
        : rest_(text) {}

    /// Skips what separates words; false at the end of the text.
    bool find_word() {
        for (;;) {
            rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size()));
            if (!rest_.starts_with('#'))
                return !rest_.empty();
            rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
        }
    }

    /// The word that begins here; nothing where it has no end.
    std::optional<std::string> word() {
        std::string found;
        char quote = 0;
        while (!rest_.empty() && (quote != 0 || blanks.find(rest_.front()) == blanks.npos)) {
            const char next = take();
            if (next == '\\' && quote != '\'') {
                if (rest_.empty())
                    return std::nullopt;
                found += take();
            } else if (next == quote) {
                quote = 0;
            } else if (quote == 0 && (next == '"' || next == '\'')) {
                quote = next;
            } else {
                found += next;
            }
        }
        return quote == 0 ? std::optional(found) : std::nullopt;
    }

  private:
    static constexpr std::string_view blanks = " \t\r\n";

    char take() {
        const char first = rest_.front();
        rest_.remove_prefix(1);
        return first;
    }

    std::string_view rest_;
};

} // namespace

std::optional<std::vector<std::string>> shell_words(std::string_view text) {
    std::vector<std::string> words;
    word_reader reader(text);
    while (reader.find_word()) {
        auto word = reader.word();
        if (!word)
            return std::nullopt;
        words.push_back(std::move(*word));
    }
    return words;
}

} // namespace argocdpp::cli
