#pragma once
// Templates of `-o jsonpath=…`, with the grammar and the answers of kubectl:
//
//     {range .items[*]}{.metadata.name}{"\t"}{.status.sync.status}{"\n"}{end}
//
// Text outside of braces stands for itself. Within: .name and ['name'], [0], [-1], [0:2], [0:9:2],
// [*] and .*, [0,2] and ['a','b'], .. for all that is below, [?(@.x=="y")] with == != < <= > >= or
// nothing but a path, "text" with Go's escapes, {range …}…{end}. A name that is not there gives
// nothing; an index that is not there is an error.
//
// Sources: client-go's util/jsonpath of v0.36.1, and what kubectl 1.36.1 answered to the templates
// of tests/cli/views/jsonpath_answers.jsonl. Where Go visits the members of an object in random
// order, they come sorted here. And where the document is a list of things, as all of argocdpp's
// lists are, `.items` names it, so that kubectl's templates do for it as well.

#include <argocdpp/proto/any.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// A template that can't be read, or that does not go with a document.
class jsonpath_error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

struct jsonpath_node;

class jsonpath {
  public:
    /// Throws jsonpath_error.
    explicit jsonpath(std::string_view text);
    ~jsonpath();
    jsonpath(jsonpath&&) noexcept;
    jsonpath& operator=(jsonpath&&) noexcept;

    /// What the template prints of a document: found values with blanks between them, lists and
    /// objects as JSON. Throws jsonpath_error.
    std::string text(const proto::any& document) const;
    /// All that is found, in order, in a document as as_held() has it: one of many templates need
    /// not copy it anew. Throws jsonpath_error.
    std::vector<proto::any> values_of(const proto::any& held) const;

  private:
    std::vector<jsonpath_node> nodes_;
};

} // namespace argocdpp::cli
