#include "document_output.hpp"

#include "failure.hpp"
#include "output_template.hpp"
#include "views/jsonpath.hpp"
#include "views/yaml.hpp"

#include <argocdpp/proto/json.hpp>

#include <utility>

namespace argocdpp::cli {
namespace {

constexpr std::size_t held_back = std::size_t{1} << 20;

} // namespace

void check_template(std::string_view output) {
    const auto pattern = template_pattern(output);
    try {
        if (is_columns(output))
            custom_columns{pattern};
        else if (pattern.empty())
            throw jsonpath_error("template format specified but no template given");
        else
            jsonpath{pattern};
    } catch (const jsonpath_error& fault) {
        throw failure(exit_code::error, "error parsing " + std::string(template_kind(output)) +
                                            " " + std::string(pattern) + ", " + fault.what());
    }
}

std::string document_text(const proto::any& document, std::string_view output) {
    if (is_template(output))
        return template_text(document, output);
    return output == "json" ? proto::write_indented(document) + "\n" : to_yaml(document);
}

void list_printer::add(proto::any item) {
    proto::array one;
    one.push_back(std::move(item));
    const std::string text = document_text(std::move(one), output_);
    // In YAML the lists of one item make up the list of all; in JSON what opens and closes the list
    // stands around them: "[\n  {…}" and "\n]\n".
    constexpr std::size_t opening = 1;
    constexpr std::size_t closing = 3;
    if (output_ == "json")
        pending_.append(has_items_ ? "," : "[")
            .append(text, opening, text.size() - opening - closing);
    else
        pending_ += text;
    has_items_ = true;
    if (pending_.size() >= held_back)
        print();
}

void list_printer::start_again() {
    pending_.clear();
    has_items_ = false;
}

void list_printer::finish() {
    if (!has_items_)
        pending_ += "[]\n";
    else if (output_ == "json")
        pending_ += "\n]\n";
    print();
}

void list_printer::print() {
    has_printed_ = true;
    to_.out(pending_);
    pending_.clear();
}

void check_wide(std::string_view output) {
    if (output != "wide" && !output.empty())
        throw failure(exit_code::error, "unknown output format: " + std::string(output));
}

} // namespace argocdpp::cli
