// The only place that uses Boost.JSON, and of it only the push parser: it hands over the spelling
// of numbers, and takes text in pieces of any size.

#include "selection.hpp"
#include "surrogates.hpp"
#include "tree_builder.hpp"
#include "utf8.hpp"

#include <argocdpp/proto/json.hpp>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>

#include <array>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <utility>

namespace argocdpp::proto {

namespace {

namespace json = boost::json;
using json::error_code;

constexpr std::size_t depth_limit = 200;

/// Follows the parser's events: skips what nobody wants, builds the rest, hands over finished
/// items.
class handler {
  public:
    static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_array_size = max_object_size;
    static constexpr std::size_t max_key_size = max_object_size;
    static constexpr std::size_t max_string_size = max_object_size;

    /// One item: the document itself.
    explicit handler(std::function<void(any)> on_item)
        : keep_(projection{})
        , on_item_(std::move(on_item)) {
        next_ = {is_item, selection::whole};
    }

    /// The items of one list in the document.
    handler(std::string list_key, const projection& keep, std::function<void(any)> on_item)
        : list_key_(std::move(list_key))
        , keep_(keep)
        , on_item_(std::move(on_item)) {}

    /// What the document has of another shape than a list; empty where all is well.
    const std::string& complaint() const { return complaint_; }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_comment_part(json::string_view, error_code&) { return true; }
    bool on_comment(json::string_view, error_code&) { return true; }

    bool on_object_begin(error_code& ec) {
        if (skipped_)
            return ++skipped_ > 0;
        if (next_.role == is_list)
            return complain(ec, "object");
        if (next_.role == is_item)
            builder_.begin_object();
        return enter(next_);
    }

    bool on_array_begin(error_code& ec) {
        if (skipped_)
            return ++skipped_ > 0;
        if (next_.role == is_document)
            return complain(ec, "array");
        if (next_.role == is_item)
            builder_.begin_array();
        return enter(next_);
    }

    bool on_object_end(std::size_t, error_code&) { return end(); }
    bool on_array_end(std::size_t, error_code&) { return end(); }

    bool on_key_part(json::string_view part, std::size_t, error_code&) {
        if (!skipped_)
            text_.append(part.data(), part.size());
        return true;
    }

    bool on_key(json::string_view part, std::size_t, error_code&) {
        if (skipped_)
            return true;
        const auto name = joined(part);
        const auto inside = open_[depth_ - 1];
        if (inside.role == is_document) {
            next_ = {is_list, selection::nothing};
            skipped_ = name != list_key_;
        } else {
            next_ = {is_item, keep_.member(inside.node, name)};
            skipped_ = next_.node == selection::nothing;
            if (!skipped_)
                builder_.key(clean(name));
        }
        text_.clear();
        return true;
    }

    bool on_string_part(json::string_view part, std::size_t, error_code&) {
        if (!skipped_)
            text_.append(part.data(), part.size());
        return true;
    }

    bool on_string(json::string_view part, std::size_t, error_code& ec) {
        if (skipped_)
            return skip_scalar();
        if (next_.role != is_item)
            return complain(ec, "string");
        builder_.scalar(clean(joined(part)));
        text_.clear();
        return deliver();
    }

    bool on_number_part(json::string_view part, error_code&) {
        if (!skipped_)
            text_.append(part.data(), part.size());
        return true;
    }

    bool on_int64(std::int64_t, json::string_view part, error_code& ec) {
        return number_end(part, ec);
    }
    bool on_uint64(std::uint64_t, json::string_view part, error_code& ec) {
        return number_end(part, ec);
    }
    bool on_double(double, json::string_view part, error_code& ec) { return number_end(part, ec); }

    bool on_bool(bool value, error_code& ec) {
        if (skipped_)
            return skip_scalar();
        if (next_.role != is_item)
            return complain(ec, "bool");
        builder_.scalar(value);
        return deliver();
    }

    bool on_null(error_code& ec) {
        if (skipped_)
            return skip_scalar();
        if (next_.role == is_document)
            return complain(ec, "null");
        // Go writes an empty list as null.
        if (next_.role == is_list)
            return true;
        builder_.scalar({});
        return deliver();
    }

  private:
    enum role { is_document, is_list, is_item };

    /// What a value is for, and which of its members are wanted.
    struct position {
        handler::role role = is_document;
        selection::node node = selection::nothing;
    };

    bool enter(position inside) {
        open_[depth_++] = inside;
        next_ = inside.role == is_list ? position{is_item, keep_.root()} : inside;
        return true;
    }

