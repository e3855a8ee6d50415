#include "yaml_reader.hpp"

#include "base64.hpp"
#include "failure.hpp"
#include "go_values.hpp"
#include "views/runes.hpp"
#include "yaml_words.hpp"

#include <argocdpp/proto/json.hpp>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <map>
#include <optional>
#include <sstream>
#include <utility>

namespace argocdpp::cli {

namespace {

constexpr std::size_t deepest = 100;
constexpr std::size_t most_values = 100'000;

std::string fault_text(const YAML::Mark& mark, const std::string& what) {
    return "yaml: line " + std::to_string(mark.line + 1) + ", column " +
           std::to_string(mark.column + 1) + ": " + what;
}

[[noreturn]] void refuse(const YAML::Mark& mark, const std::string& what) {
    throw yaml_error(fault_text(mark, what));
}

/// A long text counts as several values.
std::size_t count_values(const proto::any& value) {
    constexpr std::size_t size_of_value = 256;
    std::size_t count = 1;
    if (value.is_string())
        count += value.string().size() / size_of_value;
    if (value.is_array())
        for (const proto::any& item : value.items())
            count += count_values(item);
    if (value.is_object())
        for (const auto& [key, member] : value.members())
            count += count_values(member);
    return count;
}

/// What `<<` means: the members of a map, or of several, of which the first wins.
void merge(proto::any& map, const proto::any& other, const YAML::Mark& mark) {
    if (other.is_array())
        for (auto item = other.items().rbegin(); item != other.items().rend(); ++item)
            merge(map, item->is_array() ? proto::any() : *item, mark);
    else if (other.is_object())
        for (const auto& [key, member] : other.members())
            map.set(key, member);
    else
        refuse(mark, "map merge requires map or sequence of maps as the value");
}

/// The text of a number as a key. The official CLI keeps a float's precision of fractions there.
std::string key_text(const proto::number& number) {
    if (number.spelling.find_first_of(".eE") == number.spelling.npos)
        return number.spelling;
    std::array<char, 32> text;
    const auto [end, failed] =
        std::to_chars(text.data(), text.data() + text.size(),
                      std::strtof(number.spelling.c_str(), nullptr), std::chars_format::general);
    return {text.data(), end};
}

/// Of "\\N" and "\\_" yaml-cpp makes single bytes, which are no UTF-8.
std::string mended(std::string_view text) {
    std::string whole;
    for (; !text.empty(); text.remove_prefix(rune_length(text))) {
        const std::string_view sign = text.substr(0, rune_length(text));
        if (sign == "\x85" || sign == "\xA0")
            whole += '\xC2';
        whole += sign;
    }
    return whole;
}

constexpr std::string_view standard_tag = "tag:yaml.org,2002:";

/// A scalar under one of YAML's own tags. Throws `yaml_error` for one that does not fit.
proto::any tagged(const YAML::Mark& mark, std::string_view tag, const std::string& text) {
    try {
        if (tag == "binary")
            return decode_base64(text);
    } catch (const failure& fault) {
        refuse(mark, std::string("a !!binary value: ") + fault.what());
    }
    auto value = resolve_yaml_scalar(text);
    const bool fits = tag == "bool"    ? value.is_bool()
                      : tag == "null"  ? value.is_null()
                      : tag == "int"   ? value.is_number() && value.num().integer()
                      : tag == "float" ? value.is_number()
                                       : false;
    const bool is_resolved = tag == "bool" || tag == "null" || tag == "int" || tag == "float";
    if (is_resolved && !fits)
        refuse(mark, "cannot decode " + go_quote(text) + " as a !!" + std::string(tag));
    return is_resolved ? std::move(value) : proto::any(text);
}

/// Whether it is a number that JSON has no form for. As a key it is the text that it is.
bool is_beyond_json(std::string_view text) {
    constexpr std::array<std::string_view, 12> all = {".nan",  ".NaN",  ".NAN",  ".inf",
                                                      ".Inf",  ".INF",  "+.inf", "+.Inf",
                                                      "+.INF", "-.inf", "-.Inf", "-.INF"};
    return std::ranges::find(all, text) != all.end();
}

proto::any scalar(const YAML::Mark& mark, std::string_view tag, const std::string& text) {
    if (tag.starts_with(standard_tag))
        return tagged(mark, tag.substr(standard_tag.size()), text);
    if (tag != "?" && !tag.empty())
        return mended(text);
    if (is_beyond_json(text))
        refuse(mark, "unsupported value " + text);
    return resolve_yaml_scalar(text);
}

/// Builds the value from what the parser reports.
class value_builder final : public YAML::EventHandler {
  public:
    proto::any take() { return std::move(result_); }

    /// Where the document begins.
    const YAML::Mark& start() const { return start_; }

    void OnDocumentStart(const YAML::Mark& mark) override { start_ = mark; }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        finish(mark, {}, anchor);
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& text) override {
        const bool is_key = !open_.empty() && open_.back().awaits_key();
        const bool is_bare = tag == "?" || tag.empty();
        if (is_key && is_bare && text == "<<") {
            open_.back().key = text;
            open_.back().is_merging = true;
            return;
        }
        if (is_key && is_bare && is_beyond_json(text))
            return finish(mark, text, anchor);
        finish(mark, scalar(mark, tag, text), anchor);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto at = anchors_.find(anchor);
        if (at == anchors_.end())
            refuse(mark, "an alias inside of what it names");
        const proto::any value = at->second;
        values_ += count_values(value);
        finish(mark, value, 0);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        begin(mark, proto::array(), anchor);
    }
    void OnSequenceEnd() override { end(); }

    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        begin(mark, proto::object(), anchor);
    }
    void OnMapEnd() override { end(); }

