// applications::wait: carries out what the wait machine decides.

#include "rest.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/event.hpp>
#include <argocdpp/proto/revision_metadata.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace argocdpp {
namespace {

// A controller or a repository that does not answer must not hold up the wait.
constexpr auto refresh_limit = std::chrono::seconds(10);

/// One wait: a loop that reads the application now and then, beside one that watches its stream.
class follower {
  public:
    follower(rest& calls, app_ref app, wait_options options, wait_observer& observer)
        : rest_(calls)
        , app_(std::move(app))
        , machine_(std::move(options), calls.time().now())
        , observer_(observer) {}

    task<wait_result> run() {
        auto whole = see_and_follow();
        co_await finishes_before(rest_.time(), machine_.deadline(), std::move(whole));
        const bool has_seen = machine_.has_seen();
        auto result = std::move(machine_).result();
        if (has_seen)
            co_return result;
        if (result.failure)
            throw std::move(*result.failure);
        throw error(error_kind::timeout,
                    "application '" + app_.qualified() + "': no answer before the timeout");
    }

  private:
    time_point now() { return rest_.time().now(); }

    task<void> see_and_follow() {
        while (!machine_.is_done() && !machine_.has_seen()) {
            co_await rest_.time().sleep_until(machine_.next_read(rest_.random()));
            co_await read();
        }
        std::vector<task<void>> sides;
        sides.push_back(keep_watching());
        sides.push_back(keep_reading());
        if (machine_.next_look(now()) != time_point::max())
            sides.push_back(keep_time());
        if (machine_.revision())
            sides.push_back(keep_refreshing());
        co_await first_of(std::move(sides));
    }

    task<void> keep_reading() {
        while (!machine_.is_done()) {
            co_await rest_.time().sleep_until(machine_.next_read(rest_.random()));
            if (!machine_.is_done() && machine_.is_read_due(now()))
                co_await read();
        }
    }

    /// What lasts too long ends the wait without an event; a last read tells whether it still
    /// lasts.
    task<void> keep_time() {
        while (!machine_.is_done()) {
            co_await rest_.time().sleep_until(machine_.next_look(now()));
            if (!machine_.is_done() && machine_.is_grace_over(now()) && machine_.is_read_due(now()))
                co_await read();
            machine_.on_time(now());
        }
    }

    task<void> keep_watching() {
        while (!machine_.is_done()) {
            co_await rest_.time().sleep_until(machine_.next_open(rest_.random()));
            if (!machine_.is_done())
                co_await watch_once();
            if (!machine_.is_done() && machine_.is_read_due(now()))
                co_await read();
        }
    }

    task<void> read() {
        try {
            machine_.on_read_begun();
            auto app = app_;
            // The project makes a missing application a 404 instead of a 403.
            app.project = machine_.project();
            auto found = co_await applications(rest_).get(std::move(app));
            tell(machine_.on_read(std::move(found), now()));
        } catch (const error& failure) {
            machine_.on_read_failed(failure, now());
            if (!machine_.is_done())
                observer_.trouble(failure);
        }
    }

    task<void> keep_refreshing() {
        while (!machine_.is_done()) {
            // An event may bring it forward.
            const auto soon = now() + std::chrono::seconds(2);
            co_await rest_.time().sleep_until(std::min(machine_.revision()->next_refresh(), soon));
            if (machine_.is_done() || machine_.revision()->next_refresh() > now())
                continue;
            co_await compare();
            if (machine_.is_done())
                co_return;
            const auto questions = machine_.revision()->questions();
            for (const auto& pair : questions)
                co_await ask_dates(pair);
        }
    }

    task<void> compare() {
        auto& watch = *machine_.revision();
        watch.on_refresh_begun(now());
        machine_.on_read_begun();
        std::optional<error> problem;
        try {
            std::optional<proto::application> found;
            auto asking = refresh_into(found);
            co_await finishes_before(rest_.time(), now() + refresh_limit, std::move(asking));
            asks_hard_ = !found && !asks_hard_;
            if (found) {
                tell(machine_.on_read(*found, now()));
                if (!machine_.is_done())
                    machine_.on_refreshed(*found, now());
                co_return;
            }
            problem = error(error_kind::timeout, "the refresh of application '" + app_.qualified() +
                                                     "' was not answered in 10s");
        } catch (const error& failure) {
            problem = failure;
        }
        watch.on_refresh_failed(now());
        observer_.trouble(*problem);
    }

    task<void> refresh_into(std::optional<proto::application>& found) {
        auto app = app_;
        app.project = machine_.project();
        const auto kind = asks_hard_ ? refresh::hard : refresh::normal;
        found = co_await applications(rest_).get(std::move(app), kind);
    }

    task<void> ask_dates(overtaking pair) {
        std::string wanted;
        std::string by;
        auto asking = dates_into(pair, wanted, by);
        co_await finishes_before(rest_.time(), now() + refresh_limit, std::move(asking));
        machine_.revision()->on_dates(pair, wanted, by, now());
    }

    /// What can't be had stays empty.
    task<void> dates_into(const overtaking& pair, std::string& wanted, std::string& by) {
        try {
            auto app = app_;
            app.project = machine_.project();
            const auto first =
                co_await applications(rest_).revision_metadata(app, pair.wanted, pair.source);
            const auto second =
                co_await applications(rest_).revision_metadata(app, pair.by, pair.source);
            wanted = first.date;
            by = second.date;
        } catch (const error&) {
            // The commit is not there yet, or may not be read; the wait goes on without.
        }
    }

    task<void> watch_once() {
        try {
            api_path path("/api/v1/stream/applications");
            path.query("name", app_.name)
                .query("appNamespace", app_.name_space)
                .query("resourceVersion", machine_.resource_version());
            auto stream = co_await rest_.stream(std::move(path));
            machine_.on_stream_opened(now());
            while (!machine_.is_done()) {
                auto message = co_await stream->next();
                if (!message)
                    break;
                take(std::move(*message));
                if (!machine_.is_done() && machine_.is_read_overdue(now()))
                    co_await read();
            }
            machine_.on_stream_lost(nullptr, now());
        } catch (const error& failure) {
            machine_.on_stream_lost(&failure, now());
        }
    }

    void take(proto::any document) {
        auto message = decoded<proto::application_stream_message>(
            std::move(document), "GET /api/v1/stream/applications");
        if (message.error)
            throw error_of_stream(*message.error, error_kind::lost,
                                  "GET /api/v1/stream/applications");
        if (!message.result)
            return;
        tell(
            machine_.on_event(message.result->type, std::move(message.result->application), now()));
    }

    void tell(const std::vector<resource_state>& rows) {
        if (std::exchange(told_, machine_.states()) != machine_.states())
            observer_.seen(machine_.app());
        if (!rows.empty() && !machine_.is_done())
            observer_.changed(rows);
    }

    rest& rest_;
    app_ref app_;
    wait_machine machine_;
    wait_observer& observer_;
    /// Argo CD 3.5.1 may overlook a refresh. To ask for the same once more changes nothing there,
    /// and goes unanswered too; another kind is noticed.
    bool asks_hard_ = false;
    int told_ = 0; ///< the states of the machine that the observer knows
};

} // namespace

task<wait_result> applications::wait(app_ref app, wait_options options, wait_observer& observer) {
    follower one(*rest_, std::move(app), std::move(options), observer);
    co_return co_await one.run();
}

} // namespace argocdpp
