#include <argocdpp/proto/any.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace argocdpp::proto {

namespace {

constexpr long long exponent_limit = 1000;

std::optional<long long> decimal(std::string_view digits) {
    long long value = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    if (error != std::errc() || stop != end)
        return std::nullopt;
    return value;
}

} // namespace

std::optional<long long> number::integer() const {
    const auto exponent_at = spelling.find_first_of("eE");
    const auto mantissa = std::string_view(spelling).substr(0, exponent_at);
    const auto point = mantissa.find('.');
    if (exponent_at == std::string::npos && point == std::string::npos)
        return decimal(spelling);

    std::string digits(mantissa.substr(0, point));
    long long shift = 0;
    if (point != std::string_view::npos) {
        digits += mantissa.substr(point + 1);
        shift = static_cast<long long>(mantissa.size() - point - 1);
    }
    if (digits.find_first_not_of("-0") == std::string::npos)
        return 0;
    long long exponent = 0;
    if (exponent_at != std::string::npos) {
        auto text = std::string_view(spelling).substr(exponent_at + 1);
        if (text.starts_with('+'))
            text.remove_prefix(1);
        // Anything near the limits is no integer of 64 bits, and must not overflow below.
        exponent = decimal(text).value_or(exponent_limit);
        if (exponent >= exponent_limit || exponent <= -exponent_limit)
            return std::nullopt;
    }
    exponent -= shift;
    for (; exponent < 0 && digits.ends_with('0'); ++exponent)
        digits.pop_back();
    if (exponent < 0)
        return std::nullopt;
    digits.append(static_cast<std::size_t>(exponent), '0');
    return decimal(digits);
}

any any::integer(long long value) { return number{std::to_string(value)}; }

any any::slot() {
    any made;
    made.value_ = taken{};
    return made;
}

std::string_view any::type_name() const {
    constexpr std::string_view names[] = {"null",  "bool",   "number", "string",
                                          "array", "object", "slot"};
    return names[value_.index()];
}

const any* any::find(std::string_view key) const {
    const auto* all = std::get_if<object>(&value_);
    if (!all)
        return nullptr;
    const auto at = std::ranges::find(*all, key, &object::value_type::first);
    return at == all->end() || at->second.is_slot() ? nullptr : &at->second;
}

any* any::find(std::string_view key) {
    return const_cast<any*>(static_cast<const any*>(this)->find(key));
}

any& any::set(std::string_view key, any value) {
    if (is_null())
        value_ = object{};
    auto& all = members();
    const auto at = std::ranges::find(all, key, &object::value_type::first);
    if (at == all.end())
        return all.emplace_back(key, std::move(value)).second;
    return at->second = std::move(value);
}

void any::erase(std::string_view key) {
    auto* all = std::get_if<object>(&value_);
    if (all)
        std::erase_if(*all, [key](const auto& member) { return member.first == key; });
}

bool any::operator==(const any&) const = default;

} // namespace argocdpp::proto
