#include "random_document.hpp"

#include <algorithm>
#include <array>

namespace argocdpp::proto::test {

std::string document_maker::text() {
    constexpr std::array pieces = {"a",      "Z",          "9",      " ",      "\"",     "\\",
                                   "/",      "<",          ">",      "&",      "\n",     "\t",
                                   "\x01",   "\x1f",       "\x7f",   "\b",     "\f",     "\u00e9",
                                   "\u4f60", "\U0001f600", "\u2028", "\u2029", "\ufffd", "{"};
    std::string made;
    for (auto left = below(12); left > 0; --left)
        made += pieces[below(pieces.size())];
    return made;
}

std::string document_maker::number_text() {
    constexpr std::array odd = {"0",
                                "-0",
                                "1",
                                "-17",
                                "1.0",
                                "0.0",
                                "1e3",
                                "1E+2",
                                "1.5",
                                "-2.50",
                                "1e-7",
                                "12345678901234567890123",
                                "9223372036854775807",
                                "-9223372036854775808",
                                "0.1e1",
                                "1e400"};
    return odd[below(odd.size())];
}

any document_maker::value(unsigned depth) {
    switch (below(depth ? 8 : 5)) {
    case 0:
        return {};
    case 1:
        return chance(50);
    case 2:
        return number{number_text()};
    case 3:
    case 4:
        return text();
    case 5: {
        array items;
        for (auto left = below(4); left > 0; --left)
            items.push_back(value(depth - 1));
        return items;
    }
    default: {
        object members;
        for (auto left = below(5); left > 0; --left)
            members.emplace_back(text(), value(depth - 1));
        return members;
    }
    }
}

void document_maker::vary(any& known) {
    if (known.is_object()) {
        vary_members(known.members(), false);
    } else if (known.is_array()) {
        auto& items = known.items();
        for (any& item : items) {
            if (item.is_object() && chance(5))
                item = any();
            else
                vary(item);
        }
        if (items.size() > 1 && chance(30))
            items.resize(1 + below(items.size()));
    } else {
        vary_leaf(known);
    }
}

void document_maker::vary_members(object& members, bool is_map) {
    std::erase_if(members, [this](const auto&) { return chance(25); });
    for (auto& [key, member] : members) {
        if (key == "labels" || key == "annotations") {
            if (member.is_object())
                vary_members(member.members(), true);
        } else if (!is_map && chance(6)) {
            member = any();
        } else if (member.is_object() && !chance(5)) {
            vary_members(member.members(), is_map);
        } else if (member.is_object()) {
            member = object{};
        } else if (member.is_array() && chance(5)) {
            member = array{};
        } else if (member.is_array()) {
            vary(member);
        } else {
            vary_leaf(member);
        }
    }
    for (auto left = is_map ? 0 : below(3); left > 0; --left)
        members.emplace_back("new-" + text(), value(3));
    if (chance(30))
        std::ranges::shuffle(members, random_);
}

void document_maker::vary_leaf(any& leaf) {
    constexpr std::array integers = {
        "0", "-0", "7", "3.0", "1e3", "-1.20e1", "9223372036854775807"};
    if (leaf.is_string() && chance(40))
        leaf = chance(30) ? std::string() : text();
    if (leaf.is_bool())
        leaf = chance(50);
    if (leaf.is_number())
        leaf = number{integers[below(integers.size())]};
}

} // namespace argocdpp::proto::test
