// applications::find_revisions: names of revisions, and the commits that they stand for.

#include "application_path.hpp"
#include "rest.hpp"

#include <argocdpp/applications.hpp>

#include <algorithm>

namespace argocdpp {
namespace {

constexpr auto refresh_limit = std::chrono::seconds(10);

class revision_lookup {
  public:
    revision_lookup(rest& calls, app_ref app)
        : rest_(calls)
        , app_(std::move(app)) {}

    task<revision_goal> find(std::vector<source_revision> names) {
        revision_goal goal;
        if (!std::ranges::all_of(names, is_plain_commit))
            co_await compare();
        for (auto& one : names)
            goal.wanted.push_back(co_await find(std::move(one)));
        co_return goal;
    }

  private:
    /// Whatever branch or tag may be called so.
    static bool is_plain_commit(const source_revision& one) { return is_commit_name(one.revision); }

    task<void> compare() {
        auto asking = compare_anew();
        const auto limit = rest_.time().now() + refresh_limit;
        if (!co_await finishes_before(rest_.time(), limit, std::move(asking)))
            throw error(error_kind::timeout,
                        "the refresh of " + application_subject(app_) + " was not answered in 10s");
    }

    task<void> compare_anew() {
        compared_ = co_await applications(rest_).get(app_, refresh::normal);
        app_.project = compared_.spec.project;
    }

    task<source_revision> find(source_revision one) {
        if (is_plain_commit(one))
            co_return one;
        const auto sources = sources_of(compared_.spec);
        const auto revisions = compared_revisions(compared_);
        auto candidates = git_sources(compared_.spec);
        if (one.source)
            candidates = {*one.source};
        for (const auto source : candidates) {
            if (source >= sources.size() || source >= revisions.size())
                continue;
            // The version of a chart is what it is.
            if (!sources[source].chart.empty() && revisions[source] == one.revision)
                co_return one;
            bool is_it = is_same_reference(sources[source].target_revision, one.revision);
            if (!is_it)
                is_it = co_await has_tag(revisions[source], source, one.revision);
            if (is_it) {
                one.revision = revisions[source];
                co_return one;
            }
        }
        throw unknown(one.revision);
    }

    task<bool> has_tag(std::string commit, std::size_t source, std::string tag) {
        if (!is_commit_name(commit))
            co_return false;
        try {
            const auto found = co_await applications(rest_).revision_metadata(app_, commit, source);
            co_return std::ranges::find(found.tags, tag) != found.tags.end();
        } catch (const error& failure) {
            if (failure.kind == error_kind::unauthenticated)
                throw;
            co_return false;
        }
    }

    error unknown(const std::string& name) const {
        std::string followed;
        const auto sources = sources_of(compared_.spec);
        for (const auto source : git_sources(compared_.spec)) {
            const auto& target = sources[source].target_revision;
            followed += (followed.empty() ? "" : ", ") + (target.empty() ? "HEAD" : target);
        }
        return {error_kind::invalid, application_subject(app_) + " follows " + followed + "; '" +
                                         name +
                                         "' is neither that nor a tag of the commit that it is "
                                         "compared with: name the commit (git rev-parse " +
                                         name + ")"};
    }

    rest& rest_;
    app_ref app_;
    proto::application compared_;
};

} // namespace

task<revision_goal> applications::find_revisions(app_ref app, std::vector<source_revision> names) {
    revision_lookup one(*rest_, std::move(app));
    co_return co_await one.find(std::move(names));
}

} // namespace argocdpp
