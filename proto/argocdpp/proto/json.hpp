#pragma once
// JSON text to values and back: the only reader and the only writer of JSON text in argocdpp.
//
// Reading accepts RFC 8259 plus what servers really send: invalid UTF-8 in strings becomes U+FFFD.
// Writing spells as Go's encoding/json does (<, >, &, U+2028 and U+2029 escaped), so a document
// that Argo CD wrote comes back byte for byte. (One exception: Go's escape for bytes that were no
// UTF-8, \ufffd, comes back as the character itself.)

#include <argocdpp/proto/any.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::proto {

/// Text that is no JSON, or JSON of another shape than asked for. what() is one line that says what
/// and where ("offset 17: expected ',' or '}'", ".spec.source.path: expected string, got number").
class format_error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// One document. Throws format_error, also for anything but white space after it, and for nesting
/// deeper than 200 levels (a stack is finite; Go's limit is 10,000, Argo CD's objects need 20).
any parse(std::string_view text);

/// Compact, as Go's json.Marshal.
std::string write(const any& value);
void write(const any& value, std::string& out);
/// As Go's json.MarshalIndent(value, "", indent); `[]` and `{}` stay on one line.
std::string write_indented(const any& value, std::string_view indent = "  ");

/// Which members of an object to keep; everything else is skipped without being stored. Paths are
/// dotted ("status.sync.status"), arrays are transparent, a path keeps all that is below it and
/// whatever stands in its way (a string at "status", say). An empty projection keeps everything.
struct projection {
    std::vector<std::string> paths;
};

/// Reads `{"<list_key>":[item, item, …], …}` as it arrives and hands over one item after the other,
/// so that a list of 45 MB never exists as one document.
class list_reader {
  public:
    list_reader(std::string list_key, projection keep, std::function<void(any)> on_item);
    ~list_reader();
    list_reader(list_reader&&) noexcept;
    list_reader& operator=(list_reader&&) noexcept;

    /// The next piece of text, of any size. Throws format_error; what on_item throws passes
    /// through. After either the reader refuses all further text.
    void push(std::string_view piece);
    /// Says that the text has ended. Throws format_error where the document had not.
    void finish();

  private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace argocdpp::proto
