#pragma once
// Queries and forms (application/x-www-form-urlencoded), spelled as Go's url.Values spell them.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace argocdpp::open_id {

using form = std::vector<std::pair<std::string, std::string>>;

/// "a=1&b=x+y", in the order given.
std::string encode_form(const form& fields);
/// Fields that are no form are taken as they are: whoever asks for a name just does not find it.
form decode_form(std::string_view text);
/// The first value of that name; empty where there is none.
std::string_view field(const form& fields, std::string_view name);

/// The address with more behind its query, or a query.
std::string with_query(std::string_view url, const form& fields);

/// The text without control characters: what a stranger says may end up on a terminal.
std::string printable(std::string_view text);

} // namespace argocdpp::open_id
