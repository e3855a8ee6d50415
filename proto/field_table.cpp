#include "field_table.hpp"

namespace argocdpp::proto {

namespace {

std::string path_of(const place* at) {
    if (!at)
        return {};
    const std::string step =
        at->key.empty() ? "[" + std::to_string(at->index) + "]" : "." + std::string(at->key);
    return path_of(at->outer) + step;
}

void take_text(std::string& into, any& from, const place* at) {
    if (!from.is_string())
        misfit(at, "string", from);
    into = std::move(from.string());
}

} // namespace

void misfit(const place* at, std::string_view expected, const any& got) {
    std::string message = path_of(at);
    if (at)
        message += ": ";
    message += "expected ";
    message += expected;
    message += ", got ";
    message += expected == "integer" && got.is_number() ? got.num().spelling : got.type_name();
    throw format_error(message);
}

void take(std::string& into, any& from, const place* at) {
    take_text(into, from, at);
    if (!into.empty())
        from = any::slot();
}

void take(bool& into, any& from, const place* at) {
    if (!from.is_bool())
        misfit(at, "bool", from);
    into = from.boolean();
}

void take(long long& into, any& from, const place* at) {
    const auto value = from.is_number() ? from.num().integer() : std::nullopt;
    if (!value)
        misfit(at, "integer", from);
    into = *value;
}

void take(string_map& into, any& from, const place* at) {
    if (!from.is_object())
        misfit(at, "object", from);
    for (auto& [key, value] : from.members()) {
        const place here{at, key};
        take_text(into.emplace_back(key, std::string()).second, value, &here);
    }
    if (!into.empty())
        from = any::slot();
}

void take(any& into, any& from, const place*) {
    into = std::move(from);
    from = any::slot();
}

std::optional<any> given(const std::string& value) {
    if (value.empty())
        return std::nullopt;
    return value;
}

std::optional<any> given(bool value) {
    if (!value)
        return std::nullopt;
    return value;
}

std::optional<any> given(long long value) {
    if (value == 0)
        return std::nullopt;
    return any::integer(value);
}

std::optional<any> given(const string_map& value) {
    if (value.empty())
        return std::nullopt;
    object members;
    for (const auto& [key, text] : value)
        members.emplace_back(key, text);
    return members;
}

std::optional<any> given(const any& value) {
    if (value.is_null())
        return std::nullopt;
    return value;
}

any* first_of(object& members, std::string_view key) {
    const auto at = std::ranges::find(members, key, &object::value_type::first);
    return at == members.end() ? nullptr : &at->second;
}

void put(object& members, any* where, std::string_view key, std::optional<any> value) {
    if (!value)
        std::erase_if(members, [key](const auto& member) { return member.first == key; });
    else if (where)
        *where = std::move(*value);
    else
        members.emplace_back(key, std::move(*value));
}

} // namespace argocdpp::proto
