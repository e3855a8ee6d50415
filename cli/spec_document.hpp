#pragma once
// The spec of an application as a document that is changed in place: what no version of argocdpp
// knows stays in it.
//
// Values that Argo CD leaves out of its JSON (an empty text, false, an empty list) are erased
// rather than written.

#include <argocdpp/proto/any.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// The member, made an empty object where it is missing or none.
proto::any& object_in(proto::any& parent, std::string_view key);
/// The items of a member, made an empty list where it is missing or none.
proto::array& list_in(proto::any& parent, std::string_view key);
/// A member's text; empty where there is none.
std::string text_in(const proto::any& parent, std::string_view key);
/// Whether a member is there and true.
bool is_set_in(const proto::any& parent, std::string_view key);

void put_text(proto::any& parent, std::string_view key, const std::string& text);
void put_switch(proto::any& parent, std::string_view key, bool value);
void put_list(proto::any& parent, std::string_view key, const std::vector<std::string>& texts);
/// Erases a list or object that has become empty.
void erase_if_empty(proto::any& parent, std::string_view key);

/// Makes the item with the same name be as the new one says, or appends the new one. Of an item
/// that is there, `optional` members are erased where the new one has none; others stay.
void merge_item(proto::array& items, const proto::any& item,
                const std::vector<std::string_view>& optional = {});
/// The place of the first item with that text; items.size() where there is none.
std::size_t find_item(const proto::array& items, std::string_view key, std::string_view text);

/// Whether the options are as good as none, so that Argo CD takes them for absent; members that
/// are unknown here count. `helm`, `kustomize`.
bool is_zero_helm(const proto::any& helm);
bool is_zero_kustomize(const proto::any& kustomize);
/// Erases `helm` or `kustomize` of a source where it is as good as none.
void erase_zero_options(proto::any& source);
/// Erases `syncPolicy` where it is as good as none.
void erase_zero_policy(proto::any& spec);

bool has_hydrator(const proto::any& spec);
/// A hydrator counts as one source, whatever `sources` holds.
bool has_multiple_sources(const proto::any& spec);
std::size_t count_sources(const proto::any& spec);
/// The source at a position (from 1) as it is sent; of a hydrator a copy in the form of a source.
proto::any source_at(const proto::any& spec, long long position);
/// Puts a source back where source_at took it from. Of a hydrator it becomes `source`, as the
/// official CLI has it.
void put_source(proto::any& spec, long long position, proto::any source);

} // namespace argocdpp::cli
