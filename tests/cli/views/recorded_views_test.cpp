// The views against what the official CLI printed, application by application.

#include "recordings.hpp"
#include "views/application_summary.hpp"
#include "views/resource_rows.hpp"
#include "views/tree.hpp"
#include "views/yaml.hpp"

#include <argocdpp/proto/resource_tree.hpp>

#include <doctest/doctest.h>

#include <algorithm>

using namespace argocdpp;
using namespace argocdpp::cli;
using namespace argocdpp::tests;

namespace {

const time_zone utc = time_zone::utc();

std::string api(const std::string& name) { return "/api/v1/applications/" + name; }

std::string url_of(const std::string& name) { return "http://127.0.0.1:8080/applications/" + name; }

/// A command "app get NAME REST" taken apart.
struct get_command {
    explicit get_command(const std::string& command) {
        const std::size_t start = std::string("app get ").size();
        const std::size_t end = std::min(command.find(' ', start), command.size());
        name = command.substr(start, end - start);
        rest = command.substr(end);
    }
    std::string name;
    std::string rest;
};

std::string summary_block(const get_command& command) {
    const auto app = recorded<proto::application>(api(command.name));
    const auto windows =
        recorded<proto::application_sync_windows>(api(command.name) + "/syncwindows");
    std::string text = application_summary(app, url_of(command.name), &windows);
    if (!app.status.conditions.empty())
        text += "\n" + application_conditions(app, utc) + "\n";
    if (command.rest == " --show-operation" && app.status.operation_state)
        text += "\n" + operation_summary(*app.status.operation_state, 0, utc);
    if (command.rest.starts_with(" --show-params"))
        text += source_parameters(app, 1);
    return text;
}

/// Trees of one table, sorted: the official CLI prints them in random order.
std::vector<std::string> sorted_trees(const std::string& table) {
    std::vector<std::string> trees;
    for (std::size_t at = 0; at < table.size();) {
        const std::size_t end = table.find('\n', at) + 1;
        const std::string line = table.substr(at, end - at);
        if (line.starts_with("└") || line.starts_with("├") || line.starts_with("  "))
            trees.back() += line;
        else
            trees.push_back(line);
        at = end;
    }
    std::sort(trees.begin(), trees.end());
    return trees;
}

bool is_get(const std::string& command, std::string_view ending) {
    return command.starts_with("app get ") && command.ends_with(ending) &&
           std::count(command.begin(), command.end(), ' ') ==
               2 + std::count(ending.begin(), ending.end(), ' ');
}

} // namespace

TEST_CASE("app get prints every application as the official CLI does") {
    const auto runs = recorded_runs([](const std::string& command) {
        return is_get(command, "") || is_get(command, " -o wide") ||
               is_get(command, " --show-operation") ||
               command.find(" --show-params") != std::string::npos;
    });
    CHECK(runs.size() == 32);
    for (const recorded_run& run : runs) {
        CAPTURE(run.command);
        const get_command command(run.command);
        const auto app = recorded<proto::application>(api(command.name));
        std::string text = summary_block(command);
        if (!app.status.resources.empty())
            text += "\n" + resource_table(resource_states(app));
        CHECK(text == run.output);
    }
}

TEST_CASE("app get -o tree prints every application's tree as the official CLI does") {
    for (const bool detailed : {false, true}) {
        const auto runs = recorded_runs([detailed](const std::string& command) {
            return is_get(command, detailed ? " -o tree=detailed" : " -o tree");
        });
        CHECK(runs.size() == 8);
        for (const recorded_run& run : runs) {
            CAPTURE(run.command);
            const get_command command(run.command);
            const auto app = recorded<proto::application>(api(command.name));
            const auto tree = recorded<proto::resource_tree>(api(command.name) + "/resource-tree");
            const std::string summary = summary_block(command) + "\n";
            REQUIRE(run.output.starts_with(summary));
            const auto expected = sorted_trees(run.output.substr(summary.size()));
            const auto at_age = [&](std::int64_t now) {
                return sorted_trees(resource_tree_table(tree, resource_states(app), detailed, now));
            };
            // The run began within this second, and may have ended in the next one.
            const std::int64_t start = *parse_time(run.at);
            const bool is_equal = at_age(start) == expected || at_age(start + 1) == expected;
            CHECK(is_equal);
            if (!is_equal)
                CHECK(at_age(start) == expected);
        }
    }
}

TEST_CASE("app get -o json and -o yaml print the server's document") {
    const auto runs = recorded_runs([](const std::string& command) {
        return is_get(command, " -o json") || is_get(command, " -o yaml");
    });
    CHECK(runs.size() == 16);
    for (const recorded_run& run : runs) {
        CAPTURE(run.command);
        const get_command command(run.command);
        const auto document = proto::encode(recorded<proto::application>(api(command.name)));
        CHECK((command.rest == " -o json" ? proto::write_indented(document) + "\n"
                                          : to_yaml(document)) == run.output);
    }
}

TEST_CASE("app wait prints the final state as the official CLI does") {
    for (const auto& [flags, has_operation] :
         {std::pair{"waves", true}, std::pair{"waves --health", false},
          std::pair{"degraded --degraded", false}}) {
        CAPTURE(flags);
        const std::string words = flags;
        const std::string name = words.substr(0, words.find(' '));
        const auto app = recorded<proto::application>(api(name));
        std::string text = "\n" + application_summary(app, url_of(name), nullptr) + "\n";
        if (has_operation)
            text += operation_summary(*app.status.operation_state, 0, utc);
        text += "\n" + resource_table(resource_states(app));
        CHECK(text == recorded_run_of("app wait " + words).output);
    }
}
