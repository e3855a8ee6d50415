#pragma once
// A diagnosis as people read it, and as a document for programs.

#include <argocdpp/diagnosis.hpp>
#include <argocdpp/proto/any.hpp>

#include <cstdint>
#include <string>

namespace argocdpp::cli {

/// Where a diagnosis is read.
struct diagnosis_page {
    std::int64_t now = 0; ///< in seconds since 1970
    std::size_t width = 120;
    bool has_colours = false;
};

std::string diagnosis_text(const diagnosis& found, const diagnosis_page& page);

/// What `app diagnose -o json` prints; `help` of the command has its members.
proto::any diagnosis_document(const diagnosis& found);

} // namespace argocdpp::cli
