#include "output_template.hpp"

#include "failure.hpp"
#include "go_values.hpp"
#include "views/jsonpath.hpp"

namespace argocdpp::cli {
namespace {

failure failed(const jsonpath_error& fault, std::string_view output) {
    return {exit_code::error, "error executing " + std::string(template_kind(output)) + " " +
                                  go_quote(template_pattern(output)) + ": " + fault.what()};
}

} // namespace

std::string_view template_kind(std::string_view output) {
    return output.substr(0, output.find('='));
}

std::string_view template_pattern(std::string_view output) {
    return output.substr(output.find('=') + 1);
}

std::string template_text(const proto::any& document, std::string_view output) {
    // To a template an empty list is one, also where the official CLI's JSON says null.
    if (document.is_null())
        return template_text(proto::array(), output);
    const auto pattern = template_pattern(output);
    try {
        return is_columns(output) ? custom_columns(pattern).table(document)
                                  : jsonpath(pattern).text(document);
    } catch (const jsonpath_error& fault) {
        throw failed(fault, output);
    }
}

std::string column_rows::row(const proto::any& item) const {
    std::string tabbed;
    try {
        columns_.add_row(tabbed, item);
    } catch (const jsonpath_error& fault) {
        throw failed(fault, output_);
    }
    return tabbed;
}

} // namespace argocdpp::cli
