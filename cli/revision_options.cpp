#include "revision_options.hpp"

#include "application_choice.hpp"
#include "failure.hpp"
#include "live_progress.hpp"

#include <algorithm>
#include <charconv>

namespace argocdpp::cli {
namespace {

constexpr auto refresh_limit = std::chrono::seconds(10);

bool is_number(const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

/// The source that SOURCE of SOURCE=REV means, counted from 0.
std::size_t source_of(const proto::application& app, const std::string& text) {
    const auto count = sources_of(app.spec).size();
    if (!is_number(text))
        return static_cast<std::size_t>(source_position(app, text)) - 1;
    std::size_t position = 0;
    std::from_chars(text.data(), text.data() + text.size(), position);
    if (position == 0 || position > count)
        throw failure(exit_code::failure,
                      "there is no source " + text + ", but " + std::to_string(count));
    return position - 1;
}

std::vector<source_revision> wishes(const proto::application* app, const text_list& texts) {
    std::vector<source_revision> made;
    for (const auto& text : texts) {
        source_revision one;
        const auto sign = text.find('=');
        if (sign != std::string::npos)
            one.source = app ? std::optional(source_of(*app, text.substr(0, sign))) : std::nullopt;
        one.revision = sign == std::string::npos ? text : text.substr(sign + 1);
        if (one.revision.empty())
            throw failure(exit_code::failure, "'" + text + "' names no revision");
        made.push_back(std::move(one));
    }
    return made;
}

bool names_source(const std::string& text) { return text.find('=') != std::string::npos; }

task<void> find_goal(invocation& call, app_ref app, text_list texts, revision_goal& found) {
    std::optional<proto::application> known;
    if (std::ranges::any_of(texts, names_source))
        known = co_await call.server().apps().get(app);
    auto names = wishes(known ? &*known : nullptr, texts);
    found = co_await call.server().apps().find_revisions(std::move(app), std::move(names));
}

task<void> compare_into(invocation& call, app_ref app, std::optional<proto::application>& found) {
    found = co_await call.server().apps().get(std::move(app), refresh::normal);
}

/// The application, compared anew; nothing where that was not answered in time.
task<std::optional<proto::application>> compared_anew(invocation& call, app_ref app,
                                                      time_limit limit) {
    std::optional<proto::application> found;
    const auto until = std::min(limit.deadline(), call.time().now() + refresh_limit);
    auto comparing = compare_into(call, std::move(app), found);
    co_await finishes_before(call.time(), until, std::move(comparing));
    co_return found;
}

task<proto::application> await_comparison(invocation& call, app_ref app, revision_goal goal,
                                          time_limit limit) {
    wait_options options;
    options.revision = std::move(goal);
    options.revision->only_compared = true;
    options.timeout = limit.left();
    live_progress silent(call, app.qualified(), false);
    auto result = co_await call.server().apps().wait(app, std::move(options), silent);
    switch (result.outcome) {
    case wait_outcome::superseded:
        fail_superseded(app, *result.overtaken);
    case wait_outcome::timed_out:
        throw failure(exit_code::error,
                      "timed out (" + std::to_string(limit.timeout().count()) +
                          "s) waiting for application '" + app.qualified() +
                          "' to be compared with the revision; nothing was sent",
                      ending::timed_out);
    case wait_outcome::failed:
        throw std::move(*result.failure);
    default:
        co_return std::move(result.app);
    }
}

std::string named(const std::vector<std::string>& revisions) {
    std::string all;
    for (const auto& one : revisions)
        all += (all.empty() ? "" : ", ") + short_revision(one);
    return all.empty() ? "no revision" : all;
}

std::string named(const revision_goal& goal) {
    std::vector<std::string> revisions;
    for (const auto& one : goal.wanted)
        revisions.push_back(one.revision);
    return named(revisions);
}

} // namespace

void describe_revision_wait(flag_set& flags, revision_options& given) {
    flags
        .add(given.wanted, "for-revision", 0,
             "until it is synced to this commit, branch or tag: [SOURCE=]REV (repeatable)")
        .or_variable();
}

void describe_revision_sync(flag_set& flags, revision_options& given) {
    describe_revision_wait(flags, given);
    flags
        .add(given.expected, "expect-revision", 0,
             "sync only where this would deploy that: [SOURCE=]REV (repeatable)")
        .or_variable();
    flags.add(given.refresh, "refresh", 0, "have the server look into git before the sync")
        .or_variable();
}

task<std::optional<revision_goal>> goal_in_time(invocation& call, app_ref app, text_list texts,
                                                time_limit limit) {
    if (texts.empty())
        co_return std::nullopt;
    revision_goal found;
    auto finding = find_goal(call, app, std::move(texts), found);
    co_await limit.hold(std::move(finding),
                        "finding the revision of application '" + app.qualified() + "'");
    co_return found;
}

void fail_superseded(const app_ref& app, const overtaking& pair) {
    const auto subject = "application '" + app.qualified() + "' ";
    const auto wanted = short_revision(pair.wanted);
    const auto by = short_revision(pair.by);
    throw failure(exit_code::error,
                  pair.was_deployed
                      ? subject + "was synced to " + wanted + " and after that to " + by +
                            ", which it is compared with now"
                      : subject + "is compared with " + by + ", which is newer than " + wanted,
                  ending::superseded);
}

task<sync_start> start_of_sync(invocation& call, app_ref app, const revision_options& given,
                               proto::application before, time_limit limit) {
    sync_start start{std::move(before), std::nullopt, !given.wanted.empty()};
    if (!given.is_any())
        co_return start;
    start.goal = co_await goal_in_time(call, app, given.wanted, limit);
    if (start.goal) {
        start.app = co_await await_comparison(call, app, *start.goal, limit);
    } else if (auto anew = co_await compared_anew(call, app, limit)) {
        start.app = std::move(*anew);
    } else {
        const auto message =
            "the refresh of application '" + app.qualified() + "' was not answered in time";
        if (!given.expected.empty())
            throw failure(exit_code::error, message + "; nothing was sent", ending::timed_out);
        call.talk().warning(message);
    }
    const auto expected = co_await goal_in_time(call, app, given.expected, limit);
    if (!expected)
        co_return start;
    if (!is_compared_with(start.app, *expected))
        throw failure(exit_code::error,
                      "a sync of application '" + app.qualified() + "' would deploy " +
                          named(compared_revisions(start.app)) + ", not " + named(*expected) +
                          "; nothing was sent",
                      ending::superseded);
    if (!start.goal)
        start.goal = expected;
    co_return start;
}

void pin_revision(proto::sync_request& request, const sync_start& start) {
    const auto& spec = start.app.spec;
    // Whatever is named is refused where the server syncs by itself.
    if (!start.goal || is_automated(spec) || spec.has_multiple_sources() || spec.source_hydrator ||
        git_sources(spec).empty())
        return;
    if (const auto revisions = compared_revisions(start.app); revisions.size() == 1)
        request.revision = revisions.front();
}

void check_deployed(const app_ref& app, const sync_start& start, const proto::application& after) {
    if (!start.goal || start.app.spec.source_hydrator)
        return;
    const auto revisions = operation_revisions(after);
    if (revisions.empty() || are_wanted(start.app.spec, revisions, *start.goal))
        return;
    throw failure(exit_code::error,
                  "the sync of application '" + app.qualified() + "' deployed " + named(revisions) +
                      ", not " + named(*start.goal) + ": it changed in between",
                  ending::superseded);
}

} // namespace argocdpp::cli
