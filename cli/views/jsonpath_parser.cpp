#include "jsonpath.hpp"
#include "jsonpath_node.hpp"
#include "runes.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <limits>
#include <optional>

namespace argocdpp::cli {
namespace {

using node = jsonpath_node;
using node_list = std::vector<node>;

bool is_digit(char sign) { return sign >= '0' && sign <= '9'; }

/// Every character beyond ASCII counts as a letter.
bool is_word(char sign) {
    return sign == '_' || is_digit(sign) || (sign >= 'a' && sign <= 'z') ||
           (sign >= 'A' && sign <= 'Z') || static_cast<unsigned char>(sign) >= 0x80;
}

bool ends_word(char sign) {
    return std::string_view(" \t\r\n.,[]$@{}").find(sign) != std::string_view::npos;
}

std::string character_name(std::string_view text) {
    const auto code = static_cast<unsigned>(first_rune(text));
    std::array<char, 16> spelled{};
    std::snprintf(spelled.data(), spelled.size(), "U+%04X", code);
    const bool is_shown = code >= 0x20 && code != 0x7F;
    return std::string(spelled.data()) +
           (is_shown ? " '" + std::string(text.substr(0, rune_length(text))) + "'" : "");
}

std::optional<long long> integer_of(std::string_view text) {
    long long value = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end)
        return std::nullopt;
    return value;
}

void append_utf8(std::string& text, unsigned long code) {
    if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
        throw jsonpath_error("invalid syntax");
    const auto put = [&](unsigned long byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | code >> 6);
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

/// Text between quotes with Go's escapes.
class quoted_text {
  public:
    quoted_text(std::string_view inner, char quote)
        : left_(inner)
        , quote_(quote) {}

    std::string read() {
        while (!left_.empty()) {
            const char sign = take();
            if (sign == quote_)
                fail();
            if (sign == '\\')
                escape();
            else
                text_ += sign;
        }
        return std::move(text_);
    }

  private:
    [[noreturn]] static void fail() { throw jsonpath_error("invalid syntax"); }

    char take() {
        if (left_.empty())
            fail();
        const char sign = left_.front();
        left_.remove_prefix(1);
        return sign;
    }

    unsigned long digits(std::size_t count, int base) {
        if (left_.size() < count)
            fail();
        unsigned long code = 0;
        const auto end = left_.data() + count;
        const auto read = std::from_chars(left_.data(), end, code, base);
        if (read.ec != std::errc() || read.ptr != end)
            fail();
        left_.remove_prefix(count);
        return code;
    }

    void escape() {
        constexpr std::string_view names = "abfnrtv\\";
        constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\";
        const char sign = take();
        if (const auto at = names.find(sign); at != names.npos)
            text_ += meanings[at];
        else if (sign == quote_)
            text_ += sign;
        else if (sign == 'x')
            text_ += static_cast<char>(digits(2, 16));
        else if (sign == 'u')
            append_utf8(text_, digits(4, 16));
        else if (sign == 'U')
            append_utf8(text_, digits(8, 16));
        else
            octal(sign);
    }

    void octal(char first) {
        if (first < '0' || first > '7')
            fail();
        const auto code = static_cast<unsigned long>(first - '0') * 64 + digits(2, 8);
        if (code > 0xFF)
            fail();
        text_ += static_cast<char>(code);
    }

    std::string_view left_;
    char quote_;
    std::string text_;
};

class parser {
  public:
    explicit parser(std::string_view text)
        : text_(text) {}

    node_list parse() {
        node_list root;
        while (at_ < text_.size()) {
            const auto brace = std::min(text_.find('{', at_), text_.size());
            if (brace > at_)
                root.push_back(
                    {.what = node::kind::value, .constant = text_.substr(at_, brace - at_)});
            at_ = brace + 1;
            if (brace < text_.size())
                root.push_back({.what = node::kind::list, .parts = {action()}});
        }
        return root;
    }

  private:
    /// One action alone, as there is within brackets.
    static node_list action_of(const std::string& text) {
        auto root = parser("{" + text + "}").parse();
        return std::move(root.front().parts.front());
    }

    /// From behind the left brace to behind the right one.
    node_list action() {
        node_list steps;
        while (!skip("}"))
            step(steps);
        return steps;
    }

    void step(node_list& steps) {
        if (skip("[?("))
            return filter(steps);
        if (skip(".."))
            return recursive(steps);
        const char sign = at_ < text_.size() ? text_[at_] : '\n';
        if (sign == '\n' || sign == '\r')
            throw jsonpath_error("unclosed action");
        if (sign == '+' || sign == '-' || is_digit(sign))
            return number(steps);
        if (is_word(sign))
            return word(steps);
        ++at_;
        if (sign == '[')
            return brackets(steps);
        if (sign == '"' || sign == '\'')
            return quote(steps, sign);
        if (sign == '.')
            return field(steps);
        // What is looked at is there already.
        if (sign != ' ' && sign != '@' && sign != '$')
            throw jsonpath_error("unrecognized character in action: " +
                                 character_name(text_.substr(at_ - 1)));
    }

    bool skip(std::string_view expected) {
        const bool is_there =
            std::string_view(text_).substr(std::min(at_, text_.size())).starts_with(expected);
        at_ += is_there ? expected.size() : 0;
        return is_there;
    }

    void recursive(node_list& steps) {
        if (!steps.empty() && steps.back().what == node::kind::recursive)
            throw jsonpath_error("invalid multiple recursive descent");
        steps.push_back({.what = node::kind::recursive});
        if (at_ < text_.size() && is_word(text_[at_]))
            field(steps);
    }

    void field(node_list& steps) {
        std::string name;
        bool is_escaped = false;
        const auto from = at_;
        for (; at_ < text_.size() && (is_escaped || !ends_word(text_[at_])); ++at_) {
            is_escaped = !is_escaped && text_[at_] == '\\';
            if (text_[at_] != '\\')
                name += text_[at_];
        }
        const bool is_all = text_.substr(from, at_ - from) == "*";
        steps.push_back(
            {.what = is_all ? node::kind::wildcard : node::kind::field, .name = std::move(name)});
    }

    void word(node_list& steps) {
        const auto from = at_;
        while (at_ < text_.size() && !ends_word(text_[at_]))
            ++at_;
        const auto name = text_.substr(from, at_ - from);
        if (name == "true" || name == "false")
            steps.push_back({.what = node::kind::value, .constant = name == "true"});
        else
            steps.push_back({.what = node::kind::word, .name = name});
    }

    void number(node_list& steps) {
        const auto from = at_++;
        while (at_ < text_.size() && (text_[at_] == '.' || is_digit(text_[at_])))
            ++at_;
        auto spelled = text_.substr(from, at_ - from);
        if (spelled.front() == '+')
            spelled.erase(0, 1);
        proto::any value = proto::number{spelled};
        if (const auto whole = integer_of(spelled)) {
            value = proto::any::integer(*whole);
        } else {
            double parsed = 0;
            const auto end = spelled.data() + spelled.size();
            const auto read = std::from_chars(spelled.data(), end, parsed);
            if (read.ec != std::errc() || read.ptr != end)
                throw jsonpath_error("cannot parse number " + text_.substr(from, at_ - from));
            value = proto::number{spelled + "e0"};
        }
        steps.push_back({.what = node::kind::value, .constant = std::move(value)});
    }

    void quote(node_list& steps, char mark) {
        const auto from = at_;
        for (;; ++at_) {
            if (at_ >= text_.size() || text_[at_] == '\n')
                throw jsonpath_error("unterminated quoted string");
            if (text_[at_] == mark && text_[at_ - 1] != '\\')
                break;
        }
        const auto inner = text_.substr(from, at_++ - from);
        try {
            steps.push_back(
                {.what = node::kind::value, .constant = quoted_text(inner, mark).read()});
        } catch (const jsonpath_error& fault) {
            throw jsonpath_error("unquote string " + text_.substr(from - 1, at_ - from + 1) +
                                 " error " + fault.what());
        }
    }

    void brackets(node_list& steps) {
        const auto end = text_.find_first_of("]\n", at_);
        if (end == text_.npos || text_[end] == '\n')
            throw jsonpath_error("unterminated array");
        auto inner = text_.substr(at_, end - at_);
        at_ = end + 1;
        if (inner == "*")
            inner = ":";
        if (inner.find(',') != inner.npos)
            return alternatives(steps, inner);
        const bool is_key =
            inner.size() >= 2 && inner.front() == '\'' && inner.find('\'', 1) == inner.size() - 1;
        if (!is_key)
            return slice(steps, inner);
        for (auto& one : action_of("." + inner.substr(1, inner.size() - 2)))
            steps.push_back(std::move(one));
    }

    static void alternatives(node_list& steps, std::string_view inner) {
        node made{.what = node::kind::alternatives};
        for (bool is_last = false; !is_last;) {
            const auto comma = inner.find(',');
            is_last = comma == inner.npos;
            auto one = inner.substr(0, comma);
            while (one.starts_with(' '))
                one.remove_prefix(1);
            while (one.ends_with(' '))
                one.remove_suffix(1);
            made.parts.push_back(action_of("[" + std::string(one) + "]"));
            inner.remove_prefix(is_last ? inner.size() : comma + 1);
        }
        steps.push_back(std::move(made));
    }

    static void slice(node_list& steps, const std::string& inner) {
        node made{.what = node::kind::slice};
        std::string_view left = inner;
        std::array<std::string_view, 3> digits;
        std::array<bool, 3> is_given = {true, false, false};
        for (std::size_t at = 0; at < digits.size(); ++at) {
            is_given[at] = at == 0 || left.starts_with(':');
            if (!is_given[at])
                continue;
            left.remove_prefix(at == 0 ? 0 : 1);
            std::size_t length = left.starts_with('-') ? 1 : 0;
            while (length < left.size() && is_digit(left[length]))
                ++length;
            digits[at] = left.substr(0, length);
            left.remove_prefix(length);
        }
        if (!left.empty())
            throw jsonpath_error("invalid array index " + inner);
        for (std::size_t at = 0; at < digits.size(); ++at)
            if (!digits[at].empty())
                made.bounds[at] = {bound_of(digits[at]), true, false};
        if (!is_given[1])
            made.bounds[1] = {made.bounds[0].value + 1, true, true};
        steps.push_back(std::move(made));
    }

    static long long bound_of(std::string_view digits) {
        const auto value = integer_of(digits);
        // One more than it is the end that it implies.
        if (!value || *value == std::numeric_limits<long long>::max())
            throw jsonpath_error("array index " + std::string(digits) + " is not a number");
        return *value;
    }

    /// The text of a filter, up to the first `)` that is not between its quotes.
    std::string filter_text() {
        const auto from = at_;
        char pair = 0;
        bool is_closed = false;
        for (;; ++at_) {
            if (at_ >= text_.size() || text_[at_] == '\n')
                throw jsonpath_error("unterminated filter");
            const char sign = text_[at_];
            if (sign == ')' && (pair != 0) == is_closed)
                break;
            if (sign != '"' && sign != '\'')
                continue;
            if (pair == 0)
                pair = sign;
            else if (sign == pair && text_[at_ - 1] != '\\')
                is_closed = true;
        }
        const auto inner = text_.substr(from, at_++ - from);
        if (!skip("]"))
            throw jsonpath_error("unclosed array expect ]");
        return inner;
    }

    void filter(node_list& steps) {
        const auto inner = filter_text();
        constexpr std::string_view signs = "!<>=";
        const auto from = inner.find_first_of(signs);
        auto to = from == inner.npos ? from : inner.find_first_not_of(signs, from);
        // Signs alone behind the path: the last of them is what is compared with.
        if (to == inner.npos && from != inner.npos && inner.size() - from > 1)
            to = inner.size() - 1;
        if (from == 0 || to == inner.npos) {
            steps.push_back(
                {.what = node::kind::filter, .name = "exists", .parts = {action_of(inner), {}}});
            return;
        }
        steps.push_back({.what = node::kind::filter,
                         .name = inner.substr(from, to - from),
                         .parts = {action_of(inner.substr(0, from)), action_of(inner.substr(to))}});
    }

    std::string text_;
    std::size_t at_ = 0;
};

} // namespace

std::vector<jsonpath_node> parse_jsonpath(std::string_view text) { return parser(text).parse(); }

} // namespace argocdpp::cli
