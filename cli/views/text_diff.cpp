#include "text_diff.hpp"

#include "edit_script.hpp"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace argocdpp::cli {

namespace {

/// Lines with their line breaks, so that a last line without one equals none that has it.
using lines = std::vector<std::string_view>;

bool starts_line(std::string_view text, std::size_t at) { return at == 0 || text[at - 1] == '\n'; }

/// How many bytes of whole lines both begin with.
std::size_t common_start(std::string_view one, std::string_view other) {
    const std::size_t limit = std::min(one.size(), other.size());
    const auto differs =
        std::mismatch(one.begin(), one.begin() + static_cast<std::ptrdiff_t>(limit), other.begin());
    auto size = static_cast<std::size_t>(differs.first - one.begin());
    while (!starts_line(one, size))
        --size;
    return size;
}

/// How many bytes of whole lines both end with, what they begin with left aside.
std::size_t common_end(std::string_view one, std::string_view other, std::size_t start) {
    const bool same_last_break = one.ends_with('\n') == other.ends_with('\n');
    const std::size_t limit = std::min(one.size(), other.size()) - start;
    if (!same_last_break || limit == 0)
        return 0;
    const auto differs = std::mismatch(
        one.rbegin(), one.rbegin() + static_cast<std::ptrdiff_t>(limit), other.rbegin());
    const auto size = static_cast<std::size_t>(differs.first - one.rbegin());
    if (starts_line(one, one.size() - size) && starts_line(other, other.size() - size))
        return size;
    const std::size_t next = one.find('\n', one.size() - size);
    return next == std::string_view::npos ? 0 : one.size() - next - 1;
}

lines split(std::string_view text) {
    lines found;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        found.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return found;
}

/// Numbers lines so that equal ones have equal numbers, from 0 on without gaps.
class line_numbers {
  public:
    line_classes of(const lines& texts) {
        line_classes numbers;
        numbers.reserve(texts.size());
        for (const auto text : texts)
            numbers.push_back(
                known_.try_emplace(text, static_cast<long>(known_.size())).first->second);
        return numbers;
    }

  private:
    std::unordered_map<std::string_view, long> known_;
};

/// "3" or "3,5"; of no lines at all, the line before.
std::string range(std::size_t first, std::size_t end) {
    const std::string last = std::to_string(end);
    return end > first + 1 ? std::to_string(first + 1) + "," + last : last;
}

void print_lines(std::string& out, std::string_view mark, const lines& texts, std::size_t first,
                 std::size_t end) {
    for (std::size_t at = first; at < end; ++at) {
        out.append(mark).append(texts[at]);
        if (!texts[at].ends_with('\n'))
            out += "\n\\ No newline at end of file\n";
    }
}

} // namespace

std::string normal_diff(std::string_view old_text, std::string_view new_text) {
    if (old_text == new_text)
        return {};
    const std::size_t start = common_start(old_text, new_text);
    const std::size_t end = common_end(old_text, new_text, start);
    const auto skipped = static_cast<std::size_t>(
        std::count(old_text.begin(), old_text.begin() + static_cast<std::ptrdiff_t>(start), '\n'));
    const lines before = split(old_text.substr(start, old_text.size() - start - end));
    const lines after = split(new_text.substr(start, new_text.size() - start - end));
    line_numbers numbers;
    const line_classes old_classes = numbers.of(before);
    std::string out;
    for (const hunk& change : edit_script(old_classes, numbers.of(after))) {
        const bool removes = change.old_end > change.old_first;
        const bool adds = change.new_end > change.new_first;
        out += range(skipped + change.old_first, skipped + change.old_end);
        out += removes ? adds ? 'c' : 'd' : 'a';
        out += range(skipped + change.new_first, skipped + change.new_end) + "\n";
        print_lines(out, "< ", before, change.old_first, change.old_end);
        out += removes && adds ? "---\n" : "";
        print_lines(out, "> ", after, change.new_first, change.new_end);
    }
    return out;
}

} // namespace argocdpp::cli
