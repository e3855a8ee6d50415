#include "edit_script.hpp"

#include <algorithm>
#include <limits>

namespace argocdpp::cli {

namespace {

using offset = std::ptrdiff_t;

/// A part of the two sequences: [x, x_end) of the old one, [y, y_end) of the new one.
struct box {
    offset x;
    offset x_end;
    offset y;
    offset y_end;
};

/// Where to cut a box in two. A part of which the fewest changes are known is solved in full.
struct cut {
    offset x = 0;
    offset y = 0;
    bool first_is_bounded = true;
    bool second_is_bounded = true;
};

/// The lines of a sequence that take part, and where they stand.
struct candidates {
    line_classes lines;
    std::vector<offset> places;

    candidates(const line_classes& all, const change_marks& left_out) {
        for (offset at = 0; at < left_out.size(); ++at)
            if (!left_out[at]) {
                lines.push_back(all[static_cast<std::size_t>(at)]);
                places.push_back(at);
            }
    }
    offset size() const { return static_cast<offset>(lines.size()); }
};

/// Myers' divide and conquer ("An O(ND) Difference Algorithm and Its Variations", 1986): walks from
/// both corners of a box, one more change at a time, until two ways meet; cuts there. On diagonal
/// d = x - y, forward() and backward() hold the x that was reached.
class divider {
  public:
    divider(const candidates& before, const candidates& after, change_marks& removed,
            change_marks& added)
        : before_(before)
        , after_(after)
        , removed_(removed)
        , added_(added)
        , origin_(after.size() + 1)
        , forward_(static_cast<std::size_t>(before.size() + after.size() + 3))
        , backward_(forward_.size()) {
        for (auto rest = forward_.size(); rest != 0; rest /= 4)
            patience_ *= 2;
        patience_ = std::max<offset>(patience_, 4096);
    }

    void run() { divide({0, before_.size(), 0, after_.size()}, false); }

  private:
    /// The diagonals that a walk has reached, every second one of them at a time.
    struct reach {
        offset low = 0;
        offset high = 0;
        bool has(offset d) const { return low <= d && d <= high; }
    };

    bool equal(offset x, offset y) const {
        return before_.lines[static_cast<std::size_t>(x)] ==
               after_.lines[static_cast<std::size_t>(y)];
    }
    offset& forward(offset d) { return forward_[static_cast<std::size_t>(origin_ + d)]; }
    offset& backward(offset d) { return backward_[static_cast<std::size_t>(origin_ + d)]; }

    void divide(box part, bool bounded);
    cut middle(const box& part, bool bounded);
    cut give_up(const box& part);
    bool step_forward(const box& part, bool may_meet, cut& found);
    bool step_backward(const box& part, bool may_meet, cut& found);

    /// One more diagonal on each side, or one less where the box ends. A new one gets a neighbour
    /// that is never chosen, for which `x_on` gives the place.
    static void widen(reach& walk, const box& part, offset never, auto&& x_on) {
        if (walk.low > part.x - part.y_end)
            x_on(--walk.low - 1) = never;
        else
            ++walk.low;
        if (walk.high < part.x_end - part.y)
            x_on(++walk.high + 1) = never;
        else
            --walk.high;
    }

