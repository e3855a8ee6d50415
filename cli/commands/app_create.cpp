// argocdpp app create: creates applications from flags or files.

#include "../application_files.hpp"
#include "../commands.hpp"
#include "../spec_document.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/error.hpp>

#include <algorithm>

namespace argocdpp::cli {
namespace {

using proto::any;

constexpr std::string_view finalizer = "resources-finalizer.argocd.argoproj.io";

struct options {
    creation_flags app;
    bool upsert = false;
    bool set_finalizer = false;
    std::string app_namespace;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.app.name, "name", 0, "name of the application; better as an argument");
    flags.add(given.upsert, "upsert", 0, "change an application of that name that is there");
    flags.add(given.app.file, "file", 'f', "file or URL of manifests; - is standard input");
    flags.add(given.app.labels, "label", 'l', "label of the application, NAME=VALUE");
    flags.add(given.app.annotations, "annotations", 0, "annotation of the application, NAME=VALUE");
    flags.add(given.set_finalizer, "set-finalizer", 0,
              "have the resources deleted with the application");
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    given.app.spec.describe(flags);
}

/// The application of that name; null where there is none, or none to be seen.
task<any> existing(invocation& call, const any& metadata) {
    app_ref app;
    app.name = text_in(metadata, "name");
    app.name_space = text_in(metadata, "namespace");
    try {
        co_return co_await call.server().apps().document(std::move(app));
    } catch (const error& failure) {
        if (failure.kind != error_kind::not_found && failure.kind != error_kind::denied)
            throw;
    }
    co_return any();
}

/// A member, where it holds something.
any part(const any& document, std::string_view key) {
    const any* found = document.find(key);
    const bool is_empty = !found || (found->is_object() && found->members().empty()) ||
                          (found->is_array() && found->items().empty());
    return is_empty ? any() : *found;
}

bool is_same(const any& before, const any& after) {
    auto old_spec = part(before, "spec");
    if (old_spec.is_object() && text_in(old_spec, "project").empty())
        old_spec.set("project", "default");
    const any old_metadata = part(before, "metadata");
    const any new_metadata = part(after, "metadata");
    const auto keeps = [&](std::string_view key) {
        return part(old_metadata, key) == part(new_metadata, key);
    };
    return old_spec == part(after, "spec") && keeps("labels") && keeps("annotations") &&
           keeps("finalizers");
}

void add_finalizer(any& metadata) {
    auto& listed = list_in(metadata, "finalizers");
    if (std::ranges::find(listed, any(finalizer)) == listed.end())
        listed.emplace_back(finalizer);
}

task<void> create(invocation& call, const options& given, any application) {
    any& metadata = object_in(application, "metadata");
    if (text_in(metadata, "name").empty())
        throw show_help();
    if (!given.app_namespace.empty())
        metadata.set("namespace", given.app_namespace);
    if (given.set_finalizer)
        add_finalizer(metadata);
    const any before = co_await existing(call, metadata);
    const creation how{.upsert = given.upsert, .validate = given.app.spec.validate()};
    const any after = co_await call.server().apps().create(std::move(application), how);
    std::string_view did = "updated";
    if (before.is_null())
        did = "created";
    else if (!given.upsert || is_same(before, after))
        did = "unchanged";
    call.streams().out("application '" + text_in(part(after, "metadata"), "name") + "' " +
                       std::string(did) + "\n");
}

task<exit_code> run(invocation& call, options given) {
    co_await given.app.spec.prepare(call);
    auto applications = co_await described_applications(call, given.app);
    for (auto& application : applications)
        co_await create(call, given, std::move(application));
    co_return exit_code::success;
}

} // namespace

const command app_create = {
    .path = "app create",
    .arguments = "APPNAME",
    .summary = "Create an application",
    .details = "From flags, or from the manifests of a file, of which each may be changed by flags "
               "unless it has several sources. Manifests on standard input are taken as they are.",
    .differences = "Reads a file or URL whole before it creates anything, says in which line it is "
                   "wrong, and refuses an URL that answers with an error.\n"
                   "Whether an application was there is looked up in its own namespace.",
    .examples =
        "argocdpp app create guestbook --repo https://git.example/apps.git --path guestbook "
        "--dest-server https://kubernetes.default.svc --dest-namespace default\n"
        "argocdpp app create -f application.yaml --upsert\n"
        "argocdpp app create redis --repo https://charts.example --helm-chart redis "
        "--revision 18.1.0 --dest-name in-cluster --dest-namespace cache",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
