#include "surrogates.hpp"

#include <charconv>
#include <cstddef>

namespace argocdpp::proto {

namespace {

constexpr std::size_t escape_size = 6; // \ud83d

/// The code unit of the escape that `text` begins with; 0 where it begins with none.
unsigned code_unit(std::string_view text) {
    if (text.size() < escape_size || !text.starts_with("\\u"))
        return 0;
    unsigned value = 0;
    const char* end = text.data() + escape_size;
    const auto [stop, error] = std::from_chars(text.data() + 2, end, value, 16);
    return stop == end ? value : 0;
}

bool is_high(unsigned unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low(unsigned unit) { return unit >= 0xDC00 && unit < 0xE000; }

} // namespace

std::string_view surrogate_mender::mend(std::string_view piece) {
    if (held_.empty())
        return scan(piece, false);
    copy_ = std::move(held_);
    held_.clear();
    copy_ += piece;
    return scan(copy_, false);
}

std::string_view surrogate_mender::finish() {
    copy_ = std::move(held_);
    held_.clear();
    return scan(copy_, true);
}

std::string_view surrogate_mender::scan(std::string_view text, bool is_last) {
    const auto hold_from = [&](std::size_t at) {
        held_ = text.substr(at);
        return text.substr(0, at);
    };
    for (std::size_t at = 0; (at = text.find('\\', at)) != std::string_view::npos;) {
        const auto left = text.size() - at;
        if (!is_last && left < 2)
            return hold_from(at);
        if (left < 2 || text[at + 1] != 'u') {
            at += 2;
            continue;
        }
        if (!is_last && left < escape_size)
            return hold_from(at);
        const unsigned unit = code_unit(text.substr(at));
        if (!is_high(unit) && !is_low(unit)) {
            at += 2;
            continue;
        }
        if (!is_last && is_high(unit) && left < 2 * escape_size)
            return hold_from(at);
        if (is_high(unit) && is_low(code_unit(text.substr(at + escape_size)))) {
            at += 2 * escape_size;
            continue;
        }
        if (text.data() != copy_.data()) {
            copy_ = text;
            text = copy_;
        }
        copy_.replace(at + 2, 4, "fffd");
        at += escape_size;
    }
    return text;
}

} // namespace argocdpp::proto
