#pragma once
// What every Kubernetes object carries, as far as argocdpp reads it.
//
// Each struct of the model ends with `rest`: the object as it was received, without the values that
// the other members hold. Writing puts them back in their places, so nothing is lost or reordered.
// (Numbers and bools stay in `rest` too, for their spelling; where both differ the member counts.)

#include <argocdpp/proto/any.hpp>

#include <map>
#include <string>
#include <vector>

namespace argocdpp::proto {

/// An instant as RFC 3339 text, the way the server spells it; empty means absent.
using timestamp = std::string;

/// Labels or annotations, in the order received.
using string_map = std::vector<std::pair<std::string, std::string>>;

/// The value of a key, or nullptr.
const std::string* find(const string_map& map, std::string_view key);

struct object_meta {
    std::string name;
    std::string name_space;
    std::string uid;
    std::string resource_version;
    timestamp creation_timestamp;
    timestamp deletion_timestamp;
    string_map labels;
    string_map annotations;
    any rest;
};

struct list_meta {
    std::string resource_version;
    any rest;
};

} // namespace argocdpp::proto
