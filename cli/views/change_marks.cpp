#include "change_marks.hpp"

#include <algorithm>

namespace argocdpp::cli {

namespace {

using offset = std::ptrdiff_t;

long class_at(const line_classes& lines, offset at) { return lines[static_cast<std::size_t>(at)]; }

/// How often each class comes in a sequence; 0 for those behind the last one counted.
class census {
  public:
    explicit census(const line_classes& lines) {
        for (const long line : lines) {
            if (static_cast<std::size_t>(line) >= counts_.size())
                counts_.resize(static_cast<std::size_t>(line) + 1);
            ++counts_[static_cast<std::size_t>(line)];
        }
    }
    offset of(long line) const {
        const auto at = static_cast<std::size_t>(line);
        return at < counts_.size() ? counts_[at] : 0;
    }

  private:
    std::vector<offset> counts_;
};

/// 2 to the number of times that `value` can be divided by 4: about its square root.
offset root(offset value) {
    offset found = 1;
    while ((value /= 4) > 0)
        found *= 2;
    return found;
}

/// What becomes of a line before the search. A doubtful one has matches, but so many of them that
/// it may be left out where its neighbours have none.
enum verdict : char { kept, unmatched, doubtful };
using verdicts = std::vector<verdict>;

verdicts judge(const line_classes& lines, const census& others) {
    const offset many = 5 * root(static_cast<offset>(lines.size()) / 64);
    verdicts found;
    found.reserve(lines.size());
    for (const long line : lines) {
        const offset matches = others.of(line);
        found.push_back(matches == 0 ? unmatched : matches > many ? doubtful : kept);
    }
    return found;
}

/// Keeps doubtful lines from one end of a run on until three unmatched ones in a row, or one at
/// least eight lines in.
template<class Iterator>
void keep_doubtful_at_end(Iterator first, Iterator last) {
    offset in_a_row = 0;
    for (offset at = 0; first != last && in_a_row < 3; ++first, ++at) {
        if (at >= 8 && *first == unmatched)
            return;
        in_a_row = *first == unmatched ? in_a_row + 1 : 0;
        if (*first == doubtful)
            *first = kept;
    }
}

/// Keeps doubtful lines that come in a row too long for the run.
void keep_doubtful_rows(verdicts::iterator first, verdicts::iterator last) {
    const offset longest = root((last - first) / 4) + 1;
    while (first != last) {
        const auto row_end = std::find_if(first, last, [](verdict one) { return one != doubtful; });
        if (row_end - first >= longest)
            std::fill(first, row_end, kept);
        first = row_end == last ? last : row_end + 1;
    }
}

/// A run of unmatched and doubtful lines, of which the first is unmatched.
void settle_run(verdicts::iterator first, verdicts::iterator last) {
    while (*(last - 1) == doubtful)
        *--last = kept;
    if (std::count(first, last, doubtful) * 4 > last - first) {
        std::replace(first, last, doubtful, kept);
        return;
    }
    keep_doubtful_rows(first, last);
    keep_doubtful_at_end(first, last);
    keep_doubtful_at_end(std::make_reverse_iterator(last), std::make_reverse_iterator(first));
}

/// Doubtful lines are left out only within runs that unmatched ones begin and end.
void settle(verdicts& all) {
    for (auto at = all.begin(); at != all.end();) {
        if (*at == unmatched) {
            const auto end = std::find(at, all.end(), kept);
            settle_run(at, end);
            at = end;
        } else {
            *at++ = kept;
        }
    }
}

void mark(const line_classes& lines, const census& others, change_marks& marks) {
    verdicts all = judge(lines, others);
    settle(all);
    for (offset at = 0; at < marks.size(); ++at)
        marks[at] = all[static_cast<std::size_t>(at)] != kept;
}

} // namespace

void mark_unmatched(const line_classes& before, const line_classes& after, change_marks& removed,
                    change_marks& added) {
    const census old_lines(before);
    const census new_lines(after);
    mark(before, new_lines, removed);
    mark(after, old_lines, added);
}

namespace {

/// One run of changed lines [first, end) on its way, with the place in the other sequence that
/// corresponds to its end.
class sliding_run {
  public:
    sliding_run(const line_classes& lines, change_marks& changed, const change_marks& other)
        : lines_(lines)
        , changed_(changed)
        , other_(other) {}

    /// Goes to the next run behind this one; false where there is none.
    bool next();
    void slide();

  private:
    void back();
    bool may_go_back() const {
        return first_ > 0 && class_at(lines_, first_ - 1) == class_at(lines_, end_ - 1);
    }
    bool may_go_forward() const {
        return end_ < changed_.size() && class_at(lines_, first_) == class_at(lines_, end_);
    }

    const line_classes& lines_;
    change_marks& changed_;
    const change_marks& other_;
    offset first_ = 0;
    offset end_ = 0;
    offset opposite_ = 0;
};

bool sliding_run::next() {
    for (; end_ < changed_.size() && !changed_[end_]; ++end_)
        while (other_[opposite_++]) {
        }
    first_ = end_;
    if (end_ == changed_.size())
        return false;
    while (changed_[end_])
        ++end_;
    while (other_[opposite_])
        ++opposite_;
    return true;
}

void sliding_run::back() {
    changed_[--first_] = 1;
    changed_[--end_] = 0;
    while (other_[--opposite_]) {
    }
}

void sliding_run::slide() {
    const offset nowhere = changed_.size();
    offset meeting = nowhere; // the last end at which the other sequence changes too
    for (offset length = -1; length != end_ - first_;) {
        length = end_ - first_;
        while (may_go_back()) {
            back();
            while (changed_[first_ - 1])
                --first_;
        }
        meeting = other_[opposite_ - 1] ? end_ : nowhere;
        while (may_go_forward()) {
            changed_[first_++] = 0;
            changed_[end_++] = 1;
            while (changed_[end_])
                ++end_;
            while (other_[++opposite_])
                meeting = end_;
        }
    }
    while (meeting < end_)
        back();
}

} // namespace

void slide_changes(const line_classes& lines, change_marks& changed, const change_marks& other) {
    sliding_run run(lines, changed, other);
    while (run.next())
        run.slide();
}

} // namespace argocdpp::cli
