// The hunks of a difference make the new text of the old one. The input is both, with "=====" on a
// line between.

#include "target.hpp"
#include "views/text_diff.hpp"

#include <algorithm>
#include <cstdlib>

namespace argocdpp::fuzz {

namespace {

struct range {
    std::size_t first = 0;
    std::size_t last = 0;
};

range range_in(std::string_view text) {
    range found;
    found.first = std::strtoul(std::string(take_until(text, ",")).c_str(), nullptr, 10);
    found.last = text.empty() ? found.first : std::strtoul(std::string(text).c_str(), nullptr, 10);
    return found;
}

/// The lines of a text with their line breaks; the last one may have none.
std::vector<std::string> whole_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.emplace_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return lines;
}

/// The old text changed as the difference in diff's normal format says.
std::string patched(std::string_view old_text, const std::string& difference) {
    const std::vector<std::string> before = whole_lines(old_text);
    std::string after;
    std::size_t kept = 0;
    for (const std::string& line : whole_lines(difference)) {
        if (line.starts_with("> ")) {
            after += line.substr(2);
        } else if (!line.starts_with("< ") && line != "---\n") {
            const std::size_t at = line.find_first_of("acd");
            const range gone = range_in(std::string_view(line).substr(0, at));
            const std::size_t begin = line[at] == 'a' ? gone.first : gone.first - 1;
            expect(begin >= kept && begin <= before.size(), "hunks come in their order");
            for (; kept < begin; ++kept)
                after += before[kept];
            kept = line[at] == 'a' ? begin : gone.last;
            expect(kept <= before.size(), "hunks lie within the text");
        }
    }
    for (; kept < before.size(); ++kept)
        after += before[kept];
    return after;
}

} // namespace

void diff(std::string_view text) {
    const std::string_view before = take_until(text, "=====\n");
    expect(cli::normal_diff(before, before).empty(), "equal texts have no difference");
    const std::string difference = cli::normal_diff(before, text);
    expect(difference.empty() == (before == text), "different texts have a difference");
    // Without its last line break a text needs diff's word about that; those are left to the golden
    // tests.
    if (before.ends_with('\n') && text.ends_with('\n'))
        expect_equal(patched(before, difference), text, "the difference makes the new text");
}

} // namespace argocdpp::fuzz
