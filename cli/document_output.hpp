#pragma once
// What `-o json`, `-o yaml`, `-o jsonpath=…` and `-o custom-columns=…` print, the same for every
// command.

#include "terminal.hpp"

#include <argocdpp/proto/any.hpp>
#include <argocdpp/proto/codec.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// A template, which tells what of the document to print: "jsonpath=…" or "custom-columns=…".
inline bool is_template(std::string_view output) {
    return output.starts_with("jsonpath=") || output.starts_with("custom-columns=");
}

inline bool is_document_format(std::string_view output) {
    return output == "json" || output == "yaml" || is_template(output);
}

/// Throws the `failure` for a template that can't be read; before anything is asked for.
void check_template(std::string_view output);

/// One document, ended by a line break where no jsonpath says what is printed. Throws `failure` for
/// a template that does not go with the document.
std::string document_text(const proto::any& document, std::string_view output);

/// A list of structs as a bare array.
template<class T>
std::string list_document(const std::vector<T>& items, std::string_view output) {
    proto::array list;
    for (const T& item : items)
        list.push_back(proto::encode(item));
    return document_text(list, output);
}

/// Prints a bare array while its items arrive, byte for byte as document_text prints it in one
/// piece, and in memory that does not grow with it. The first mebibyte is held back, so that a list
/// which is no longer is still printed whole or not at all.
class list_printer {
  public:
    list_printer(terminal& to, std::string_view output)
        : to_(to)
        , output_(output) {}

    void add(proto::any item);
    /// Forgets what was added; only before anything was printed.
    void start_again();
    bool has_printed() const { return has_printed_; }
    /// Ends the array.
    void finish();

  private:
    void print();

    terminal& to_;
    std::string_view output_;
    std::string pending_;
    bool has_items_ = false;
    bool has_printed_ = false;
};

/// Throws the `failure` for a format that a command has not, unless it is "wide" or empty.
void check_wide(std::string_view output);

} // namespace argocdpp::cli
