#include "yaml_output.hpp"

#include "runes.hpp"
#include "yaml_scalar.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace argocdpp::cli {

namespace {

/// What stands behind the backslash, where it is one letter; 0 for the others.
char short_escape(char32_t rune) {
    switch (rune) {
    case 0x00:
        return '0';
    case 0x07:
        return 'a';
    case 0x08:
        return 'b';
    case 0x09:
        return 't';
    case 0x0A:
        return 'n';
    case 0x0B:
        return 'v';
    case 0x0C:
        return 'f';
    case 0x0D:
        return 'r';
    case 0x1B:
        return 'e';
    case '"':
        return '"';
    case '\\':
        return '\\';
    case 0x85:
        return 'N';
    case 0xA0:
        return '_';
    case 0x2028:
        return 'L';
    case 0x2029:
        return 'P';
    default:
        return 0;
    }
}

/// The first character of a text.
std::string_view first_of(std::string_view text) { return text.substr(0, rune_length(text)); }

/// "+" where the text ends with an empty line, "-" where it ends with none.
std::string_view chomping_of(std::string_view text) {
    // A few characters from the end on; an ASCII one is never within another.
    std::size_t begin = text.size() > 12 ? text.size() - 12 : 0;
    while (begin > 0 && static_cast<unsigned char>(text[begin]) >= 0x80)
        --begin;
    text.remove_prefix(begin);
    std::array<std::string_view, 2> last{}; // the last character and the one before it
    for (std::size_t at = 0; at < text.size(); at += last[0].size())
        last = {first_of(text.substr(at)), last[0]};
    if (!yaml_sign::is_break(last[0]))
        return "-";
    const bool is_alone = last[1].empty();
    return is_alone || yaml_sign::is_break(last[1]) ? "+" : "";
}

} // namespace

int yaml_output::next_indent(bool is_item) const {
    constexpr int dash = 2; // with the blank behind it
    return is_item ? indent_ + dash : dialect_.indent * (indent_ / dialect_.indent + 1);
}

void yaml_output::indent(bool is_item) {
    indents_.push_back(indent_);
    indent_ = indent_ < 0 ? 0 : next_indent(is_item);
}

void yaml_output::indent_nothing() { indents_.push_back(indent_); }

void yaml_output::indent_scalar(bool is_item) {
    indents_.push_back(indent_);
    indent_ = indent_ < 0 ? dialect_.indent : next_indent(is_item);
}

void yaml_output::dedent() {
    indent_ = indents_.back();
    indents_.pop_back();
}

void yaml_output::put(std::string_view character) {
    text_ += character;
    ++column_;
}

bool yaml_output::put_run(std::string_view& text, unsigned sorts) {
    const std::string_view run = text.substr(0, yaml_sign::run(text, sorts));
    text_ += run;
    column_ += static_cast<int>(run.size());
    text.remove_prefix(run.size());
    return !run.empty();
}

void yaml_output::put_break() {
    text_ += '\n';
    column_ = 0;
}

void yaml_output::copy_break(std::string_view character) {
    if (character == "\n") {
        put_break();
        return;
    }
    text_ += character;
    column_ = 0;
}

bool yaml_output::is_past_width() const { return column_ > dialect_.width; }

void yaml_output::start_line() {
    const int target = std::max(indent_, 0);
    if (!at_line_start_ || column_ > target || (column_ == target && !after_space_))
        put_break();
    while (column_ < target)
        put(" ");
    after_space_ = true;
    at_line_start_ = true;
}

void yaml_output::indicator(std::string_view signs, bool needs_space, bool gives_space,
                            bool keeps_line_start) {
    if (needs_space && !after_space_)
        put(" ");
    for (const char& sign : signs)
        put({&sign, 1});
    after_space_ = gives_space;
    at_line_start_ = at_line_start_ && keeps_line_start;
}

void yaml_output::plain(std::string_view text, bool may_fold) {
    if (!after_space_)
        put(" ");
    bool after_blank = false;
    while (!text.empty()) {
        if (put_run(text, yaml_sign::word | yaml_sign::mark | yaml_sign::quote)) {
            at_line_start_ = false;
            after_blank = false;
            continue;
        }
        const std::string_view character = first_of(text);
        text.remove_prefix(character.size());
        const bool is_blank = character == " ";
        if (is_blank && may_fold && !after_blank && is_past_width() && !text.starts_with(' '))
            start_line();
        else
            put(character);
        if (!is_blank)
            at_line_start_ = false;
        after_blank = is_blank;
    }
    after_space_ = false;
    at_line_start_ = false;
}

