#include "log_position.hpp"
#include "rest.hpp"

#include <argocdpp/logs.hpp>

#include <algorithm>

namespace argocdpp {
namespace {

constexpr auto request_name = "GET /api/v1/applications/*/logs";

/// Added to what a stream that is opened again looks back: the clocks of nodes differ from the
/// server's. What is known already is left out anyway.
constexpr long long margin_seconds = 10;

std::string number(long long value) { return value > 0 ? std::to_string(value) : ""; }

const char* flag(bool value) { return value ? "true" : ""; }

api_path path_of(const app_ref& app, const log_query& query) {
    api_path path("/api/v1/applications");
    path.segment(app.name).literal("logs");
    path.query("namespace", query.name_space)
        .query("container", query.container)
        .query("sinceSeconds", number(query.since_seconds))
        .query("tailLines", number(query.tail))
        .query("follow", flag(query.follow))
        .query("untilTime", query.until_time)
        .query("filter", query.filter)
        .query("kind", query.kind)
        .query("group", query.group)
        .query("resourceName", query.name)
        .query("previous", flag(query.previous))
        .query("appNamespace", app.name_space)
        .query("project", app.project)
        .query("matchCase", flag(query.match_case));
    return path;
}

error ended_early() {
    error made(error_kind::lost, std::string(request_name) + ": the stream ended before its end");
    made.sent = true;
    return made;
}

} // namespace

struct log_reader::state {
    rest& calls;
    app_ref app;
    log_query query;
    log_position position = {};
    std::unique_ptr<event_stream> stream = {};
    std::optional<time_point> begun = {};      ///< when the first stream was asked for
    time_point opened = {};                    ///< when the last one was
    std::optional<std::int64_t> server_time{}; ///< at `told_at`, in seconds since 1970
    time_point told_at = {};
    int breaks = 0; ///< in a row, without a new line
    bool has_ended = false;

    time_point now() { return calls.time().now(); }
    std::int64_t seconds_since(time_point then) {
        return std::chrono::ceil<std::chrono::seconds>(now() - then).count();
    }

    /// The query from where the lines broke off. The REST form of the call knows no instant to
    /// begin at, only so many seconds before now.
    log_query continued() {
        auto rest_of_it = query;
        if (!position.has_lines())
            return rest_of_it;
        if (query.since_seconds > 0)
            rest_of_it.since_seconds += seconds_since(*begun);
        if (const auto since = position.since()) {
            const auto here =
                server_time ? *server_time + seconds_since(told_at) : calls.time().unix_seconds();
            const auto back = std::max<long long>(here - *since, 0) + margin_seconds;
            rest_of_it.since_seconds =
                query.since_seconds > 0 ? std::min(rest_of_it.since_seconds, back) : back;
            rest_of_it.tail = 0;
        }
        return rest_of_it;
    }

    task<void> open() {
        opened = now();
        if (!begun)
            begun = opened;
        auto wanted = path_of(app, continued());
        position.repeat();
        stream = co_await calls.stream(std::move(wanted));
        if (const auto date = http_time(stream->head().header("Date"))) {
            server_time = date;
            told_at = now();
        }
    }

    /// One message: a new line, or nothing.
    task<std::optional<proto::log_entry>> take() {
        if (!stream)
            co_await open();
        auto document = co_await stream->next();
        if (!document) {
            // The server ends with a last message, unless there was no container at all.
            if (position.has_lines())
                throw ended_early();
            has_ended = true;
            co_return std::nullopt;
        }
        auto message = decoded<proto::log_stream_message>(std::move(*document), request_name);
        if (message.error)
            throw error_of_stream(*message.error, kind_of(*message.error), request_name);
        if (message.result && message.result->last)
            has_ended = true;
        if (has_ended || !message.result || !position.take(*message.result))
            co_return std::nullopt;
        breaks = 0;
        co_return std::move(message.result);
    }

    static error_kind kind_of(const proto::stream_error& failure) {
        constexpr int unavailable = 14;
        return failure.grpc_code == unavailable ? error_kind::unavailable : error_kind::server;
    }

    /// Whether another stream may go on where this one broke.
    bool is_break(const error& failure) const {
        if (failure.first_contact)
            return false;
        // What is wrong in the middle of a stream need not be so of another; for a login that has
        // ended meanwhile there may be a new token.
        const bool is_torn = stream && (failure.kind == error_kind::protocol ||
                                        failure.kind == error_kind::unauthenticated);
        return is_transient(failure) || failure.kind == error_kind::timeout || is_torn;
    }

    /// Waits before the next try; throws the failure where there were enough. While following, a
    /// stream that has held for a while begins the count anew: logs may be silent, but a server
    /// that is there sends keep-alives.
    task<void> pause(error failure) {
        stream.reset();
        const retry_options options;
        auto held = now() - opened;
        if (failure.kind == error_kind::timeout)
            held -= rest::stream_silence;
        if (query.follow && held >= options.budget)
            breaks = 0;
        if (++breaks >= options.attempts)
            throw failure;
        if (breaks == 1 && failure.retry_after.count() == 0)
            co_return;
        const duration delay = std::max<duration>(next_delay(options, breaks - 1, calls.random()),
                                                  failure.retry_after);
        co_await calls.time().sleep_until(now() + delay);
    }
};

log_reader::log_reader(rest& calls, app_ref app, log_query query)
    : state_(new state{calls, std::move(app), std::move(query)}) {}
log_reader::log_reader(log_reader&&) noexcept = default;
log_reader::~log_reader() = default;

task<std::optional<proto::log_entry>> log_reader::next() {
    while (!state_->has_ended) {
        std::optional<error> broken;
        try {
            if (auto line = co_await state_->take())
                co_return line;
        } catch (const error& failure) {
            if (!state_->is_break(failure))
                throw;
            broken = failure;
        }
        if (broken)
            co_await state_->pause(*broken);
    }
    co_return std::nullopt;
}

} // namespace argocdpp
