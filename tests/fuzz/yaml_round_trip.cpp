#include "yaml_round_trip.hpp"

#include "target.hpp"
#include "views/yaml.hpp"
#include "yaml_reader.hpp"

#include <argocdpp/proto/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace argocdpp::fuzz {

namespace {

/// YAML's reader stops there.
constexpr std::size_t deepest = 100;
constexpr std::size_t most_values = 100'000;

struct measure {
    std::size_t values = 0;
    std::size_t depth = 0;
    bool has_double_keys = false;
    bool has_old_breaks = false;
    bool has_odd_merge = false; ///< `<<: 1`, which the official CLI writes, and nobody reads
};

/// Line breaks that YAML 1.2 has not, and yaml-cpp therefore knows not.
bool has_old_break(std::string_view text) {
    return text.find("\u2028") != text.npos || text.find("\u2029") != text.npos;
}

void take_measure(const proto::any& value, std::size_t depth, measure& into) {
    ++into.values;
    into.has_old_breaks =
        into.has_old_breaks || (value.is_string() && has_old_break(value.string()));
    if (value.is_array() || value.is_object())
        into.depth = std::max(into.depth, depth + 1);
    if (value.is_array())
        for (const proto::any& item : value.items())
            take_measure(item, depth + 1, into);
    if (!value.is_object())
        return;
    for (const auto& [key, member] : value.members()) {
        ++into.values;
        into.has_old_breaks = into.has_old_breaks || has_old_break(key);
        into.has_odd_merge =
            into.has_odd_merge || (key == "<<" && !member.is_array() && !member.is_object());
        into.has_double_keys = into.has_double_keys || value.find(key) != &member;
        take_measure(member, depth + 1, into);
    }
}

bool is_same_number(const std::string& left, const std::string& right) {
    const double one = std::strtod(left.c_str(), nullptr);
    const double other = std::strtod(right.c_str(), nullptr);
    return left == right || one == other;
}

bool is_endless(const std::string& number) {
    return std::isinf(std::strtod(number.c_str(), nullptr));
}

} // namespace

bool means_the_same(const proto::any& left, const proto::any& right) {
    if (left.is_number() && right.is_number())
        return is_same_number(left.num().spelling, right.num().spelling);
    if (left.is_string() && right.is_number()) // what no double can hold is written as text
        return left.string() == right.num().spelling && is_endless(left.string());
    if (left.is_array() && right.is_array())
        return std::ranges::equal(left.items(), right.items(), means_the_same);
    if (!left.is_object() || !right.is_object())
        return left == right;
    if (left.members().size() != right.members().size())
        return false;
    for (const auto& [key, member] : left.members()) {
        const proto::any* other = right.find(key);
        if (!other || !means_the_same(member, *other))
            return false;
    }
    return true;
}

void expect_yaml_round_trip(const proto::any& document) {
    measure size;
    take_measure(document, 0, size);
    if (size.values > most_values || size.depth > deepest || size.has_double_keys ||
        size.has_old_breaks || size.has_odd_merge)
        return;
    for (const auto* dialect : {&cli::sigs_yaml, &cli::yaml_v3}) {
        const std::string text = cli::to_yaml(document, *dialect);
        proto::any again;
        try {
            again = cli::parse_yaml(text);
        } catch (const cli::yaml_error& fault) {
            throw broken_promise(std::string("can't be read back, ") + fault.what() + ":\n" + text);
        }
        if (!means_the_same(again, document))
            throw broken_promise("reads back as " + proto::write(again) + "\ninstead of " +
                                 proto::write(document) + ":\n" + text);
    }
}

} // namespace argocdpp::fuzz
