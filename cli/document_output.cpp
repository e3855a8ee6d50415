#include "document_output.hpp"

#include "failure.hpp"
#include "views/yaml.hpp"

#include <argocdpp/proto/json.hpp>

namespace argocdpp::cli {

std::string document_text(const proto::any& document, std::string_view output) {
    return output == "json" ? proto::write_indented(document) + "\n" : to_yaml(document);
}

void check_wide(std::string_view output) {
    if (output != "wide" && !output.empty())
        throw failure(exit_code::error, "unknown output format: " + std::string(output));
}

} // namespace argocdpp::cli
