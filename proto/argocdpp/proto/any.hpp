#pragma once
// A JSON value of any shape, kept exactly as it was received.
//
// The wire model keeps what it does not know in values of this type, so three things matter that a
// usual JSON library gives up: the order of an object's keys, the spelling of numbers (1.0 stays
// 1.0, twenty digits stay twenty digits), and that writing what was read gives the same bytes.
//
//     any app = parse(body);
//     if (const any* name = app.find("name")) use(name->string());

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace argocdpp::proto {

class any;

/// A number as it was spelled; nothing converts it until somebody asks.
struct number {
    std::string spelling;
    /// The integer that is spelled (5, -0, 1.0, 1e3); nothing where it has a fraction or needs more
    /// than 64 bits.
    std::optional<long long> integer() const;
    bool operator==(const number&) const = default;
};

using array = std::vector<any>;
/// Members in the order received. A key that comes twice is kept twice; the first one counts.
using object = std::vector<std::pair<std::string, any>>;

class any {
  public:
    any() = default; // null
    /// From bool alone: nothing that merely converts to it (an int, a pointer) becomes true.
    any(std::same_as<bool> auto value)
        : value_(value) {}
    any(number value)
        : value_(std::move(value)) {}
    any(std::string value)
        : value_(std::move(value)) {}
    any(std::string_view value)
        : value_(std::string(value)) {}
    any(const char* value)
        : value_(std::string(value)) {}
    any(array value)
        : value_(std::move(value)) {}
    any(object value)
        : value_(std::move(value)) {}
    /// An integer, spelled in decimal.
    static any integer(long long value);
    /// What stands in a struct's `rest` for a value that one of the other members holds: it keeps
    /// the place among the keys, and is not there for find() and write().
    static any slot();

    bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
    bool is_bool() const { return std::holds_alternative<bool>(value_); }
    bool is_number() const { return std::holds_alternative<number>(value_); }
    bool is_string() const { return std::holds_alternative<std::string>(value_); }
    bool is_array() const { return std::holds_alternative<array>(value_); }
    bool is_object() const { return std::holds_alternative<object>(value_); }
    bool is_slot() const { return std::holds_alternative<taken>(value_); }
    /// "null", "bool", "number", "string", "array", "object" or "slot", for messages.
    std::string_view type_name() const;

    // Access by type; asking for another type than the value has throws std::bad_variant_access.
    bool boolean() const { return std::get<bool>(value_); }
    const number& num() const { return std::get<number>(value_); }
    const std::string& string() const { return std::get<std::string>(value_); }
    std::string& string() { return std::get<std::string>(value_); }
    const array& items() const { return std::get<array>(value_); }
    array& items() { return std::get<array>(value_); }
    const object& members() const { return std::get<object>(value_); }
    object& members() { return std::get<object>(value_); }

    /// The member of that name; nullptr where there is none or this is no object.
    const any* find(std::string_view key) const;
    any* find(std::string_view key);
    /// Replaces the member of that name or appends it. A null becomes an object first.
    any& set(std::string_view key, any value);
    /// Removes every member of that name.
    void erase(std::string_view key);

    bool operator==(const any&) const;

  private:
    struct taken {
        bool operator==(const taken&) const = default;
    };

    std::variant<std::monostate, bool, number, std::string, array, object, taken> value_;
};

} // namespace argocdpp::proto
