#pragma once
// Flags of a command line, with the grammar of the official CLI (Go's pflag).
//
// A command declares each flag with one line and a variable; reading a command line fills the
// variables. The grammar: --name value, --name=value, -n value, -nvalue, clusters -abn value; a
// boolean takes a value only behind `=`; flags and arguments mix; `--` ends the flags; the last
// value of a repeated flag counts, lists collect. No prefix is enough for a long name.
//
// CLI11 is not used: it cannot express this grammar (nested command names, `--x=`, repeated
// options, values like `[a,b]` and `-1`) nor its error texts.

#include "environment.hpp"
#include "name_kind.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace argocdpp::cli {

using text_list = std::vector<std::string>;

/// One declared flag. `target` points into the options of the command.
struct flag {
    /// Told apart from text_list by how a value is read: split at commas, with CSV quoting.
    struct csv_list {
        text_list* target;
    };
    using target_type =
        std::variant<bool*, std::string*, long long*, unsigned long long*,
                     std::chrono::nanoseconds*, text_list*, csv_list, std::vector<long long>*>;
    std::string name;
    char shorthand = 0; ///< 0 for none
    std::string help;
    target_type target;
    std::string default_text;          ///< as help shows it; empty where the default is nothing
    bool changed = false;              ///< given on the command line
    bool hidden = false;               ///< accepted, and kept out of help and completion
    name_kind names = name_kind::none; ///< what its value names
    std::string_view choices = {};     ///< the values there are, separated by spaces
    bool is_own = false;               ///< argocdpp has it, the official CLI has not
    bool has_variable = false;         ///< a variable of the environment may say it as well

    // Said behind the declaration: flags.add(…).one_of("wide json yaml");
    flag& naming(name_kind what) { return names = what, *this; }
    flag& one_of(std::string_view values) { return choices = values, *this; }
    flag& not_in_argocd() { return is_own = true, *this; }
    /// Of our own flags only: the official CLI has no such variables.
    flag& or_variable() { return has_variable = is_own = true, *this; }

    /// A boolean needs no value, and takes one only behind `=`.
    bool is_switch() const { return std::holds_alternative<bool*>(target); }
    /// What help shows for the value: "string", "int", "duration" …; empty for a switch.
    std::string_view value_name() const;
    /// "ARGOCDPP_FAIL_FAST" of --fail-fast; empty where no variable counts.
    std::string variable_name() const;
};

class flag_set {
  public:
    // Each declares one flag; the variable's value at that time is its default. A name that is
    // declared already stays what it is: a command's own flag wins over a global one. What is
    // returned lives until the next declaration.
    flag& add(bool& target, std::string_view name, char shorthand, std::string_view help);
    flag& add(std::string& target, std::string_view name, char shorthand, std::string_view help);
    flag& add(long long& target, std::string_view name, char shorthand, std::string_view help);
    flag& add(unsigned long long& target, std::string_view name, char shorthand,
              std::string_view help);
    flag& add(std::chrono::nanoseconds& target, std::string_view name, char shorthand,
              std::string_view help);
    /// Repeatable, each value taken whole.
    flag& add(text_list& target, std::string_view name, char shorthand, std::string_view help);
    /// Repeatable, each value split at commas.
    flag& add_csv(text_list& target, std::string_view name, char shorthand, std::string_view help);
    flag& add_csv(std::vector<long long>& target, std::string_view name, char shorthand,
                  std::string_view help);

    /// Keeps a flag out of help and completion.
    void hide(std::string_view name);

    const std::vector<flag>& all() const { return flags_; }
    const flag* find(std::string_view name) const;
    const flag* find(char shorthand) const;
    /// Whether the flag was given on the command line.
    bool changed(std::string_view name) const;

    /// Sets one flag from text, as `--name=value` would. Throws usage_error.
    void set(std::string_view name, std::string_view value);

    /// Reads a command line (without program and command words); fills the variables and returns
    /// the other arguments. Throws usage_error with pflag's words.
    std::vector<std::string> parse(const std::vector<std::string>& words);

    /// Sets what the command line left open and a variable says; the flag then counts as given.
    /// Throws usage_error that names the variable.
    void read_variables(const environment& variables);

  private:
    using word_list = std::vector<std::string>;
    flag& declare(flag::target_type target, std::string_view name, char shorthand,
                  std::string_view help);
    // Each reads the flag in words[at] and moves `at` to the last word that it took.
    void parse_long(const word_list& words, std::size_t& at);
    void parse_short(const word_list& words, std::size_t& at);
    flag* find_mutable(std::string_view name);
    std::vector<flag> flags_;
    flag ignored_; ///< what a second declaration of a name says
};

} // namespace argocdpp::cli
