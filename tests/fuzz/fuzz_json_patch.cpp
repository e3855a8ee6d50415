// A patch makes the one document of the other; merged changes keep both sides'. The input is three
// lines of JSON.

#include "patched.hpp"
#include "target.hpp"
#include "yaml_round_trip.hpp"

#include <argocdpp/json_patch.hpp>
#include <argocdpp/proto/json.hpp>

#include <algorithm>

namespace argocdpp::fuzz {

namespace {

/// Keys that come twice can't be told apart by a patch.
bool has_double_keys(const proto::any& value) {
    if (value.is_array())
        return std::ranges::any_of(value.items(), has_double_keys);
    if (!value.is_object())
        return false;
    return std::ranges::any_of(value.members(), [&](const auto& member) {
        return value.find(member.first) != &member.second || has_double_keys(member.second);
    });
}

proto::any document_in(std::string_view line) {
    try {
        proto::any document = proto::parse(line);
        if (document.is_object() && !has_double_keys(document))
            return document;
    } catch (const proto::format_error&) {
        // An empty document does as well.
    }
    return proto::object();
}

void expect_patch(const proto::any& before, const proto::any& after) {
    const proto::any operations = argocdpp::json_patch(before, after);
    const proto::any made = tests::patched(before, operations);
    expect(argocdpp::json_patch(made, after).items().empty(),
           "the patch makes " + proto::write(made) + " instead of " + proto::write(after));
}

bool is_same(const proto::any& left, const proto::any& right) {
    return argocdpp::json_patch(left, right).items().empty();
}

} // namespace

void json_patch(std::string_view text) {
    const proto::any base = document_in(take_until(text, "\n"));
    const proto::any mine = document_in(take_until(text, "\n"));
    const proto::any theirs = document_in(take_until(text, "\n"));
    expect_patch(base, mine);
    expect_patch(mine, theirs);
    expect(argocdpp::json_patch(base, base).items().empty(), "no change, no patch");

    expect(is_same(merge_changes(base, mine, base).document, mine), "mine alone stays mine");
    expect(is_same(merge_changes(base, base, theirs).document, theirs), "theirs alone stay theirs");
    const auto both = merge_changes(base, mine, theirs);
    expect_patch(theirs, both.document);
    if (is_same(mine, theirs))
        expect(both.conflicts.empty() && is_same(both.document, mine), "the same is no conflict");
}

} // namespace argocdpp::fuzz
