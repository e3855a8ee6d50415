#include "spec_edit.hpp"

#include "spec_document.hpp"
#include "text_editor.hpp"
#include "views/yaml.hpp"
#include "yaml_reader.hpp"

#include <argocdpp/error.hpp>
#include <argocdpp/json_patch.hpp>
#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/json.hpp>

#include <sstream>

namespace argocdpp::cli {
namespace {

using proto::any;

constexpr std::string_view introduction =
    ", to be changed. These lines at the top do not count.\n"
    "# Empty the file, or leave it as it is, to change nothing. What can't be saved is shown\n"
    "# again, with the reason here.\n"
    "#\n";

/// Why an edit was not taken, to be shown above the text of the next attempt.
struct rejection {
    std::string reason;
    std::optional<std::string> text; ///< in place of what was saved, where that is out of date
    std::optional<any> shown;        ///< what the spec has become
};

std::string with_comments(std::string_view noun, const std::string& text,
                          const std::string& comment) {
    std::string made = "# The spec of the " + std::string(noun) + std::string(introduction);
    std::istringstream lines(comment);
    for (std::string line; std::getline(lines, line);)
        if (!line.empty())
            made += "# " + line + "\n";
    return made + "\n" + text;
}

/// Without the comments at its top. Those further down may be lines of a longer text.
std::string without_comments(const std::string& text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto first = text.find_first_not_of(" \t\r", at);
        if (first < end && text[first] != '#')
            break;
        at = std::min(end + 1, text.size());
    }
    return text.substr(at);
}

/// The spec that was saved. Throws `rejection`.
any parse_spec(const edited_document& document, const std::string& text) {
    any spec;
    try {
        spec = parse_yaml(text);
    } catch (const yaml_error& fault) {
        throw rejection{std::string("error converting YAML to JSON: ") + fault.what(), {}, {}};
    }
    try {
        document.check(spec);
    } catch (const proto::format_error& fault) {
        throw rejection{"error unmarshaling input into " + std::string(document.noun()) +
                            " spec: " + fault.what(),
                        {},
                        {}};
    }
    return spec;
}

/// Puts what was changed between `shown` and `saved` into the document as it is now. Throws
/// `rejection` where others have changed the same.
void apply_changes(std::string_view noun, any& document, const any& shown, const any& saved) {
    any& spec = object_in(document, "spec");
    auto merged = merge_changes(shown, saved, spec);
    if (merged.conflicts.empty()) {
        spec = std::move(merged.document);
        return;
    }
    std::string reason = "the " + std::string(noun) +
                         " was changed by somebody else meanwhile; below is your edit, with their "
                         "other changes. Both changed:";
    for (const auto& path : merged.conflicts)
        reason += "\n  " + path;
    throw rejection{reason, to_yaml(merged.document), parse_yaml(to_yaml(spec))};
}

/// Whether editing once more may help.
bool is_rejection(const error& failure) {
    return failure.http_status != 0 && failure.kind != error_kind::unauthenticated &&
           failure.kind != error_kind::unavailable && failure.kind != error_kind::protocol;
}

class spec_edit {
  public:
    spec_edit(invocation& call, edited_document& document, const std::string& name, const any& spec)
        : call_(call)
        , document_(document)
        , editor_(call, name, "-edit.yaml")
        , text_(to_yaml(spec))
        // As it is read back: what was not touched is then equal.
        , shown_(parse_yaml(text_)) {}

    task<void> run();

  private:
    /// False where the text was left as it was.
    bool ask();
    task<std::optional<rejection>> save();
    [[noreturn]] void cancel();
    void tell_where();
    void keep_what_was_edited(const std::string& before);

    invocation& call_;
    edited_document& document_;
    text_editor editor_;
    std::string text_;
    any shown_;
    std::string reason_;
};

void spec_edit::tell_where() { call_.talk().info("the edited text is in " + editor_.keep(text_)); }

/// The editor may have saved something before it failed, or before somebody ended both.
void spec_edit::keep_what_was_edited(const std::string& before) {
    const auto after = editor_.text();
    auto saved = without_comments(after);
    const bool is_new = after != before && !saved.empty();
    if (is_new)
        text_ = std::move(saved);
    if (is_new || !reason_.empty())
        tell_where();
}

void spec_edit::cancel() {
    // An edit that was rejected is not lost with the attempt to mend it.
    if (!reason_.empty())
        tell_where();
    throw failure(exit_code::error, "edit cancelled, no valid changes were saved");
}

bool spec_edit::ask() {
    const auto before = with_comments(document_.noun(), text_, reason_);
    auto after = std::string();
    try {
        after = editor_.edit(before);
    } catch (...) {
        keep_what_was_edited(before);
        throw;
    }
    auto saved = without_comments(after);
    if (after == before || saved.empty())
        return false;
    text_ = std::move(saved);
    return true;
}

task<std::optional<rejection>> spec_edit::save() {
    std::optional<rejection> rejected;
    try {
        const any saved = parse_spec(document_, text_);
        document_change edit = [&](any& current) {
            apply_changes(document_.noun(), current, shown_, saved);
        };
        co_await document_.save(std::move(edit));
    } catch (const rejection& why) {
        rejected = why;
    } catch (const error& failure) {
        if (!is_rejection(failure))
            throw;
        rejected.emplace();
        rejected->reason = std::string(document_.failed()) + failure.what();
    }
    co_return rejected;
}

task<void> spec_edit::run() {
    for (;;) {
        if (!ask())
            cancel();
        std::optional<rejection> rejected;
        try {
            rejected = co_await save();
        } catch (...) {
            tell_where();
            throw;
        }
        if (!rejected)
            co_return;
        reason_ = rejected->reason;
        if (rejected->text)
            text_ = *rejected->text;
        if (rejected->shown)
            shown_ = *rejected->shown;
    }
}

} // namespace

task<void> edit_spec(invocation& call, edited_document& document, std::string name, any spec) {
    spec_edit edit(call, document, name, spec);
    co_await edit.run();
}

} // namespace argocdpp::cli
