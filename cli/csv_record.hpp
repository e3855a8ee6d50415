#pragma once
// One record of comma-separated values, read as Go's encoding/csv reads it.
//
//     read_csv_record("a,\"b,c\"")  ->  {"a", "b,c"}

#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// The fields of the first record; none of an empty text. Throws std::invalid_argument with Go's
/// words.
std::vector<std::string> read_csv_record(std::string_view text);

} // namespace argocdpp::cli
