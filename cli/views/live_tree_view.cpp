#include "live_tree_view.hpp"

#include "fitted_lines.hpp"
#include "forest.hpp"
#include "runes.hpp"
#include "table.hpp"
#include "time_text.hpp"

#include <argocdpp/resources.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace argocdpp::cli {
namespace {

struct live_line {
    std::string branch;
    std::string name;
    std::string status;
    std::string health;
    std::string hook;
    std::string age;
    std::string message;
};

/// A resource at the top with all that came out of it.
struct live_group {
    std::vector<live_line> lines;
    bool is_done = true;
};

bool is_line_done(const live_line& line) {
    const bool is_well = line.health.empty() || line.health == proto::health_code::healthy;
    const bool is_hook_over = !line.hook.empty() && line.status == proto::phase::succeeded;
    const bool is_in_sync = line.status.empty() || line.status == proto::sync_code::synced;
    return is_hook_over || (is_well && is_in_sync);
}

using row_key = std::pair<std::string, std::string>; ///< kind/name, namespace

class group_maker {
  public:
    group_maker(const live_picture& picture, std::int64_t now)
        : tree_(picture.tree)
        , now_(now) {
        for (const auto& row : resource_states(picture.app)) {
            auto& known = rows_[{row.kind + "/" + row.name, row.name_space}];
            known.merge(row);
            known.hook = row.hook;
            // Of a hook that is the result of applying it, which says nothing here.
            if (!row.hook.empty())
                known.health.clear();
        }
    }

    std::vector<live_group> make() {
        for (const auto& [branch, node] : forest_lines(tree_.nodes))
            add_node(branch, *node);
        for (const auto& [key, row] : rows_)
            if (!shown_.contains(key))
                add({"", key.first, row.status, row.health, row.hook, "", row.message});
        return std::move(groups_);
    }

  private:
    void add_node(const std::string& branch, const proto::resource_node& node) {
        live_line line;
        line.branch = branch;
        line.name = node.kind + "/" + node.name;
        if (!node.created_at.empty())
            line.age = node_age(node, now_);
        if (node.health) {
            line.health = node.health->status;
            line.message = node.health->message;
        }
        const row_key key{line.name, node.name_space};
        // What came out of a resource never has a row of its own.
        if (const auto row = rows_.find(key); branch.empty() && row != rows_.end()) {
            line.status = row->second.status;
            line.health = row->second.health.empty() ? line.health : row->second.health;
            line.hook = row->second.hook;
            line.message = line.message.empty() ? row->second.message : line.message;
            shown_.insert(key);
        }
        add(std::move(line));
    }

    void add(live_line line) {
        if (line.branch.empty())
            groups_.emplace_back();
        groups_.back().is_done = groups_.back().is_done && is_line_done(line);
        groups_.back().lines.push_back(std::move(line));
    }

    const proto::resource_tree& tree_;
    std::int64_t now_;
    std::map<row_key, resource_state> rows_;
    std::set<row_key> shown_;
    std::vector<live_group> groups_;
};

/// The lines there is room for: of the trees that are done, the last ones go first.
std::vector<live_line> chosen_lines(std::vector<live_group> groups, std::size_t room) {
    std::size_t count = 0;
    for (const auto& group : groups)
        count += group.lines.size();
    for (auto group = groups.rbegin(); group != groups.rend() && count > room; ++group) {
        if (!group->is_done)
            continue;
        count -= group->lines.size();
        group->lines.clear();
    }
    std::vector<live_line> chosen;
    for (auto& group : groups)
        for (auto& line : group.lines)
            if (chosen.size() < room)
                chosen.push_back(std::move(line));
    return chosen;
}

std::string operation_words(const proto::application& app, std::int64_t now) {
    const auto& state = app.status.operation_state;
    if (app.operation && (!state || !state->finished_at.empty()))
        return "operation requested";
    if (!state || state->phase.empty())
        return "";
    std::string words = "operation " + state->phase;
    const auto begun = parse_time(state->started_at);
    if (state->finished_at.empty() && begun)
        words += " " + age_text(now - *begun);
    return words;
}

std::string head_line(const live_picture& picture, std::int64_t now) {
    const auto& status = picture.app.status;
    std::string line = picture.title;
    for (const auto& part : {status.sync.status, status.health.status,
                             operation_words(picture.app, now), picture.trouble})
        if (!part.empty())
            line += "  " + part;
    return line;
}

/// Leaves the middle of a long name out: what tells names apart is at their ends.
std::string without_middle(const std::string& text, std::size_t width) {
    const auto count = rune_count(text);
    if (count <= width || width < 5)
        return text;
    const auto front = (width - 1) / 2;
    const auto back = rune_prefix(text, count - (width - 1 - front)).size();
    return std::string(rune_prefix(text, front)) + "…" + text.substr(back);
}

/// The column of hooks only where there are any: at 80 columns messages need the room.
std::string table_of(const std::vector<live_line>& lines, std::size_t name_width) {
    const auto is_hook = [](const live_line& line) { return !line.hook.empty(); };
    const std::string hook_end = std::ranges::any_of(lines, is_hook) ? "\t" : "";
    std::string tabbed;
    const auto add = [&](const live_line& line) {
        tabbed += line.branch + line.name + "\t" + line.status + "\t" + line.health + "\t" +
                  line.hook + hook_end + line.age + "\t" + line.message + "\n";
    };
    add({"", "KIND/NAME", "STATUS", "HEALTH", hook_end.empty() ? "" : "HOOK", "AGE", "MESSAGE"});
    for (auto line : lines) {
        const auto taken = std::min(name_width / 2, rune_count(line.branch));
        line.name = without_middle(on_one_line(line.name), name_width - taken);
        for (auto* text : {&line.status, &line.health, &line.hook, &line.message})
            *text = on_one_line(*text);
        add(line);
    }
    return align(tabbed, 0, 2);
}

} // namespace

std::vector<std::string> live_tree_lines(const live_picture& picture, int width, int height,
                                         std::int64_t now) {
    const auto columns = static_cast<std::size_t>(std::max(width, 20));
    // The head, the table's head, what is left out, and one line for the cursor.
    const auto room = static_cast<std::size_t>(std::max(height - 4, 1));
    auto groups = group_maker(picture, now).make();
    std::size_t all = 0;
    for (const auto& group : groups)
        all += group.lines.size();
    const auto chosen = chosen_lines(std::move(groups), room);

    auto lines = fitted_lines(
        on_one_line(head_line(picture, now)) + "\n" + table_of(chosen, columns * 2 / 5), columns);
    if (all > chosen.size())
        lines.push_back("… " + std::to_string(all - chosen.size()) + " more");
    return lines;
}

} // namespace argocdpp::cli
