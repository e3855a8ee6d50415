#include "commands.hpp"
#include "global_flags.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace argocdpp::cli;

namespace {

struct official_flag {
    std::string shorthand; ///< "-" for none
    std::string type;
    std::string otherwise; ///< empty where the default is zero
};
using official_flag_set = std::map<std::string, official_flag>;

/// By the path of the command; "*" for the flags of all.
std::map<std::string, official_flag_set> read_official_flags() {
    std::map<std::string, official_flag_set> found;
    std::ifstream file(ARGOCDPP_OFFICIAL_FLAGS);
    std::string line, path;
    while (std::getline(file, line)) {
        if (line.starts_with('#'))
            continue;
        if (!line.starts_with(' ')) {
            found[path = line];
            continue;
        }
        std::istringstream words(line);
        std::string name;
        official_flag flag;
        words >> name >> flag.shorthand >> flag.type >> std::ws;
        std::getline(words, flag.otherwise);
        found[path][name] = flag;
    }
    return found;
}

struct type_namer {
    std::string operator()(bool*) const { return "bool"; }
    std::string operator()(std::string*) const { return "string"; }
    std::string operator()(long long*) const { return "int"; }
    std::string operator()(unsigned long long*) const { return "uint"; }
    std::string operator()(std::chrono::nanoseconds*) const { return "duration"; }
    std::string operator()(text_list*) const { return "list"; }
    std::string operator()(flag::csv_list) const { return "csv"; }
    std::string operator()(std::vector<long long>*) const { return "ints"; }
};

std::string unquoted(std::string text) {
    if (text.size() > 1 && text.front() == '"')
        text = text.substr(1, text.size() - 2);
    return text == "[]" ? "" : text;
}

/// What is not as there, with the reason; "COMMAND --FLAG".
const std::map<std::string, std::string> exceptions = {
    {"configure --request-timeout", "ignored, so it has no default"},
    {"version --request-timeout", "ignored, so it has no default"},
};

void compare(const std::string& path, const flag_set& own, const official_flag_set& official,
             std::set<std::string>& used) {
    for (const auto& [name, there] : official) {
        const std::string both = path + " --" + name;
        CAPTURE(both);
        if (exceptions.contains(both)) {
            used.insert(both);
            continue;
        }
        const flag* here = own.find(name);
        CHECK(here);
        if (!here)
            continue;
        CHECK(std::visit(type_namer(), here->target) == there.type);
        CHECK((here->shorthand ? std::string(1, here->shorthand) : "-") == there.shorthand);
        CHECK(unquoted(here->default_text) == unquoted(there.otherwise));
        CHECK_FALSE(here->is_own);
    }
    for (const flag& here : own.all()) {
        CAPTURE(path);
        CAPTURE(here.name);
        CHECK(here.is_own == !official.contains(here.name));
    }
}

} // namespace

TEST_CASE("Every flag of the official CLI is here, and every other one is marked as our own") {
    const auto official = read_official_flags();
    REQUIRE(official.size() == 110);
    std::set<std::string> used;
    for (const command* row : all_commands()) {
        const auto there = official.find(std::string(row->path));
        // What the official CLI has not at all, or hides, needs no marks.
        if (!row->bind || there == official.end())
            continue;
        flag_set own;
        const auto bound = row->bind(own);
        compare(std::string(row->path), own, there->second, used);
    }
    flag_set own;
    global_flags globals;
    add_global_flags(own, globals);
    compare("*", own, official.at("*"), used);
    for (const auto& [both, reason] : exceptions)
        CHECK_MESSAGE(used.contains(both), both << " is no exception any more: " << reason);
}
