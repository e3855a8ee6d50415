#include "utf8.hpp"

#include <argocdpp/proto/json.hpp>

#include <algorithm>
#include <array>

namespace argocdpp::proto {

namespace {

/// Bytes that Go's encoder copies as they are: printable ASCII but for ", \, <, > and &, and DEL.
constexpr auto plain = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = 0x20; c < 0x80; ++c)
        table[c] = true;
    for (const char c : std::string_view("\"\\<>&"))
        table[static_cast<unsigned char>(c)] = false;
    return table;
}();

void write_escape(unsigned char c, std::string& out) {
    switch (c) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\b':
        out += "\\b";
        return;
    case '\f':
        out += "\\f";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        break;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u00";
    out += digits[c >> 4U];
    out += digits[c & 15U];
}

/// Writes the sequence of several bytes that `text` begins with, and returns its length.
std::size_t write_sequence(std::string_view text, std::string& out) {
    const auto length = utf8_length(text);
    const auto sequence = text.substr(0, length);
    if (length == 0) {
        out += "\\ufffd";
        return 1;
    }
    if (sequence == "\u2028")
        out += "\\u2028";
    else if (sequence == "\u2029")
        out += "\\u2029";
    else
        out += sequence;
    return length;
}

void write_string(std::string_view text, std::string& out) {
    out += '"';
    while (!text.empty()) {
        const auto stop = std::ranges::find_if(
            text, [](char c) { return !plain[static_cast<unsigned char>(c)]; });
        const auto run = static_cast<std::size_t>(stop - text.begin());
        out += text.substr(0, run);
        text.remove_prefix(run);
        if (text.empty())
            break;
        const auto first = static_cast<unsigned char>(text.front());
        std::size_t length = 1;
        if (first < 0x80)
            write_escape(first, out);
        else
            length = write_sequence(text, out);
        text.remove_prefix(length);
    }
    out += '"';
}

class printer {
  public:
    printer(std::string& out, std::optional<std::string_view> indent)
        : out_(out)
        , indent_(indent) {}

    void value(const any& value) {
        if (value.is_string())
            write_string(value.string(), out_);
        else if (value.is_object())
            members(value.members());
        else if (value.is_array())
            items(value.items());
        else if (value.is_number())
            out_ += value.num().spelling;
        else if (value.is_bool())
            out_ += value.boolean() ? "true" : "false";
        else
            out_ += "null";
    }

  private:
    void members(const object& all) {
        open('{');
        bool is_first = true;
        for (const auto& [key, member] : all) {
            if (member.is_slot())
                continue;
            next(is_first);
            write_string(key, out_);
            out_ += indent_ ? ": " : ":";
            value(member);
        }
        close('}', is_first);
    }

    void items(const array& all) {
        open('[');
        bool is_first = true;
        for (const auto& item : all) {
            next(is_first);
            value(item);
        }
        close(']', is_first);
    }

    void open(char bracket) {
        out_ += bracket;
        ++depth_;
    }

    void next(bool& is_first) {
        if (!is_first)
            out_ += ',';
        is_first = false;
        new_line();
    }

    void close(char bracket, bool is_empty) {
        --depth_;
        if (!is_empty)
            new_line();
        out_ += bracket;
    }

    void new_line() {
        if (!indent_)
            return;
        const std::size_t size = 1 + depth_ * indent_->size();
        while (line_start_.size() < size)
            line_start_ += *indent_;
        out_.append(line_start_, 0, size);
    }

    std::string& out_;
    std::optional<std::string_view> indent_;
    std::size_t depth_ = 0;
    std::string line_start_ = "\n"; ///< with the indents of the deepest line so far
};

} // namespace

void write(const any& value, std::string& out) { printer(out, std::nullopt).value(value); }

std::string write(const any& value) {
    std::string out;
    write(value, out);
    return out;
}

std::string write_indented(const any& value, std::string_view indent) {
    std::string out;
    printer(out, indent).value(value);
    return out;
}

} // namespace argocdpp::proto
