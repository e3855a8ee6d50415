#pragma once
// Which lines of two sequences are changed: what GNU diff settles before and after it looks for the
// shortest script.
//
// Sequences are of line classes, numbers that are equal where the lines are; the numbers start at 0
// and leave no gaps.

#include <cstddef>
#include <vector>

namespace argocdpp::cli {

using line_classes = std::vector<long>;

/// Per line whether it is changed, with an unchanged one before the first and behind the last.
class change_marks {
  public:
    explicit change_marks(std::size_t count)
        : marks_(count + 2) {}
    char& operator[](std::ptrdiff_t at) { return marks_[static_cast<std::size_t>(at + 1)]; }
    bool operator[](std::ptrdiff_t at) const { return marks_[static_cast<std::size_t>(at + 1)]; }
    std::ptrdiff_t size() const { return static_cast<std::ptrdiff_t>(marks_.size()) - 2; }

  private:
    std::vector<char> marks_;
};

/// Marks, in each sequence, the lines that are not to be looked at for matches: those without any,
/// and, among these, those with so many that they only confuse.
void mark_unmatched(const line_classes& before, const line_classes& after, change_marks& removed,
                    change_marks& added);

/// Slides each run of changes of one sequence as far down as equal lines allow, or back to where
/// the other sequence changes too; runs that meet become one.
void slide_changes(const line_classes& lines, change_marks& changed, const change_marks& other);

} // namespace argocdpp::cli
