// argocdpp appset delete: deletes application sets with their applications.

#include "../application_set_follow.hpp"
#include "../commands.hpp"
#include "../invocation.hpp"
#include "../questions.hpp"

#include <argocdpp/application_sets.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    bool yes = false;
    bool wait = false;
    std::string set_namespace;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.yes, "yes", 'y', "do not ask");
    flags.add(given.wait, "wait", 0, "wait until the sets are gone");
    flags.add(given.set_namespace, "appset-namespace", 'N',
              "namespace of the sets, unless the name has one");
}

consent asked_about(invocation& call, const std::string& name) {
    const auto question =
        "Are you sure you want to delete '" + name + "' and all its Applications? [y/n";
    if (call.arguments().size() > 1)
        return ask_to_proceed_with_all(call.streams(),
                                       question + "/a] where 'a' is to delete all specified "
                                                  "ApplicationSets and their Applications without "
                                                  "prompting",
                                       "--yes");
    return ask_to_proceed(call.streams(), question + "] ", "--yes") ? consent::yes : consent::no;
}

task<void> delete_one(invocation& call, const options& given, const std::string& name) {
    const auto set = app_ref::parse(name, given.set_namespace);
    co_await call.server().app_sets().remove(set);
    if (given.wait)
        co_await follow_until_gone(call, set);
    call.streams().out("applicationset '" + name + "' deleted\n");
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().empty())
        throw show_help();
    const bool asks = call.streams().out_is_terminal() && !given.yes;
    auto answer = asks ? consent::no : consent::all;
    for (const auto& name : call.arguments()) {
        if (answer != consent::all)
            answer = asked_about(call, name);
        if (answer == consent::no)
            call.streams().out("The command to delete '" + name + "' was cancelled.\n");
        else
            co_await delete_one(call, given, name);
    }
    co_return exit_code::success;
}

} // namespace

const command appset_delete = {
    .path = "appset delete",
    .arguments = "APPSETNAME",
    .names = {name_kind::application_set},
    .repeats = true,
    .summary = "Delete application sets and their applications",
    .differences = "--wait reads the set every 2 s.",
    .examples = "argocdpp appset delete argocd/previews --yes --wait",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
