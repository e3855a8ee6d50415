#include "live_tree.hpp"

#include "poll_interval.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/error.hpp>

namespace argocdpp::cli {
namespace {

constexpr auto tick = std::chrono::seconds(1);
/// A large tree is megabytes; ages go on without it.
constexpr int ticks_between_reads = 2;

} // namespace

void describe_live(flag_set& flags, bool& is_live) {
    flags
        .add(is_live, "live", 0,
             "on a terminal, draw the resource tree while it lasts; elsewhere it changes nothing")
        .or_variable();
}

live_tree::live_tree(invocation& call, app_ref app)
    : call_(call)
    , app_(std::move(app))
    , drawing_(call) {
    picture_.title = app_.qualified();
}

void live_tree::seen(const proto::application& state) {
    picture_.app = state;
    picture_.trouble.clear();
    has_seen_ = true;
    draw();
}

void live_tree::trouble(const error& problem) { picture_.trouble = problem.what(); }

task<void> live_tree::keep_drawing() {
    for (int ticks = 0;; ++ticks) {
        if (has_seen_ && ticks % ticks_between_reads == 0)
            co_await read_tree();
        if (has_seen_)
            draw();
        co_await call_.time().sleep_until(call_.time().now() + tick);
    }
}

task<void> live_tree::read_tree() {
    try {
        auto asked = app_;
        asked.project = picture_.app.spec.project;
        picture_.tree = co_await call_.server().apps().tree(std::move(asked));
    } catch (const error&) {
        // The wait beside it finds out whether that matters.
    }
}

void live_tree::draw() {
    const auto& streams = call_.streams();
    drawing_.show(
        live_tree_lines(picture_, streams.width(), streams.height(), call_.time().unix_seconds()));
}

namespace {

task<void> wait_for_end(invocation& call, app_ref app, live_tree& picture) {
    wait_options until;
    until.conditions.deletion = true;
    choose_poll_interval(call, until);
    auto result = co_await call.server().apps().wait(app, std::move(until), picture);
    picture.end();
    if (result.outcome != wait_outcome::deleted && result.failure)
        throw std::move(*result.failure);
    call.streams().out("Application '" + app.qualified() + "' deleted\n");
}

} // namespace

task<void> show_live(invocation& call, app_ref app) {
    live_tree picture(call, app);
    std::vector<task<void>> sides;
    sides.push_back(wait_for_end(call, app, picture));
    sides.push_back(picture.keep_drawing());
    co_await first_of(std::move(sides));
}

} // namespace argocdpp::cli
