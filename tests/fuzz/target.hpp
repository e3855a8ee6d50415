#pragma once
// What is fuzzed: functions that take any bytes and check what must hold for them all.
//
// Each is one file, fuzz_<name>.cpp, and one line of the table in targets.cpp. Inputs are as a
// person would write them (an answer of a server, a config file, a command line), so that the
// corpus can be read. scripts/fuzz runs libFuzzer over them; corpus_test.cpp runs what is in
// corpus/<name>/ in every test run.

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::fuzz {

struct target {
    std::string_view name;
    void (*run)(std::string_view text);
};

/// All targets, by name.
std::span<const target> targets();
/// nullptr where there is none of that name.
const target* find_target(std::string_view name);

/// What must hold did not. No code under test throws or catches it.
class broken_promise : public std::logic_error {
  public:
    using std::logic_error::logic_error;
};

/// Throws broken_promise where `holds` is false.
void expect(bool holds, std::string_view promise);
/// The same for two texts, which are shown.
void expect_equal(std::string_view got, std::string_view wanted, std::string_view promise);

/// A secret that inputs may hold: no error may quote it.
inline constexpr std::string_view secret = "eyJ.fuzz-secret.sig";
/// Throws broken_promise where a text that people see holds the secret.
void expect_no_secret(std::string_view shown);

/// The text cut into pieces whose sizes the text itself decides: equal inputs are cut equally.
std::vector<std::string_view> cut(std::string_view text, std::size_t most);

/// Takes the text up to the next separator away from the front; all of it where none follows.
std::string_view take_until(std::string_view& text, std::string_view separator);
/// The lines of a text, without their line breaks.
std::vector<std::string> lines_of(std::string_view text);

} // namespace argocdpp::fuzz
