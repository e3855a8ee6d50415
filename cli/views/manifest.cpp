#include "manifest.hpp"

#include "table.hpp"
#include "yaml_resolve.hpp"

#include <argocdpp/proto/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace argocdpp::cli {
namespace {

bool is_float(const proto::number& number) {
    return number.spelling.find_first_of(".eE") != std::string::npos;
}

/// A number that an integer of 64 bits can't hold is spelled as one in floating point.
proto::any held_number(const proto::number& number) {
    if (is_float(number))
        return number;
    if (const auto integer = number.integer())
        return proto::any::integer(*integer);
    return proto::number{number.spelling + "e0"};
}

/// As Go's encoding/json spells a float64: exponents only where they are far from zero.
proto::any json_number(const proto::number& number) {
    const double value = std::strtod(number.spelling.c_str(), nullptr);
    if (!is_float(number) || !std::isfinite(value))
        return number;
    const double size = std::abs(value);
    const bool is_far = size != 0 && (size < 1e-6 || size >= 1e21);
    std::array<char, 64> text{};
    const auto format = is_far ? std::chars_format::scientific : std::chars_format::fixed;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, format).ptr;
    std::string spelled(text.data(), end);
    // e-09 becomes e-9
    if (const auto at = spelled.find("e-0"); at != std::string::npos)
        spelled.erase(at + 2, 1);
    return proto::number{spelled};
}

proto::any with_json_numbers(const proto::any& value) {
    if (value.is_number())
        return json_number(value.num());
    auto made = value;
    if (made.is_array())
        for (auto& item : made.items())
            item = with_json_numbers(item);
    if (made.is_object())
        for (auto& member : made.members())
            member.second = with_json_numbers(member.second);
    return made;
}

class field_writer {
  public:
    field_writer(std::string& tabbed, const std::string* name)
        : tabbed_(tabbed)
        , name_(name) {}

    void members(const proto::any& object, const std::string& prefix) {
        for (const auto& [key, value] : object.members()) {
            if (value.is_object())
                members(value, prefix + key + ".");
            else if (value.is_array())
                items(value.items(), prefix + key);
            else
                row(prefix + key, value);
        }
    }

  private:
    void items(const proto::array& list, const std::string& field) {
        for (std::size_t i = 0; i < list.size(); ++i) {
            const auto indexed = field + "[" + std::to_string(i) + "]";
            if (list[i].is_object())
                members(list[i], indexed + ".");
            else
                row(indexed, list[i]);
        }
    }

    void row(const std::string& field, const proto::any& value) {
        if (name_)
            add_row(tabbed_, {field, *name_, plain_text(value)});
        else
            add_row(tabbed_, {field, plain_text(value)});
    }

    std::string& tabbed_;
    const std::string* name_;
};

} // namespace

proto::any as_held(const proto::any& object) {
    if (object.is_number())
        return held_number(object.num());
    auto made = object;
    if (made.is_array())
        for (auto& item : made.items())
            item = as_held(item);
    if (made.is_object()) {
        for (auto& member : made.members())
            member.second = as_held(member.second);
        std::ranges::stable_sort(made.members(), {}, [](const auto& member) -> const std::string& {
            return member.first;
        });
    }
    return made;
}

std::string manifest_json(const proto::any& held) {
    return proto::write_indented(with_json_numbers(held), " ");
}

std::string compact_json(const proto::any& held) { return proto::write(with_json_numbers(held)); }

std::string plain_text(const proto::any& held) {
    if (held.is_string())
        return held.string();
    if (held.is_bool())
        return held.boolean() ? "true" : "false";
    if (held.is_number())
        return number_text(held.num()).value_or(held.num().spelling);
    std::string text;
    if (held.is_array()) {
        for (const auto& item : held.items())
            text += (text.empty() ? "" : " ") + plain_text(item);
        return "[" + text + "]";
    }
    if (held.is_object()) {
        for (const auto& [key, member] : held.members())
            text += (text.empty() ? "" : " ") + key + ":" + plain_text(member);
        return "map[" + text + "]";
    }
    return "<nil>";
}

void add_fields(std::string& tabbed, const proto::any& held, const std::string* name) {
    if (held.is_object())
        field_writer(tabbed, name).members(held, "");
}

std::string name_of(const proto::any& object) {
    const auto* metadata = object.find("metadata");
    const auto* name = metadata ? metadata->find("name") : nullptr;
    return name && name->is_string() ? name->string() : "";
}

} // namespace argocdpp::cli
