#include "views/application_summary.hpp"

#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::cli;

namespace {

const time_zone utc = time_zone::utc();

proto::application simple() {
    proto::application app;
    app.metadata.name = "web";
    app.spec.source.emplace();
    app.spec.source->repo_url = "https://git.example/web";
    app.spec.destination.name = "in-cluster";
    app.status.sync.status = "Synced";
    app.status.sync.revision = "0123456789abcdef0123456789abcdef01234567";
    app.status.health.status = "Healthy";
    return app;
}

/// What stands behind a label in the summary.
std::string line_of(const std::string& text, const std::string& label) {
    const std::size_t start = text.find(label);
    if (start == std::string::npos)
        return "no such line";
    return text.substr(start + 20, text.find('\n', start) - start - 20);
}

std::string sync_line(const std::string& status, const std::string& target,
                      const std::string& revision) {
    proto::application app = simple();
    app.status.sync.status = status;
    app.status.sync.revision = revision;
    app.spec.source->target_revision = target;
    return line_of(application_summary(app, "", nullptr), "Sync Status:");
}

proto::sync_window window(const std::string& kind) {
    proto::sync_window made;
    made.kind = kind;
    made.schedule = "0 22 * * *";
    made.duration = "1h";
    return made;
}

std::string window_line(const std::vector<proto::sync_window>& active,
                        const std::vector<proto::sync_window>& assigned, bool can_sync) {
    proto::application_sync_windows windows;
    windows.active_windows = active;
    windows.assigned_windows = assigned;
    windows.can_sync = can_sync;
    return line_of(application_summary(simple(), "", &windows), "SyncWindow:");
}

} // namespace

TEST_CASE("an application without extras has the plain summary") {
    CHECK(application_summary(simple(), "https://cd.example/applications/web", nullptr) ==
          "Name:               web\n"
          "Project:            default\n"
          "Server:             in-cluster\n"
          "Namespace:          \n"
          "URL:                https://cd.example/applications/web\n"
          "Source:\n"
          "- Repo:             https://git.example/web\n"
          "  Target:           \n"
          "SyncWindow:         Sync Allowed\n"
          "Sync Policy:        Manual\n"
          "Sync Status:        Synced to  (0123456)\n"
          "Health Status:      Healthy\n");
}

TEST_CASE("the sync line names the commit unless the target does") {
    const std::string commit = "0123456789abcdef0123456789abcdef01234567";
    CHECK(sync_line("Synced", "main", commit) == "Synced to main (0123456)");
    CHECK(sync_line("OutOfSync", "main", commit) == "OutOfSync from main (0123456)");
    CHECK(sync_line("Unknown", "main", commit) == "Unknown (0123456)");
    CHECK(sync_line("Synced", commit, commit) == "Synced to " + commit);
    CHECK(sync_line("Synced", "0123ABC", commit) == "Synced to 0123ABC");
    CHECK(sync_line("Synced", "0123AB", commit) == "Synced to 0123AB (0123456)");
    CHECK(sync_line("Synced", "deadbeefx", commit) == "Synced to deadbeefx (0123456)");
    CHECK(sync_line("Synced", "main", "1234567") == "Synced to main");
    CHECK(sync_line("Synced", "main", "") == "Synced to main");
}

TEST_CASE("windows allow, deny, or allow by hand") {
    const auto allow = window("allow");
    const auto deny = window("deny");
    CHECK(window_line({}, {}, true) == "Sync Allowed");
    CHECK(window_line({allow}, {allow}, true) == "Sync Allowed");
    CHECK(window_line({}, {allow}, true) == "Manual Allowed");
    CHECK(window_line({}, {allow}, false) == "Sync Denied");
    CHECK(window_line({deny}, {deny}, false) == "Sync Denied");
    CHECK(window_line({deny}, {deny}, true) == "Manual Allowed");
    CHECK(window_line({allow, deny}, {allow, deny}, false) == "Sync Denied");
    CHECK(window_line({}, {deny}, false) == "Sync Allowed");
    CHECK(window_line({allow}, {allow, allow}, false) == "Sync Allowed");
}

TEST_CASE("assigned windows are listed") {
    proto::application_sync_windows windows;
    windows.assigned_windows = {window("allow"), window("deny")};
    CHECK(line_of(application_summary(simple(), "", &windows), "Assigned Windows:") ==
          "allow:0 22 * * *:1h,deny:0 22 * * *:1h");
}

TEST_CASE("the sync policy says whether the server syncs and prunes by itself") {
    const auto policy = [](std::optional<bool> enabled, std::optional<bool> prune) {
        proto::application app = simple();
        app.spec.sync_policy.emplace();
        app.spec.sync_policy->automated.emplace();
        app.spec.sync_policy->automated->enabled = enabled;
        app.spec.sync_policy->automated->prune = prune;
        return line_of(application_summary(app, "", nullptr), "Sync Policy:");
    };
    CHECK(policy({}, {}) == "Automated");
    CHECK(policy({}, true) == "Automated (Prune)");
    CHECK(policy(true, false) == "Automated");
    CHECK(policy(false, true) == "Manual");
}

