// argocdpp repo list, repo get: repositories and whether the server can read them.

#include "../commands.hpp"
#include "../document_output.hpp"
#include "../failure.hpp"
#include "../invocation.hpp"
#include "../views/repository_rows.hpp"

#include <argocdpp/repositories.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string output = "wide";
    std::string refresh;
    std::string project;
};

void describe_list(flag_set& flags, options& given) {
    flags
        .add(given.output, "output", 'o',
             "one of wide, url, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide url json yaml jsonpath= custom-columns=");
    flags.add(given.refresh, "refresh", 0, "`hard` has the server try the connections now")
        .one_of("hard");
}

void describe_get(flag_set& flags, options& given) {
    describe_list(flags, given);
    flags.add(given.project, "project", 0, "project that the repository is for alone")
        .naming(name_kind::project);
}

bool is_refresh(const options& given) {
    if (!given.refresh.empty() && given.refresh != "hard")
        throw failure(exit_code::error,
                      "unknown refresh value: " + given.refresh + ". Supported values: hard");
    return !given.refresh.empty();
}

/// What is no document.
std::string listing(const std::vector<proto::repository>& found, const std::string& output) {
    if (output.empty() || output == "wide")
        return repository_table(found);
    if (output != "url")
        throw failure(exit_code::error, "unknown output format: " + output +
                                            ". Supported formats: yaml|json|url|wide");
    std::string urls;
    for (const auto& one : found)
        urls += one.repo + "\n";
    return urls;
}

task<exit_code> list(invocation& call, options given) {
    auto repos = call.server().repos();
    const auto found = co_await repos.list(is_refresh(given));
    call.streams().out(is_document_format(given.output) ? list_document(found, given.output)
                                                        : listing(found, given.output));
    co_return exit_code::success;
}

task<exit_code> get(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    auto repos = call.server().repos();
    const bool refresh = is_refresh(given);
    const auto found = co_await repos.get(call.arguments().front(), given.project, refresh);
    call.streams().out(is_document_format(given.output)
                           ? document_text(proto::encode(found), given.output)
                           : listing({found}, given.output));
    co_return exit_code::success;
}

} // namespace

const command repo_list = {
    .path = "repo list",
    .summary = "List repositories",
    .examples = "argocdpp repo list\n"
                "argocdpp repo list --refresh hard",
    .bind = bind<options, describe_list, list>,
};

const command repo_get = {
    .path = "repo get",
    .arguments = "REPO",
    .names = {name_kind::repository},
    .summary = "Show a repository",
    .examples = "argocdpp repo get https://git.example.com/apps -o yaml",
    .bind = bind<options, describe_get, get>,
};

} // namespace argocdpp::cli
