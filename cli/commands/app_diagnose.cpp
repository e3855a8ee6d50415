// argocdpp app diagnose: why an application is not as it should be.

#include "../commands.hpp"
#include "../diagnosis_output.hpp"
#include "../document_output.hpp"
#include "../views/diagnosis_view.hpp"

namespace argocdpp::cli {
namespace {

struct options {
    std::string app_namespace;
    std::string output = "text";
};

void describe(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    flags.add(given.output, "output", 'o', "one of text, json").one_of("text json");
}

/// Ends the run by what is worst of an application that is not well.
[[noreturn]] void judge(const diagnosis& found) {
    auto how = ending::other;
    if (found.has_failed())
        how = ending::operation_failed;
    else if (found.health == proto::health_code::degraded)
        how = ending::degraded;
    throw failure(exit_code::failure,
                  "application '" + found.app + "' is " + found.sync + " and " + found.health +
                      (found.has_failed() ? ", and its last operation has phase " + found.phase
                                          : std::string()),
                  how);
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    if (given.output != "text" && given.output != "json")
        throw failure(exit_code::error, "unknown output format: " + given.output);
    auto app = app_ref::parse(call.arguments().front(), given.app_namespace);
    const diagnosis_limits limits;
    const auto found = co_await diagnose(call.server(), std::move(app), limits, call.time());
    const auto text = given.output == "json"
                          ? document_text(diagnosis_document(found), given.output)
                          : diagnosis_report(call, found, false);
    call.streams().out(text);
    if (!found.is_well())
        judge(found);
    co_return exit_code::success;
}

} // namespace

const command app_diagnose = {
    .path = "app diagnose",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "Tell why an application is not as it should be",
    .details =
        "Tells the last operation and what it failed at, conditions, the ten worst resources that "
        "are not ready, their latest warnings, and the last 20 lines of containers that failed. "
        "Ends with 0 where the application is synced and healthy and its last operation did not "
        "fail, else with 1. What can't be read within 10 s, or may not be, is left out and said. "
        "Nothing is read of Secrets.\n\n"
        "-o json has these members, of which only `operation` may be absent: application, sync, "
        "health, operation {phase, message, failed [{group, kind, namespace, name, hook, status, "
        "message}]}, conditions [{type, message}], unready (how many resources there are), "
        "resources [{group, kind, namespace, name, sync, health, message, reasons [], owners "
        "[{group, kind, namespace, name, sync, health, message}], events [{reason, message, times, "
        "lastSeen}], logs [{container, previous, lines []}]}], events (as above, of the "
        "application), notRead [{what, of, why}].",
    .examples = "argocdpp app diagnose guestbook\n"
                "argocdpp app diagnose guestbook -o json",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
