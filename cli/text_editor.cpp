#include "text_editor.hpp"

#include "failure.hpp"
#include "file_descriptor.hpp"
#include "text_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <sstream>
#include <stdlib.h>

namespace argocdpp::cli {
namespace {

/// The program of $EDITOR and its arguments, split at blanks.
std::vector<std::string> editor_words(invocation& call) {
    std::istringstream text(call.variable("EDITOR"));
    std::vector<std::string> words;
    for (std::string word; text >> word;)
        words.push_back(word);
    if (words.empty())
        words.emplace_back("vi");
    return words;
}

} // namespace

text_editor::text_editor(invocation& call, std::string_view name, std::string_view ending)
    : call_(call) {
    const auto given = call.variable("TMPDIR");
    path_ = (given.empty() ? "/tmp" : given) + "/" + std::string(name) + "-XXXXXX" +
            std::string(ending);
    const file_descriptor made(
        ::mkostemps(path_.data(), static_cast<int>(ending.size()), O_CLOEXEC)); // mode 0600
    if (!made) {
        is_kept_ = true;
        throw file_failure("open", path_, exit_code::error);
    }
}

text_editor::~text_editor() {
    if (!is_kept_)
        ::unlink(path_.c_str());
}

std::string text_editor::edit(const std::string& text) {
    auto words = editor_words(call_);
    write_text_file(path_, text, 0600, exit_code::error);
    words.push_back(path_);
    int code = 0;
    try {
        code = call_.run_child(words, child_input::inherited);
    } catch (const failure& fault) {
        throw failure(exit_code::error, fault.what());
    }
    if (code != 0)
        throw failure(exit_code::error, "exit status " + std::to_string(code));
    return this->text();
}

std::string text_editor::text() const { return read_text_file(path_, exit_code::error); }

const std::string& text_editor::keep(const std::string& text) {
    write_text_file(path_, text, 0600, exit_code::error);
    is_kept_ = true;
    return path_;
}

} // namespace argocdpp::cli
