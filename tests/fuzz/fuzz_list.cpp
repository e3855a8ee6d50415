// The reader of large lists gives what reading the whole document gives, in whatever pieces it
// comes.

#include "target.hpp"

#include <argocdpp/proto/json.hpp>

#include <optional>

namespace argocdpp::fuzz {

namespace {

using proto::any;

struct read_list {
    std::string items;
    std::string failure;
};

read_list read(const std::vector<std::string_view>& pieces, const proto::projection& keep) {
    read_list got;
    const auto take = [&got](const any& item) { got.items += proto::write(item) + "\n"; };
    try {
        proto::list_reader reader("items", keep, take);
        for (const std::string_view piece : pieces)
            reader.push(piece);
        reader.finish();
    } catch (const proto::format_error& fault) {
        got.failure = fault.what();
    }
    return got;
}

std::optional<any> parsed(std::string_view text) {
    try {
        return proto::parse(text);
    } catch (const proto::format_error&) {
        return std::nullopt;
    }
}

/// The items of all members "items": the reader sees one after the other. Nothing where the
/// document is no list.
std::optional<std::string> items_of(const any& document) {
    if (!document.is_object())
        return std::nullopt;
    std::string items;
    for (const auto& [key, value] : document.members()) {
        if (key != "items" || value.is_null())
            continue;
        if (!value.is_array())
            return std::nullopt;
        for (const any& item : value.items())
            items += proto::write(item) + "\n";
    }
    return items;
}

} // namespace

void list(std::string_view text) {
    const std::vector<std::string_view> pieces = cut(text, 30);
    const read_list whole = read({text}, {});
    const read_list parts = read(pieces, {});
    // Where in a broken word it is broken may be seen earlier.
    expect(parts.failure.empty() == whole.failure.empty(), "pieces fail as the whole");
    expect_equal(parts.items, whole.items, "pieces give the items of the whole");

    const std::optional<any> document = parsed(text);
    const std::optional<std::string> items = document ? items_of(*document) : std::nullopt;
    expect(whole.failure.empty() == items.has_value(), "it is a list or none, whoever reads it");
    if (items)
        expect_equal(whole.items, *items, "the items are those of the document");

    const proto::projection some = {{"metadata.name", "status.sync.status", "spec"}};
    const read_list whole_few = read({text}, some);
    const read_list parts_few = read(pieces, some);
    expect(parts_few.failure.empty() == whole_few.failure.empty(), "pieces fail as the whole");
    expect_equal(parts_few.items, whole_few.items, "pieces give the fields of the whole");
    expect(whole_few.failure.empty() == whole.failure.empty(), "some fields fail as all do");
}

} // namespace argocdpp::fuzz