void yaml_output::single_quoted(std::string_view text, bool may_fold) {
    indicator("'", true);
    const std::size_t size = text.size();
    bool after_blank = false;
    bool after_break = false;
    for (std::size_t at = 0; at < size;) {
        const std::string_view rest = text.substr(at);
        const std::string_view character = first_of(rest);
        at += character.size();
        if (yaml_sign::is_break(character)) {
            if (!after_break && character == "\n")
                put_break();
            copy_break(character);
            at_line_start_ = true;
            after_break = true;
            continue;
        }
        const bool is_blank = character == " ";
        if (is_blank && may_fold && !after_blank && is_past_width() && at > 1 && at < size &&
            text[at] != ' ') {
            start_line();
        } else {
            if (after_break && !is_blank)
                start_line();
            if (character == "'")
                put("'");
            put(character);
        }
        if (!is_blank) {
            at_line_start_ = false;
            after_break = false;
        }
        after_blank = is_blank;
    }
    indicator("'", false);
}

void yaml_output::escape(std::string_view character) {
    const char32_t rune = rune_length(character) == 1 ? static_cast<unsigned char>(character[0])
                                                      : first_rune(character);
    std::array<char, 16> code{};
    if (const char letter = short_escape(rune))
        code = {'\\', letter};
    else
        std::snprintf(code.data(), code.size(),
                      rune <= 0xFF     ? "\\x%02X"
                      : rune <= 0xFFFF ? "\\u%04X"
                                       : "\\U%08X",
                      static_cast<unsigned>(rune));
    for (const char* sign = code.data(); *sign != '\0'; ++sign)
        put({sign, 1});
}

void yaml_output::double_quoted(std::string_view text, bool may_fold) {
    indicator("\"", true);
    const std::size_t size = text.size();
    const bool starts_with_bom = text.starts_with("\xEF\xBB\xBF"); // then libyaml escapes it all
    bool after_blank = false;
    for (std::size_t at = 0; at < size;) {
        std::string_view rest = text.substr(at);
        if (!starts_with_bom && put_run(rest, yaml_sign::word | yaml_sign::mark)) {
            at = size - rest.size();
            after_blank = false;
            continue;
        }
        const std::string_view character = first_of(rest);
        at += character.size();
        const bool is_blank = character == " " && !starts_with_bom;
        if (starts_with_bom || character == "\"" || character == "\\" ||
            !yaml_sign::is_printable(character) || yaml_sign::is_break(character)) {
            escape(character);
        } else if (is_blank && may_fold && !after_blank && is_past_width() && at > 1 && at < size) {
            start_line();
            if (text[at] == ' ')
                put("\\");
        } else {
            put(character);
        }
        after_blank = is_blank;
    }
    indicator("\"", false);
}

void yaml_output::literal(std::string_view text) {
    indicator("|", true);
    if (text.starts_with(' ') || yaml_sign::is_break(text)) {
        // The writers of Go always say a level's indent; nobody can read that back where it is not
        // so, in sequences of yaml.v3.
        const bool is_empty = text.find_first_not_of('\n') == std::string_view::npos;
        const int columns = indent_ - std::max(indents_.back(), 0);
        indicator(std::to_string(is_empty ? dialect_.indent : columns), false);
    }
    indicator(chomping_of(text), false);
    put_break();
    at_line_start_ = true;
    after_space_ = true;
    bool after_break = true;
    while (!text.empty()) {
        if (!after_break && put_run(text, yaml_sign::blank | yaml_sign::word | yaml_sign::mark |
                                              yaml_sign::quote)) {
            at_line_start_ = false;
            continue;
        }
        const std::string_view character = first_of(text);
        text.remove_prefix(character.size());
        const bool is_break = yaml_sign::is_break(character);
        if (is_break) {
            copy_break(character);
        } else {
            if (after_break)
                start_line();
            put(character);
        }
        at_line_start_ = is_break;
        after_break = is_break;
    }
}

} // namespace argocdpp::cli