    bool end() {
        if (skipped_) {
            if (--skipped_ == 1)
                skipped_ = 0;
            return true;
        }
        const bool is_built = open_[--depth_].role == is_item;
        if (is_built)
            builder_.end();
        if (depth_) {
            const auto outer = open_[depth_ - 1];
            next_ = outer.role == is_list ? position{is_item, keep_.root()} : outer;
        }
        return !is_built || deliver();
    }

    bool skip_scalar() {
        if (skipped_ == 1)
            skipped_ = 0;
        return true;
    }

    bool number_end(json::string_view part, error_code& ec) {
        if (skipped_)
            return skip_scalar();
        if (next_.role != is_item)
            return complain(ec, "number");
        builder_.scalar(number{std::string(joined(part))});
        text_.clear();
        return deliver();
    }

    /// The whole of a text of which `part` is the end.
    std::string_view joined(json::string_view part) {
        if (text_.empty())
            return {part.data(), part.size()};
        return text_.append(part.data(), part.size());
    }

    static std::string clean(std::string_view text) {
        std::string copy(text);
        replace_invalid_utf8(copy);
        return copy;
    }

    bool deliver() {
        if (builder_.is_complete())
            on_item_(builder_.take());
        return true;
    }

    bool complain(error_code& ec, std::string_view got) {
        if (next_.role == is_list)
            complaint_ = "." + list_key_ + ": ";
        complaint_ += next_.role == is_list ? "expected array, got " : "expected object, got ";
        complaint_ += got;
        ec = json::error::input_error;
        return false;
    }

    std::string list_key_;
    selection keep_;
    std::function<void(any)> on_item_;
    tree_builder builder_;
    std::string text_; ///< parts of a key, a string or a number that came so far
    position next_;
    /// 0: wanted; 1: the next value is not; n: inside n - 1 containers of a value that is not.
    unsigned skipped_ = 0;
    unsigned depth_ = 0;
    std::array<position, depth_limit> open_;
    std::string complaint_;
};

json::parse_options options() {
    json::parse_options chosen;
    chosen.max_depth = depth_limit;
    chosen.allow_invalid_utf8 = true; // mended when a string is kept
    return chosen;
}

std::string reason(const error_code& ec, std::string_view text, std::size_t at) {
    if (ec == json::error::incomplete)
        return "unexpected end of text";
    if (ec == json::error::too_deep)
        return "nested deeper than " + std::to_string(depth_limit) + " levels";
    if (ec == json::error::extra_data)
        return "unexpected text behind the document";
    if (ec != json::error::syntax || at >= text.size())
        return ec.message();
    const auto c = static_cast<unsigned char>(text[at]);
    if (c > 0x20 && c < 0x7F)
        return std::string("unexpected '") + text[at] + "'";
    std::array<char, 24> spelled{};
    std::snprintf(spelled.data(), spelled.size(), "unexpected byte 0x%02x", c);
    return spelled.data();
}

/// The parser with what Boost.JSON lacks: mended surrogates, offsets, one kind of exception.
class push_reader {
  public:
    template<class... Args>
    explicit push_reader(Args&&... args)
        : parser_(options(), std::forward<Args>(args)...) {}

    void push(std::string_view piece) { feed(mender_.mend(piece), true); }

    void finish() {
        feed(mender_.finish(), true);
        feed({}, false);
    }

  private:
    void feed(std::string_view text, bool more) {
        error_code ec;
        const auto used = parser_.write_some(more, text.data(), text.size(), ec);
        if (!parser_.handler().complaint().empty())
            throw format_error(parser_.handler().complaint());
        if (!ec && used < text.size())
            ec = json::error::extra_data;
        if (ec)
            throw format_error("offset " + std::to_string(offset_ + used) + ": " +
                               reason(ec, text, used));
        offset_ += used;
    }

    json::basic_parser<handler> parser_;
    surrogate_mender mender_;
    std::size_t offset_ = 0; ///< of the next byte that the parser gets
};

} // namespace

any parse(std::string_view text) {
    any document;
    push_reader reader([&document](any value) { document = std::move(value); });
    reader.push(text);
    reader.finish();
    return document;
}

struct list_reader::state {
    push_reader reader;
};

list_reader::list_reader(std::string list_key, projection keep, std::function<void(any)> on_item)
    : state_(new state{push_reader(std::move(list_key), keep, std::move(on_item))}) {}

list_reader::~list_reader() = default;
list_reader::list_reader(list_reader&&) noexcept = default;
list_reader& list_reader::operator=(list_reader&&) noexcept = default;

void list_reader::push(std::string_view piece) { state_->reader.push(piece); }

void list_reader::finish() { state_->reader.finish(); }

} // namespace argocdpp::proto