  private:
    struct container {
        proto::any value;
        YAML::anchor_t anchor;
        YAML::Mark mark;
        std::optional<std::string> key = std::nullopt;
        bool is_merging = false;

        bool awaits_key() const { return value.is_object() && !key; }
    };

    void begin(const YAML::Mark& mark, proto::any empty, YAML::anchor_t anchor) {
        if (open_.size() == deepest)
            refuse(mark, "nested too deeply");
        if (!open_.empty() && open_.back().awaits_key())
            refuse(mark, "a key must be a text");
        open_.push_back({std::move(empty), anchor, mark});
    }

    void end() {
        container done = std::move(open_.back());
        open_.pop_back();
        finish(done.mark, std::move(done.value), done.anchor);
    }

    void finish(const YAML::Mark& mark, proto::any value, YAML::anchor_t anchor) {
        if (++values_ > most_values)
            refuse(mark, "too many values");
        if (anchor != 0)
            anchors_[anchor] = value;
        if (open_.empty()) {
            result_ = std::move(value);
            return;
        }
        container& parent = open_.back();
        if (parent.value.is_array())
            parent.value.items().push_back(std::move(value));
        else if (!parent.key)
            take_key(mark, parent, value);
        else
            take_member(mark, parent, std::move(value));
    }

    static void take_key(const YAML::Mark& mark, container& parent, const proto::any& value) {
        if (value.is_string())
            parent.key = value.string();
        else if (value.is_bool())
            parent.key = value.boolean() ? "true" : "false";
        else if (value.is_number())
            parent.key = key_text(value.num());
        else
            refuse(mark, "a key must be a text");
    }

    static void take_member(const YAML::Mark& mark, container& parent, proto::any value) {
        if (std::exchange(parent.is_merging, false))
            merge(parent.value, value, mark);
        else
            parent.value.set(*parent.key, std::move(value));
        parent.key.reset();
    }

    YAML::Mark start_;
    std::vector<container> open_;
    std::map<YAML::anchor_t, proto::any> anchors_;
    std::size_t values_ = 0;
    proto::any result_;
};

/// Throws yaml_error for what no YAML may hold. yaml-cpp takes some of it for ends, and never gets
/// past it.
void check_characters(std::string_view text) {
    YAML::Mark mark;
    while (!text.empty()) {
        const std::size_t length = rune_length(text);
        const char32_t sign = first_rune(text);
        if (sign == U'\uFFFD' && length == 1)
            refuse(mark, "invalid UTF-8");
        if ((sign < U' ' && sign != '\t' && sign != '\n' && sign != '\r') || sign == 0x7F)
            refuse(mark, "control characters are not allowed");
        mark.line += sign == '\n';
        mark.column = sign == '\n' ? 0 : mark.column + 1;
        text.remove_prefix(length);
    }
}

/// Reads one document after the other.
class document_reader {
  public:
    explicit document_reader(const std::string& text)
        : input_(text) {
        check_characters(text);
        parser_.Load(input_);
    }

    /// Nothing at the end. Throws yaml_error.
    std::optional<proto::any> next() {
        value_builder builder;
        try {
            if (!parser_.HandleNextDocument(builder))
                return std::nullopt;
        } catch (const YAML::Exception& fault) {
            refuse(fault.mark, fault.msg);
        }
        // At what can't begin a document (a comma) yaml-cpp stays, and finds nothing there again
        // and again.
        if (builder.start().pos == last_)
            refuse(builder.start(), "did not find expected node content");
        last_ = builder.start().pos;
        return builder.take();
    }

  private:
    std::istringstream input_;
    YAML::Parser parser_;
    int last_ = -1;
};

/// The value of a JSON document, which is YAML too; nothing where it is none.
std::optional<proto::any> parse_json(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos || text[begin] != '{')
        return std::nullopt;
    try {
        return proto::parse(text);
    } catch (const proto::format_error&) {
        return std::nullopt; // a flow mapping of YAML looks like JSON at first
    }
}

} // namespace

proto::any parse_yaml(const std::string& text) {
    if (auto value = parse_json(text))
        return std::move(*value);
    document_reader reader(text);
    proto::any first = reader.next().value_or(proto::any());
    if (first.is_null())
        reader.next(); // or it is none
    return first;
}

yaml_documents parse_yaml_documents(const std::string& text) {
    yaml_documents found;
    const auto keep = [&](proto::any value) {
        if (!value.is_null())
            found.documents.push_back(std::move(value));
    };
    if (auto value = parse_json(text)) {
        keep(std::move(*value));
        return found;
    }
    try {
        document_reader reader(text);
        while (auto document = reader.next())
            keep(std::move(*document));
    } catch (const yaml_error& fault) {
        found.fault = fault.what();
    }
    return found;
}

} // namespace argocdpp::cli
