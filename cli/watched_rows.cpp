#include "watched_rows.hpp"

#include <algorithm>
#include <utility>

namespace argocdpp::cli {

watched_rows::place watched_rows::place_of(const std::string& name) {
    const auto slash = name.find('/');
    return slash == name.npos ? place(name, "")
                              : place(name.substr(slash + 1), name.substr(0, slash));
}

std::string watched_rows::name_of(const place& where) {
    return where.second.empty() ? where.first : where.second + "/" + where.first;
}

void watched_rows::put(const std::string& name, watched_row row) {
    auto& known = rows_[place_of(name)];
    if (known.mark == row.mark && known.keys == row.keys)
        return;
    known = std::move(row);
    is_changed_ = true;
}

void watched_rows::remove(const std::string& name, bool is_deleted) {
    const auto where = place_of(name);
    if (rows_.erase(where) == 0)
        return;
    if (is_deleted)
        deleted_.insert(where);
    is_changed_ = true;
}

std::vector<watched_rows::rows_map::const_iterator> watched_rows::chosen_rows() const {
    std::vector<rows_map::const_iterator> rows;
    for (auto at = rows_.begin(); at != rows_.end(); ++at)
        rows.push_back(at);
    if (chosen_.is_sorted())
        std::stable_sort(rows.begin(), rows.end(), [&](const auto& one, const auto& other) {
            return chosen_.comes_before(one->second.keys, other->second.keys);
        });
    rows.resize(std::min(rows.size(), chosen_.limit()));
    return rows;
}

std::vector<const watched_row*> watched_rows::shown() const {
    std::vector<const watched_row*> rows;
    for (const auto& one : chosen_rows())
        rows.push_back(&one->second);
    return rows;
}

std::vector<row_change> watched_rows::changes() {
    std::vector<row_change> made;
    if (!std::exchange(is_changed_, false))
        return made;
    const auto rows = chosen_rows();
    std::map<place, std::string> now;
    for (const auto& one : rows)
        now.emplace(one->first, one->second.mark);
    for (const auto& [where, mark] : told_)
        if (!now.contains(where))
            made.push_back(
                {deleted_.contains(where) ? row_change::kind::deleted : row_change::kind::gone,
                 name_of(where)});
    for (const auto& one : rows) {
        const auto known = told_.find(one->first);
        if (known == told_.end())
            made.push_back({row_change::kind::added, name_of(one->first), &one->second});
        else if (known->second != one->second.mark)
            made.push_back({row_change::kind::changed, name_of(one->first), &one->second});
    }
    told_ = std::move(now);
    deleted_.clear();
    return made;
}

} // namespace argocdpp::cli
