#pragma once
// The text of a YAML document as it grows: where the pen is, how far lines are indented, and how
// scalars of each style are written and folded. It follows libyaml's writer step by step, because
// folding depends on the column and line breaks depend on what was written last.

#include "yaml_dialect.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

class yaml_output {
  public:
    explicit yaml_output(const yaml_dialect& dialect)
        : dialect_(dialect) {}

    /// Goes one level in; an item of a sequence stands just behind its dash.
    void indent(bool is_item);
    /// A level without indent: for sequences below a key.
    void indent_nothing();
    /// Where the lines of a scalar that is folded or a block begin.
    void indent_scalar(bool is_item);
    void dedent();

    /// Moves to the indent, on a new line unless the pen is already there.
    void start_line();
    /// Writes signs like "-", ":" or "{"; `keeps_line_start` says that another node may follow them
    /// as if the line began there.
    void indicator(std::string_view signs, bool needs_space, bool gives_space = false,
                   bool keeps_line_start = false);

    // Scalars; only those that are no simple keys may be folded.
    void plain(std::string_view text, bool may_fold);
    void single_quoted(std::string_view text, bool may_fold);
    void double_quoted(std::string_view text, bool may_fold);
    void literal(std::string_view text);

    /// Whether nothing but indentation and dashes stands on the line.
    bool at_line_start() const { return at_line_start_; }

    std::string take() { return std::move(text_); }

  private:
    void put(std::string_view character);
    /// Puts what begins the text and is of these sorts (yaml_sign::run), and takes it away.
    bool put_run(std::string_view& text, unsigned sorts);
    void put_break();
    /// One character that is a break; LF starts a line, the others are written as they are.
    void copy_break(std::string_view character);
    bool is_past_width() const;
    void escape(std::string_view character);

    int next_indent(bool is_item) const;

    const yaml_dialect& dialect_;
    std::string text_;
    std::vector<int> indents_;
    int indent_ = -1; ///< -1 outside of the root node
    int column_ = 0;
    bool after_space_ = true;
    bool at_line_start_ = true;
};

} // namespace argocdpp::cli
