#pragma once
// Text edited by whoever runs the program, in the program that $EDITOR names (vi where it names
// none), by way of a file that only its owner can read.
//
// The file goes away with this object, unless it was kept.

#include "invocation.hpp"

#include <string>
#include <string_view>

namespace argocdpp::cli {

class text_editor {
  public:
    /// The file will be called `name`, a part nobody can guess, `ending`; below $TMPDIR or /tmp.
    text_editor(invocation& call, std::string_view name, std::string_view ending);
    ~text_editor();
    text_editor(const text_editor&) = delete;
    text_editor& operator=(const text_editor&) = delete;

    /// Has the text edited and returns it as it is then. Throws `failure`.
    std::string edit(const std::string& text);
    /// The file's text as it is now, also where the editor failed. Throws `failure`.
    std::string text() const;
    /// Leaves the file where it is, with this text; its path. Throws `failure`.
    const std::string& keep(const std::string& text);

  private:
    invocation& call_;
    std::string path_;
    bool is_kept_ = false;
};

} // namespace argocdpp::cli