TEST_CASE("several sources are listed with their particulars") {
    proto::application app = simple();
    app.spec.sources.resize(2);
    app.spec.sources[0].repo_url = "oci://charts";
    app.spec.sources[0].target_revision = "1.2.3";
    app.spec.sources[0].helm.emplace();
    app.spec.sources[0].helm->value_files = {"$values/a.yaml", "b.yaml"};
    app.spec.sources[1].repo_url = "https://git.example/values";
    app.spec.sources[1].ref = "values";
    app.spec.sources[1].kustomize.emplace();
    app.spec.sources[1].kustomize->name_prefix = "k-";
    CHECK(application_summary(app, "", nullptr)
              .find("Sources:\n"
                    "- Repo:             oci://charts\n"
                    "  Target:           1.2.3\n"
                    "  Helm Values:      $values/a.yaml,b.yaml\n"
                    "- Repo:             "
                    "https://git.example/values\n"
                    "  Target:           \n"
                    "  Ref:              values\n"
                    "  Name Prefix:      k-\n"
                    "SyncWindow:") != std::string::npos);
}

TEST_CASE("conditions are a table, a missing time is <nil>") {
    proto::application app;
    app.status.conditions.resize(2);
    app.status.conditions[0].type = "ComparisonError";
    app.status.conditions[0].message = "no such path";
    app.status.conditions[0].last_transition_time = "2026-11-24T00:28:48Z";
    app.status.conditions[1].type = "OrphanedResourceWarning";
    CHECK(application_conditions(app, time_zone::fixed(3600, "CET")) ==
          "CONDITION                MESSAGE       LAST TRANSITION\n"
          "ComparisonError          no such path  2026-11-24 01:28:48 +0100 CET\n"
          "OrphanedResourceWarning                <nil>\n");
}

TEST_CASE("an operation that still runs has lasted until now") {
    proto::operation_state state;
    state.phase = "Running";
    state.started_at = "2026-11-24T00:28:48Z";
    CHECK(operation_summary(state, *parse_time("2026-11-24T00:29:53Z"), utc) ==
          "Phase:              Running\n"
          "Start:              2026-11-24 00:28:48 +0000 UTC\n"
          "Finished:           <nil>\n"
          "Duration:           1m5s\n");
}

TEST_CASE("an operation over several sources names all revisions") {
    proto::operation_state state;
    state.phase = "Succeeded";
    state.message = "done";
    state.started_at = "2026-11-24T00:28:48Z";
    state.finished_at = "2026-11-24T00:28:48Z";
    state.sync_result.emplace();
    state.sync_result->revision = "one";
    state.sync_result->revisions = {"a", "b"};
    CHECK(line_of(operation_summary(state, 0, utc), "Sync Revision:") == "one");
    state.sync_result->sources.resize(2);
    const std::string text = operation_summary(state, 0, utc);
    CHECK(line_of(text, "Operation:") == "Sync");
    CHECK(line_of(text, "Sync Revision:") == "a, b");
    CHECK(line_of(text, "Duration:") == "0s");
    CHECK(line_of(text, "Message:") == "done");
}

TEST_CASE("an operation that never started is shown with Go's zero time and its overflow") {
    const std::string text = operation_summary({}, 1795480128, utc);
    CHECK(line_of(text, "Start:") == "0001-01-01 00:00:00 +0000 UTC");
    // What Go makes of 63,931,076,928 seconds counted in nanoseconds of 64 bits.
    CHECK(line_of(text, "Duration:") == "2386345h45m6.871345152s");
}

TEST_CASE("parameters of Helm sources are a table behind two blank lines") {
    proto::application app = simple();
    CHECK(source_parameters(app, 1).empty());
    app.spec.source->helm.emplace();
    CHECK(source_parameters(app, -1) == "\n\nNAME  VALUE\n");
    proto::helm_parameter parameter;
    parameter.name = "image.tag";
    parameter.value = "v1";
    app.spec.source->helm->parameters = {parameter};
    CHECK(source_parameters(app, 1) == "\n\nNAME       VALUE\nimage.tag  v1\n");
}

TEST_CASE("parameter values of more than 80 characters are cut") {
    proto::application app = simple();
    app.spec.source->helm.emplace();
    app.spec.source->helm->parameters.resize(1);
    std::string& value = app.spec.source->helm->parameters[0].value;
    for (int count = 0; count < 80; ++count)
        value += "é";
    CHECK(source_parameters(app, 1) == "\n\nNAME  VALUE\n      " + value + "\n");
    value += "x";
    CHECK(source_parameters(app, 1) ==
          "\n\nNAME  VALUE\n      " + value.substr(0, 2 * 77) + "...\n");
}

TEST_CASE("of several sources the position chooses one") {
    proto::application app = simple();
    app.spec.sources.resize(2);
    app.spec.sources[1].helm.emplace();
    CHECK(source_parameters(app, 1).empty());
    CHECK(!source_parameters(app, 2).empty());
    CHECK(source_parameters(app, 3).empty());
    CHECK(source_parameters(app, 0).empty());
}
