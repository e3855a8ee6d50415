#include <argocdpp/revision_goal.hpp>

#include <algorithm>
#include <cctype>
#include <ranges>

namespace argocdpp {
namespace {

constexpr std::size_t shortest_commit = 7;

char lower(char letter) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
}

bool is_equal_but_for_case(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, lower, lower);
}

bool is_git(const proto::application_source& source) {
    return source.chart.empty() && !source.repo_url.starts_with("oci://");
}

std::string_view repository(std::string_view url) {
    while (url.ends_with('/'))
        url.remove_suffix(1);
    if (url.ends_with(".git"))
        url.remove_suffix(4);
    return url;
}

bool follow_the_same(const proto::application_source& left,
                     const proto::application_source& right) {
    return repository(left.repo_url) == repository(right.repo_url) &&
           is_same_reference(left.target_revision, right.target_revision);
}

std::vector<std::string> one_per_source(const std::string& revision,
                                        const std::vector<std::string>& revisions) {
    if (!revisions.empty())
        return revisions;
    return revision.empty() ? std::vector<std::string>() : std::vector<std::string>{revision};
}

bool is_at(const std::vector<std::string>& revisions, std::size_t source, std::string_view wanted) {
    return source < revisions.size() && is_same_revision(wanted, revisions[source]);
}

bool is_met(const proto::application_spec& spec, const std::vector<std::string>& revisions,
            const source_revision& one) {
    if (one.source)
        return is_at(revisions, *one.source, one.revision);
    const auto sources = sources_of(spec);
    const auto candidates = git_sources(spec);
    return std::ranges::any_of(candidates, [&](std::size_t source) {
        return std::ranges::all_of(candidates, [&](std::size_t other) {
            return !follow_the_same(sources[source], sources[other]) ||
                   is_at(revisions, other, one.revision);
        });
    });
}

} // namespace

bool is_commit_name(std::string_view text) {
    const bool is_hex = text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    return is_hex && text.size() >= shortest_commit && (text.size() <= 40 || text.size() == 64);
}

bool is_same_revision(std::string_view wanted, std::string_view found) {
    if (is_commit_name(wanted) && is_commit_name(found) && wanted.size() < found.size())
        return is_equal_but_for_case(wanted, found.substr(0, wanted.size()));
    return !wanted.empty() && is_equal_but_for_case(wanted, found);
}

std::string short_revision(std::string_view revision) {
    return std::string(is_commit_name(revision) ? revision.substr(0, shortest_commit) : revision);
}

bool is_same_reference(std::string_view left, std::string_view right) {
    const auto plain = [](std::string_view name) {
        for (const std::string_view prefix : {"refs/heads/", "refs/tags/"})
            if (name.starts_with(prefix))
                name.remove_prefix(prefix.size());
        return name.empty() ? std::string_view("HEAD") : name;
    };
    return plain(left) == plain(right);
}

std::vector<std::size_t> git_sources(const proto::application_spec& spec) {
    std::vector<std::size_t> found;
    const auto sources = sources_of(spec);
    for (std::size_t i = 0; i < sources.size(); ++i)
        if (is_git(sources[i]))
            found.push_back(i);
    return found;
}

std::vector<std::string> compared_revisions(const proto::application& app) {
    return one_per_source(app.status.sync.revision, app.status.sync.revisions);
}

std::vector<std::string> operation_revisions(const proto::application& app) {
    const auto& state = app.status.operation_state;
    if (!app.operation && state && state->sync_result)
        return one_per_source(state->sync_result->revision, state->sync_result->revisions);
    const auto* asked = app.operation ? &*app.operation : state ? &state->operation : nullptr;
    if (!asked || !asked->sync)
        return {};
    return one_per_source(asked->sync->revision, asked->sync->revisions);
}

bool are_wanted(const proto::application_spec& spec, const std::vector<std::string>& revisions,
                const revision_goal& goal) {
    return std::ranges::all_of(
        goal.wanted, [&](const source_revision& one) { return is_met(spec, revisions, one); });
}

bool is_compared_with(const proto::application& app, const revision_goal& goal) {
    const auto revisions = compared_revisions(app);
    if (are_wanted(app.spec, revisions, goal))
        return true;
    const auto& hydrated = app.status.source_hydrator.last_successful_operation;
    return app.spec.source_hydrator && hydrated && revisions.size() == 1 &&
           hydrated->hydrated_sha == revisions.front() &&
           are_wanted(app.spec, {hydrated->dry_sha}, goal);
}

std::vector<overtaking> mismatches(const proto::application& app, const revision_goal& goal) {
    std::vector<overtaking> found;
    const auto revisions = compared_revisions(app);
    for (const auto& one : goal.wanted) {
        if (is_met(app.spec, revisions, one))
            continue;
        const auto sources = one.source ? std::vector{*one.source} : git_sources(app.spec);
        for (const auto source : sources)
            if (source < revisions.size() && !is_same_revision(one.revision, revisions[source]))
                found.push_back({source, one.revision, revisions[source], false});
    }
    return found;
}

std::optional<overtaking> overtaken_in_history(const proto::application& app,
                                               const revision_goal& goal) {
    for (auto& one : mismatches(app, goal)) {
        bool was_deployed = false;
        for (const auto& deployment : app.status.history) {
            const auto revisions = one_per_source(deployment.revision, deployment.revisions);
            if (is_at(revisions, one.source, one.wanted)) {
                was_deployed = true;
            } else if (was_deployed && is_at(revisions, one.source, one.by)) {
                one.was_deployed = true;
                return one;
            }
        }
    }
    return std::nullopt;
}

} // namespace argocdpp
