#include <argocdpp/json_patch.hpp>

#include <algorithm>

namespace argocdpp {
namespace {

using proto::any;
using proto::array;

std::string below(const std::string& path, std::string_view key) {
    std::string made = path + "/";
    for (const char c : key) {
        if (c == '~')
            made += "~0";
        else if (c == '/')
            made += "~1";
        else
            made += c;
    }
    return made;
}

std::string below(const std::string& path, std::size_t index) {
    return path + "/" + std::to_string(index);
}

bool is_plain(const any& value) { return !value.is_object() && !value.is_array(); }

/// The keys of both objects, each once.
std::vector<std::string> keys_of(const any& first, const any& second) {
    std::vector<std::string> keys;
    for (const auto* document : {&first, &second})
        for (const auto& [key, member] : document->members())
            if (document->find(key) && std::ranges::find(keys, key) == keys.end())
                keys.push_back(key);
    return keys;
}

/// Equal but for the order of keys.
bool is_same(const any& first, const any& second) {
    if (first.is_array() && second.is_array())
        return std::ranges::equal(
            first.items(), second.items(),
            [](const any& one, const any& other) { return is_same(one, other); });
    if (!first.is_object() || !second.is_object())
        return first == second;
    const auto has_same = [&](const std::string& key) {
        const any* one = first.find(key);
        const any* other = second.find(key);
        return one && other && is_same(*one, *other);
    };
    return std::ranges::all_of(keys_of(first, second), has_same);
}

class patch_writer {
  public:
    void compare(const std::string& path, const any& before, const any& after);
    any take() { return std::move(operations_); }

  private:
    void compare_members(const std::string& path, const any& before, const any& after);
    void compare_items(const std::string& path, const array& before, const array& after);
    void compare_element(const std::string& path, const any& before, const any& after);
    /// False where `after` is not what is left of `before` without some elements.
    bool removes_only(const std::string& path, const array& before, const array& after);
    void replace(const std::string& path, const any& before, const any& after);
    void operation(std::string_view name, std::string path, const any& value);
    void remove(std::string path);

    array operations_;
};

void patch_writer::operation(std::string_view name, std::string path, const any& value) {
    proto::object made;
    made.emplace_back("op", name);
    made.emplace_back("path", std::move(path));
    made.emplace_back("value", value);
    operations_.emplace_back(std::move(made));
}

void patch_writer::remove(std::string path) {
    proto::object made;
    made.emplace_back("op", "remove");
    made.emplace_back("path", std::move(path));
    operations_.emplace_back(std::move(made));
}

void patch_writer::replace(const std::string& path, const any& before, const any& after) {
    operation("test", path, before);
    operation("replace", path, after);
}

void patch_writer::compare(const std::string& path, const any& before, const any& after) {
    if (is_same(before, after))
        return;
    if (before.is_object() && after.is_object())
        compare_members(path, before, after);
    else if (before.is_array() && after.is_array())
        compare_items(path, before.items(), after.items());
    else
        replace(path, before, after);
}

void patch_writer::compare_members(const std::string& path, const any& before, const any& after) {
    for (const auto& key : keys_of(before, after)) {
        const any* old_value = before.find(key);
        const any* new_value = after.find(key);
        const auto at = below(path, key);
        if (old_value && new_value) {
            compare(at, *old_value, *new_value);
        } else if (old_value) {
            operation("test", at, *old_value);
            remove(at);
        } else {
            operation("test", at, any());
            operation("add", at, *new_value);
        }
    }
}

void patch_writer::compare_items(const std::string& path, const array& before, const array& after) {
    const bool is_longer = after.size() >= before.size();
    const auto [stop, ignored] = std::ranges::mismatch(
        before, after, [](const any& one, const any& other) { return is_same(one, other); });
    const bool is_prefix = stop == before.end();
    const bool has_objects =
        std::ranges::all_of(before, [](const any& item) { return item.is_object(); });
    if (!is_longer && removes_only(path, before, after))
        return;
    // Of plain values none says which one became which.
    if (!is_longer || (!is_prefix && !has_objects))
        return replace(path, before, after);
    for (std::size_t index = 0; index < before.size(); ++index)
        compare_element(below(path, index), before[index], after[index]);
    for (std::size_t index = before.size(); index < after.size(); ++index)
        operation("add", path + "/-", after[index]);
}

void patch_writer::compare_element(const std::string& path, const any& before, const any& after) {
    if (is_same(before, after))
        return;
    const auto is_known_by = [](const auto& member) { return is_plain(member.second); };
    if (!before.is_object() || !after.is_object() ||
        std::ranges::none_of(before.members(), is_known_by))
        return replace(path, before, after);
    for (const auto& [key, member] : before.members())
        if (is_plain(member) && !member.is_slot())
            operation("test", below(path, key), member);
    compare_members(path, before, after);
}

bool patch_writer::removes_only(const std::string& path, const array& before, const array& after) {
    std::vector<std::size_t> gone;
    std::size_t kept = 0;
    for (std::size_t index = 0; index < before.size(); ++index) {
        if (kept < after.size() && is_same(before[index], after[kept]))
            ++kept;
        else
            gone.push_back(index);
    }
    if (kept != after.size())
        return false;
    // From the end, so that the places in front stay what they are.
    for (auto index = gone.rbegin(); index != gone.rend(); ++index) {
        operation("test", below(path, *index), before[*index]);
        remove(below(path, *index));
    }
    return true;
}

/// A member of a document; nothing where there is none.
std::optional<any> member_of(const any& document, std::string_view key) {
    const any* found = document.find(key);
    return found ? std::optional(*found) : std::nullopt;
}

using maybe = std::optional<any>;

bool is_same(const maybe& first, const maybe& second) {
    return first && second ? is_same(*first, *second) : !first && !second;
}

maybe merge_values(const std::string& path, const maybe& base, const maybe& mine,
                   const maybe& theirs, std::vector<std::string>& conflicts) {
    if (is_same(mine, base) || is_same(mine, theirs))
        return theirs;
    if (is_same(theirs, base))
        return mine;
    if (!mine || !theirs || !mine->is_object() || !theirs->is_object()) {
        conflicts.push_back(path);
        return mine;
    }
    const any nothing = proto::object();
    const any& from = base && base->is_object() ? *base : nothing;
    any merged = proto::object();
    for (const auto& key : keys_of(*theirs, *mine)) {
        auto value = merge_values(below(path, key), member_of(from, key), member_of(*mine, key),
                                  member_of(*theirs, key), conflicts);
        if (value)
            merged.set(key, std::move(*value));
    }
    return merged;
}

} // namespace

proto::any json_patch(const proto::any& before, const proto::any& after) {
    patch_writer writer;
    writer.compare("", before, after);
    return writer.take();
}

merged_document merge_changes(const proto::any& base, const proto::any& mine,
                              const proto::any& theirs) {
    merged_document made;
    made.document = *merge_values("", base, mine, theirs, made.conflicts);
    return made;
}

} // namespace argocdpp
