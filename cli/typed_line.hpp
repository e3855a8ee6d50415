#pragma once
// A command line that is still being typed: what it says so far, and what its last word may become.
//
//     typed_line line({"app", "get-resource", "guestbook", "--kind", "De"}, globals);
//     line.row().path         "app get-resource"
//     line.arguments()        {"guestbook"}
//     line.wanted().names     name_kind::node_kind
//     line.wanted().prefix    "De"
//
// Unlike a parse, it forgives: what is wrong on the line is left aside.

#include "command.hpp"
#include "global_flags.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// What the last word may become; at most one of the first four says something.
struct wanted_word {
    bool command = false; ///< the name of a command below the row
    bool flag = false;    ///< the name of a flag
    name_kind names = name_kind::none;
    std::string_view choices = {}; ///< as flag::choices
    std::string head = {};         ///< what stands in the word before the value: "--output="
    std::string prefix = {};       ///< what there is of the value
};

class typed_line {
  public:
    /// `words` are those behind the program's name; the last one, which may be empty, is being
    /// typed. `globals` are the defaults of the global flags.
    typed_line(std::vector<std::string> words, global_flags globals);
    typed_line(const typed_line&) = delete;
    typed_line& operator=(const typed_line&) = delete;

    /// The command that the line names so far; the program's own row where it names none.
    const command& row() const { return *row_; }
    /// Arguments before the last word.
    const std::vector<std::string>& arguments() const { return arguments_; }
    const global_flags& globals() const { return globals_; }
    const flag_set& flags() const { return flags_; }
    /// The text given for a flag; empty where there is none.
    std::string value(std::string_view name) const;
    const wanted_word& wanted() const { return wanted_; }

  private:
    void read(const std::vector<std::string>& words);
    /// The flag that takes the word behind this one; nullptr for none.
    const flag* in_need(std::string_view word) const;
    void want_argument();
    void want_value(const flag& of, std::string head, std::string prefix);
    void want_flag(const std::string& word);

    const command* row_;
    global_flags globals_;
    bool help_ = false;
    flag_set flags_;
    std::unique_ptr<bound_command> bound_;
    std::vector<std::string> arguments_;
    const flag* pending_ = nullptr; ///< waits for its value, which is the last word
    bool flags_ended_ = false;
    wanted_word wanted_;
};

} // namespace argocdpp::cli
