// argocdpp appset create: creates application sets from a file.

#include "../application_set_files.hpp"
#include "../application_set_follow.hpp"
#include "../commands.hpp"
#include "../document_output.hpp"
#include "../go_values.hpp"
#include "../spec_document.hpp"
#include "../views/application_set_rows.hpp"

#include <argocdpp/application_sets.hpp>
#include <argocdpp/error.hpp>

#include <optional>

namespace argocdpp::cli {
namespace {

using proto::any;
using proto::application_set;

struct options {
    std::string output = "wide";
    bool upsert = false;
    bool dry_run = false;
    bool wait = false;
    std::string set_namespace;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.output, "output", 'o', "one of wide, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide json yaml jsonpath= custom-columns=");
    flags.add(given.upsert, "upsert", 0, "change a set of that name that is there");
    flags.add(given.dry_run, "dry-run", 0, "only show what the server would make of it");
    flags.add(given.wait, "wait", 0, "wait until the set's applications are up to date");
    flags.add(given.set_namespace, "appset-namespace", 'N',
              "namespace of sets whose manifest names none");
}

any part(const any& document, std::string_view key) {
    const any* found = document.find(key);
    return found ? *found : any();
}

bool is_same(const application_set& before, const application_set& after) {
    const any old_set = proto::encode(before), new_set = proto::encode(after);
    const any old_metadata = part(old_set, "metadata"), new_metadata = part(new_set, "metadata");
    const auto keeps = [&](std::string_view key) {
        return part(old_metadata, key) == part(new_metadata, key);
    };
    return part(old_set, "spec") == part(new_set, "spec") && keeps("labels") &&
           keeps("annotations") && keeps("finalizers");
}

void show(invocation& call, const application_set& set, const std::string& output) {
    if (is_document_format(output)) {
        call.streams().out(document_text(proto::encode(set), output));
        return;
    }
    check_wide(output);
    call.streams().out(application_set_summary(set, time_zone::local()));
}

task<void> create(invocation& call, const options& given, any document) {
    app_ref set;
    set.name = text_in(object_in(document, "metadata"), "name");
    if (set.name.empty())
        throw failure(exit_code::error, "Error creating ApplicationSet. ApplicationSet does not "
                                        "have Name field set");
    place_set(call, document, given.set_namespace);
    set.name_space = text_in(object_in(document, "metadata"), "namespace");
    const auto before = co_await set_if_there(call, set);
    const set_creation how{.upsert = given.upsert, .dry_run = given.dry_run};
    const auto after = co_await call.server().app_sets().create(std::move(document), how);
    std::string_view did = "updated";
    if (!before)
        did = "created";
    else if (!given.upsert || is_same(*before, after))
        did = "unchanged";
    const auto named = "ApplicationSet '" + after.metadata.name + "' ";
    call.streams().err(named + std::string(did) + (given.dry_run ? " (dry-run)\n" : "\n"));
    show(call, after, given.output);
    if (!given.wait || given.dry_run)
        co_return;
    auto followed = app_ref(qualified_name(after));
    co_await follow_until_up_to_date(call, std::move(followed));
    call.streams().err(named + "resources are up to date\n");
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().empty())
        throw show_help();
    auto sets = co_await described_sets(call, call.arguments().front());
    if (sets.empty()) {
        call.streams().out("No ApplicationSets found while parsing the input file");
        co_return exit_code::failure;
    }
    for (auto& set : sets)
        co_await create(call, given, std::move(set));
    co_return exit_code::success;
}

} // namespace

const command appset_create = {
    .path = "appset create",
    .arguments = "FILE",
    .names = {name_kind::file},
    .summary = "Create the application sets of a file or URL",
    .details = "Only the first argument counts. What became of a set is told on standard error.",
    .differences = "--wait reads the set every 2 s.\n"
                   "A set without a name is refused without a dump of it.",
    .examples = "argocdpp appset create previews.yaml --upsert --wait\n"
                "argocdpp appset create previews.yaml --dry-run -o json",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