    const candidates& before_;
    const candidates& after_;
    change_marks& removed_;
    change_marks& added_;
    offset origin_;
    std::vector<offset> forward_;
    std::vector<offset> backward_;
    reach ahead_;
    reach back_;
    offset patience_ = 1;
};

bool divider::step_forward(const box& part, bool may_meet, cut& found) {
    widen(ahead_, part, -1, [this](offset d) -> offset& { return forward(d); });
    for (offset d = ahead_.high; d >= ahead_.low; d -= 2) {
        offset x = std::max(forward(d - 1) + 1, forward(d + 1));
        while (x < part.x_end && x - d < part.y_end && equal(x, x - d))
            ++x;
        forward(d) = x;
        if (may_meet && back_.has(d) && backward(d) <= x) {
            found = {x, x - d};
            return true;
        }
    }
    return false;
}

bool divider::step_backward(const box& part, bool may_meet, cut& found) {
    widen(back_, part, std::numeric_limits<offset>::max(),
          [this](offset d) -> offset& { return backward(d); });
    for (offset d = back_.high; d >= back_.low; d -= 2) {
        offset x = std::min(backward(d - 1), backward(d + 1) - 1);
        while (x > part.x && x - d > part.y && equal(x - 1, x - d - 1))
            --x;
        backward(d) = x;
        if (may_meet && ahead_.has(d) && x <= forward(d)) {
            found = {x, x - d};
            return true;
        }
    }
    return false;
}

/// Cuts where the walk that came farther got to.
cut divider::give_up(const box& part) {
    cut first{part.x, part.y, true, false};
    offset most = -1;
    for (offset d = ahead_.high; d >= ahead_.low; d -= 2) {
        const offset x = std::min({forward(d), part.x_end, part.y_end + d});
        if (x + x - d > most) {
            most = x + x - d;
            first.x = x;
            first.y = x - d;
        }
    }
    cut second{part.x_end, part.y_end, false, true};
    offset least = std::numeric_limits<offset>::max();
    for (offset d = back_.high; d >= back_.low; d -= 2) {
        const offset x = std::max({backward(d), part.x, part.y + d});
        if (x + x - d < least) {
            least = x + x - d;
            second.x = x;
            second.y = x - d;
        }
    }
    return part.x_end + part.y_end - least < most - part.x - part.y ? first : second;
}

cut divider::middle(const box& part, bool bounded) {
    const offset first = part.x - part.y;
    const offset last = part.x_end - part.y_end;
    const bool odd = (first - last) % 2 != 0;
    ahead_ = {first, first};
    back_ = {last, last};
    forward(first) = part.x;
    backward(last) = part.x_end;
    cut found;
    for (offset changes = 1;; ++changes) {
        if (step_forward(part, odd, found) || step_backward(part, !odd, found))
            return found;
        if (!bounded && changes >= patience_)
            return give_up(part);
    }
}

void divider::divide(box part, bool bounded) {
    for (;;) {
        while (part.x < part.x_end && part.y < part.y_end && equal(part.x, part.y)) {
            ++part.x;
            ++part.y;
        }
        while (part.x < part.x_end && part.y < part.y_end &&
               equal(part.x_end - 1, part.y_end - 1)) {
            --part.x_end;
            --part.y_end;
        }
        if (part.x == part.x_end || part.y == part.y_end)
            break;
        const cut at = middle(part, bounded);
        divide({part.x, at.x, part.y, at.y}, at.first_is_bounded);
        part.x = at.x;
        part.y = at.y;
        bounded = at.second_is_bounded;
    }
    for (offset x = part.x; x < part.x_end; ++x)
        removed_[before_.places[static_cast<std::size_t>(x)]] = 1;
    for (offset y = part.y; y < part.y_end; ++y)
        added_[after_.places[static_cast<std::size_t>(y)]] = 1;
}

} // namespace

std::vector<hunk> edit_script(const line_classes& before, const line_classes& after) {
    change_marks removed(before.size());
    change_marks added(after.size());
    mark_unmatched(before, after, removed, added);
    const candidates old_lines(before, removed);
    const candidates new_lines(after, added);
    divider(old_lines, new_lines, removed, added).run();
    slide_changes(before, removed, added);
    slide_changes(after, added, removed);

    std::vector<hunk> script;
    offset x = 0;
    offset y = 0;
    while (x < removed.size() || y < added.size()) {
        const offset old_first = x;
        const offset new_first = y;
        while (removed[x])
            ++x;
        while (added[y])
            ++y;
        if (x > old_first || y > new_first)
            script.push_back({static_cast<std::size_t>(old_first), static_cast<std::size_t>(x),
                              static_cast<std::size_t>(new_first), static_cast<std::size_t>(y)});
        ++x;
        ++y;
    }
    return script;
}

} // namespace argocdpp::cli
