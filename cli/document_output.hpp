#pragma once
// What `-o json` and `-o yaml` print, the same for every command.

#include <argocdpp/proto/any.hpp>
#include <argocdpp/proto/codec.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

inline bool is_document_format(std::string_view output) {
    return output == "json" || output == "yaml";
}

/// One document, ended by a line break. `output` is "json" or "yaml".
std::string document_text(const proto::any& document, std::string_view output);

/// A list of structs as a bare array.
template<class T>
std::string list_document(const std::vector<T>& items, std::string_view output) {
    proto::array list;
    for (const T& item : items)
        list.push_back(proto::encode(item));
    return document_text(list, output);
}

/// Throws the `failure` for a format that a command has not, unless it is "wide" or empty.
void check_wide(std::string_view output);

} // namespace argocdpp::cli
