// argocdpp proj source-integrity git policies list, add, update, delete: with whose signatures
// commits are taken.
//
// These report errors on standard output and end with 1, unlike all others; so does the official
// CLI.

#include "../commands.hpp"
#include "../go_values.hpp"
#include "../key_id.hpp"
#include "../project_edit.hpp"
#include "../questions.hpp"
#include "../views/project_rows.hpp"

#include <argocdpp/error.hpp>
#include <argocdpp/gpg_keys.hpp>

#include <set>
#include <stdexcept>

namespace argocdpp::cli {
namespace {

using policy_list = std::vector<proto::integrity_policy>;

std::string quoted_project(const invocation& call) { return go_quote(call.arguments().front()); }

/// A step of an edit, with errors as these commands report them.
task<void> edit_policies(invocation& call, projects::change apply) {
    bool is_read = false;
    projects::change noted = [&](proto::project& project) {
        is_read = true;
        return apply(project);
    };
    try {
        co_await edit_project(call, std::move(noted));
    } catch (const error& fault) {
        throw usage_error(std::string(is_read ? "failed updating" : "failed getting") +
                          " project " + quoted_project(call) + ": " + fault.what());
    }
}

policy_list* policies_of(proto::project& project) {
    auto& integrity = project.spec.source_integrity;
    return integrity && integrity->git && !integrity->git->policies.empty()
               ? &integrity->git->policies
               : nullptr;
}

policy_list& known_policies(const invocation& call, proto::project& project) {
    if (auto* found = policies_of(project))
        return *found;
    throw usage_error("no source integrity git policies defined for project " +
                      quoted_project(call));
}

std::size_t policy_place(const std::string& text, std::size_t count) {
    long long place = 0;
    try {
        place = parse_go_decimal(text);
    } catch (const std::invalid_argument&) {
        throw usage_error("invalid POLICY_ID '" + text + "'");
    }
    if (place < 0 || place >= static_cast<long long>(count))
        throw usage_error("the POLICY_ID " + std::to_string(place) + " is out of range (0-" +
                          std::to_string(count - 1) + ")");
    return static_cast<std::size_t>(place);
}

std::string checked_mode(const std::string& mode) {
    if (mode.empty())
        throw usage_error("gpg-mode must be set");
    if (mode != "strict" && mode != "head" && mode != "none")
        throw usage_error("gpg-mode must be one of: strict, head, none");
    return mode;
}

std::string checked_key(const std::string& text) {
    try {
        return gnupg_key_id(text);
    } catch (const std::invalid_argument& fault) {
        // The official CLI has lost the key by the time that it names it.
        throw usage_error(std::string("invalid GPG key ID '': ") + fault.what());
    }
}

/// Says what makes a policy useless; asks for the server's keys where it has any.
task<void> warn_of_problems(invocation& call, const proto::integrity_policy& policy) {
    auto& streams = call.streams();
    if (policy.repos.empty())
        streams.err("Warning: Policy has no repository URLs and will never be used\n");
    if (!policy.gpg)
        co_return;
    if (policy.gpg->keys.empty()) {
        streams.err("Warning: Policy has no GPG keys and will never validate any revision\n");
        co_return;
    }
    std::set<std::string> absent(policy.gpg->keys.begin(), policy.gpg->keys.end());
    try {
        for (const auto& key : co_await call.server().keys().list())
            absent.erase(key.key_id);
    } catch (const error& fault) {
        throw usage_error(std::string("failed listing GPG keys: ") + fault.what());
    }
    std::string names;
    for (const auto& key : absent)
        names += (names.empty() ? "" : ", ") + key;
    if (!names.empty())
        streams.err("Warning: Following GPG keys are not in repo-server keyring: " + names + "\n");
}

struct no_options {};

void describe_nothing(flag_set&, no_options&) {}

task<exit_code> list(invocation& call, no_options) {
    expect_arguments(call, 1);
    projects::change show = [&](proto::project& project) {
        call.streams().out(policy_table(known_policies(call, project)));
        return false;
    };
    co_await edit_policies(call, std::move(show));
    co_return exit_code::success;
}

struct add_options {
    text_list urls;
    std::string mode;
    text_list keys;
};

void describe_addition(flag_set& flags, add_options& given) {
    flags.add_csv(given.keys, "gpg-key", 0, "GnuPG key that is trusted (repeatable)")
        .naming(name_kind::gpg_key);
    flags.add(given.mode, "gpg-mode", 0, "what must be signed: strict, head or none")
        .one_of("strict head none");
    flags.add_csv(given.urls, "repo-url", 0, "pattern of repository URLs (repeatable)");
}

proto::integrity_policy policy_of(const add_options& given) {
    proto::integrity_policy made;
    made.gpg.emplace().mode = checked_mode(given.mode);
    for (const auto& url : given.urls)
        made.repos.emplace_back().url = url;
    for (const auto& key : given.keys)
        made.gpg->keys.push_back(checked_key(key));
    return made;
}

task<exit_code> add(invocation& call, add_options given) {
    expect_arguments(call, 1);
    // The project is seen to be there before anything else is judged.
    projects::change look = [](proto::project&) { return false; };
    co_await edit_policies(call, std::move(look));
    const auto policy = policy_of(given);
    co_await warn_of_problems(call, policy);
    policy_list all;
    projects::change append = [&](proto::project& project) {
        auto& integrity = project.spec.source_integrity;
        if (!integrity)
            integrity.emplace();
        if (!integrity->git)
            integrity->git.emplace();
        integrity->git->policies.push_back(policy);
        all = integrity->git->policies;
        return true;
    };
    co_await edit_policies(call, std::move(append));
    call.streams().out(policy_table(all));
    co_return exit_code::success;
}

struct update_options {
    text_list urls;
    text_list added_urls;
    text_list deleted_urls;
    std::string mode;
    text_list keys;
    text_list added_keys;
    text_list deleted_keys;
    bool assume_yes = false;
};

void describe_update(flag_set& flags, update_options& given) {
    flags.add_csv(given.added_keys, "add-gpg-key", 0, "trust this GnuPG key too (repeatable)")
        .naming(name_kind::gpg_key);
    flags.add_csv(given.added_urls, "add-repo-url", 0, "add a pattern of URLs (repeatable)");
    flags.add_csv(given.deleted_keys, "delete-gpg-key", 0, "trust this key no more (repeatable)");
    flags.add_csv(given.deleted_urls, "delete-repo-url", 0, "take away a pattern (repeatable)");
    flags.add_csv(given.keys, "gpg-key", 0, "trust these GnuPG keys only (repeatable)")
        .naming(name_kind::gpg_key);
    flags.add(given.mode, "gpg-mode", 0, "what must be signed: strict, head or none")
        .one_of("strict head none");
    flags.add_csv(given.urls, "repo-url", 0, "use these patterns only (repeatable)");
    flags.add(given.assume_yes, "yes", 'y', "do not ask");
}

void check(const update_options& given) {
    if (!given.keys.empty() && !(given.deleted_keys.empty() && given.added_keys.empty()))
        throw usage_error(
            "option --gpg-key, cannot be combined with --add-gpg-key or --delete-gpg-key");
    if (!given.urls.empty() && !(given.deleted_urls.empty() && given.added_urls.empty()))
        throw usage_error(
            "option --repo-url, cannot be combined with --add-repo-url or --delete-repo-url");
}

void change_urls(std::vector<proto::integrity_repository>& repos, const update_options& given) {
    const auto append = [&](const std::string& url) { repos.emplace_back().url = url; };
    if (!given.urls.empty()) {
        repos.clear();
        std::ranges::for_each(given.urls, append);
    }
    const auto is_among = [](const text_list& urls) {
        return [&urls](const proto::integrity_repository& repo) {
            return std::ranges::find(urls, repo.url) != urls.end();
        };
    };
    std::erase_if(repos, is_among(given.deleted_urls));
    for (const auto& url : given.added_urls)
        if (std::ranges::find(repos, url, &proto::integrity_repository::url) == repos.end())
            append(url);
}

/// Whether both name the same key; what is no key is no other's.
bool is_same_key(const std::string& known, const std::string& wanted) {
    try {
        return gnupg_key_id(known) == wanted;
    } catch (const std::invalid_argument&) {
        return false;
    }
}

void change_keys(std::vector<std::string>& keys, const update_options& given) {
    if (!given.keys.empty()) {
        keys.clear();
        std::ranges::transform(given.keys, std::back_inserter(keys), checked_key);
    }
    for (const auto& text : given.deleted_keys) {
        const auto key = checked_key(text);
        std::erase_if(keys, [&](const auto& known) { return is_same_key(known, key); });
    }
    for (const auto& text : given.added_keys) {
        const auto key = checked_key(text);
        if (std::ranges::none_of(keys, [&](const auto& known) { return is_same_key(known, key); }))
            keys.push_back(key);
    }
}

void apply(proto::integrity_policy& policy, const update_options& given) {
    check(given);
    change_urls(policy.repos, given);
    if (!policy.gpg)
        policy.gpg.emplace();
    if (!given.mode.empty())
        policy.gpg->mode = checked_mode(given.mode);
    else if (policy.gpg->mode.empty())
        throw usage_error("gpg-mode must be set");
    change_keys(policy.gpg->keys, given);
}

bool is_agreed(invocation& call, bool assume_yes, const std::string& question) {
    if (assume_yes || ask_to_proceed(call.streams(), question, "--yes"))
        return true;
    call.streams().out("Aborted by user.\n");
    return false;
}

task<exit_code> update(invocation& call, update_options given) {
    expect_arguments(call, 2);
    const auto& id = call.arguments().back();
    // First on a copy, to show and to ask; then on what is there by then.
    policy_list shown;
    std::size_t place = 0;
    projects::change look = [&](proto::project& project) {
        auto& policies = known_policies(call, project);
        place = policy_place(id, policies.size());
        apply(policies[place], given);
        shown = policies;
        return false;
    };
    co_await edit_policies(call, std::move(look));
    co_await warn_of_problems(call, shown[place]);
    call.streams().out(policy_table(shown));
    const auto question = "Are you sure you want to update policy " + std::to_string(place) +
                          " from project " + quoted_project(call) + "? [y/N] ";
    if (!is_agreed(call, given.assume_yes, question))
        co_return exit_code::success;
    projects::change change = [&](proto::project& project) {
        auto& policies = known_policies(call, project);
        apply(policies[policy_place(id, policies.size())], given);
        return true;
    };
    co_await edit_policies(call, std::move(change));
    co_return exit_code::success;
}

struct delete_options {
    bool assume_yes = false;
};

void describe_deletion(flag_set& flags, delete_options& given) {
    flags.add(given.assume_yes, "yes", 'y', "do not ask");
}

void remove_policies(proto::project& project, const std::set<std::size_t>& places) {
    policy_list kept;
    auto& policies = project.spec.source_integrity->git->policies;
    for (std::size_t place = 0; place < policies.size(); ++place)
        if (!places.contains(place))
            kept.push_back(std::move(policies[place]));
    policies = std::move(kept);
    if (policies.empty())
        project.spec.source_integrity.reset();
}

/// "0, 10, 2": sorted as text, as there.
std::string listed(const std::set<std::size_t>& places) {
    std::set<std::string> sorted;
    for (const auto place : places)
        sorted.insert(std::to_string(place));
    std::string text;
    for (const auto& place : sorted)
        text += (text.empty() ? "" : ", ") + place;
    return text;
}

task<exit_code> remove(invocation& call, delete_options given) {
    if (call.arguments().size() < 2)
        throw show_help();
    bool was_asked = false;
    projects::change change = [&](proto::project& project) {
        const auto count = known_policies(call, project).size();
        std::set<std::size_t> places;
        for (std::size_t at = 1; at < call.arguments().size(); ++at)
            places.insert(policy_place(call.arguments()[at], count));
        const auto question = "Are you sure you want to delete policies " + listed(places) +
                              " from project " + quoted_project(call) + "? [y/N] ";
        if (!std::exchange(was_asked, true) && !is_agreed(call, given.assume_yes, question))
            return false;
        remove_policies(project, places);
        return true;
    };
    co_await edit_policies(call, std::move(change));
    co_return exit_code::success;
}

} // namespace

const command proj_integrity_list = {
    .path = "proj source-integrity git policies list",
    .arguments = "PROJECT",
    .names = {name_kind::project},
    .summary = "List the policies of a project, with their IDs",
    .examples = "argocdpp proj source-integrity git policies list team-a",
    .bind = bind<no_options, describe_nothing, list>,
};

const command proj_integrity_add = {
    .path = "proj source-integrity git policies add",
    .arguments = "PROJECT",
    .names = {name_kind::project},
    .summary = "Add a policy to a project",
    .differences = project_edit_differences,
    .examples = "argocdpp proj source-integrity git policies add team-a "
                "--repo-url 'https://github.com/team-a/*' --gpg-mode strict "
                "--gpg-key D56C4FCA57A46444",
    .bind = bind<add_options, describe_addition, add>,
};

const command proj_integrity_update = {
    .path = "proj source-integrity git policies update",
    .arguments = "PROJECT POLICY_ID",
    .names = {name_kind::project},
    .summary = "Change a policy of a project",
    .differences = project_edit_differences,
    .examples = "argocdpp proj source-integrity git policies update team-a 0 --gpg-mode head --yes",
    .bind = bind<update_options, describe_update, update>,
};

const command proj_integrity_delete = {
    .path = "proj source-integrity git policies delete",
    .arguments = "PROJECT POLICY_ID...",
    .names = {name_kind::project},
    .summary = "Take policies from a project",
    .differences = project_edit_differences,
    .examples = "argocdpp proj source-integrity git policies delete team-a 0 2 --yes",
    .bind = bind<delete_options, describe_deletion, remove>,
};

} // namespace argocdpp::cli
