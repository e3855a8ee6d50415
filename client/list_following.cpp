// applications::watch: a loop that lists now and then, beside one that watches the stream.

#include "application_index.hpp"
#include "passing_failure.hpp"
#include "rest.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/event.hpp>
#include <argocdpp/reopening.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace argocdpp {
namespace {

/// Reading takes so much of the time at most: the lists of large servers are tens of megabytes.
constexpr int share_of_reading = 10;
constexpr std::string_view stream_path = "/api/v1/stream/applications";

class list_follower {
  public:
    list_follower(rest& calls, app_query query, proto::projection keep, watch_options options,
                  watch_observer& observer)
        : rest_(calls)
        , query_(std::move(query))
        , keep_(std::move(keep))
        , options_(options)
        , observer_(observer)
        , pause_(options.shortest_poll)
        , stream_(calls.time().now()) {}

    task<void> run() {
        co_await list();
        std::vector<task<void>> sides;
        sides.push_back(keep_watching());
        sides.push_back(keep_listing());
        co_await first_of(std::move(sides));
    }

  private:
    time_point now() { return rest_.time().now(); }

    task<void> keep_listing() {
        while (true) {
            // The other side may bring it forward.
            const auto look = std::min(next_list_, now() + options_.shortest_poll);
            co_await rest_.time().sleep_until(look);
            if (next_list_ <= now())
                co_await list_again();
        }
    }

    task<void> keep_watching() {
        while (true) {
            co_await rest_.time().sleep_until(stream_.next(rest_.random()));
            const bool was_open = co_await watch_once();
            stream_.on_lost(now());
            if (!was_open)
                continue;
            // What happens before the next one is open is told by nobody.
            pause_ = options_.shortest_poll;
            next_list_ = std::min(next_list_, now() + next_pause());
        }
    }

    duration next_pause() {
        const auto pause = std::max<duration>(pause_, last_took_ * share_of_reading);
        pause_ = std::min(pause_ + pause_ / 2, options_.longest_poll);
        return pause - std::chrono::duration_cast<duration>(pause * rest_.random() / 4);
    }

    task<void> list() {
        const auto begun = now();
        index_.list_begun();
        std::function<void()> on_start = [] {};
        std::function<void(proto::any)> on_item = [this](proto::any item) {
            const auto app = proto::decode<proto::application>(std::move(item));
            if (index_.on_item(app))
                observer_.seen(app);
        };
        auto query = query_;
        auto keep = keep_;
        co_await applications(rest_).list(std::move(query), std::move(keep), std::move(on_start),
                                          std::move(on_item));
        for (const auto& name : index_.list_ended())
            observer_.gone(name, false);
        observer_.listed();
        denied_since_.reset();
        last_took_ = now() - begun;
        next_list_ = now() + next_pause();
    }

    task<void> list_again() {
        std::optional<error> trouble;
        try {
            co_await list();
        } catch (const error& failure) {
            trouble = failure;
        }
        if (!trouble)
            co_return;
        const bool is_denied = trouble->kind == error_kind::denied;
        if (is_denied_for_long(*trouble) || (!is_denied && !may_pass(*trouble)))
            throw std::move(*trouble);
        next_list_ = now() + next_pause();
        observer_.trouble(*trouble);
    }

    bool is_denied_for_long(const error& failure) {
        if (failure.kind != error_kind::denied)
            denied_since_.reset();
        else if (!denied_since_)
            denied_since_ = now();
        return denied_since_ && now() - *denied_since_ >= longest_denial;
    }

    /// Whether it was open at all.
    task<bool> watch_once() {
        bool is_open = false;
        try {
            auto path = path_of_stream();
            auto events = co_await rest_.stream(std::move(path));
            stream_.on_opened(now());
            is_open = true;
            while (auto message = co_await events->next())
                take(std::move(*message));
        } catch (const error&) {
            // The next list says better what is the matter.
        }
        co_return is_open;
    }

    /// From version 0 on: without a version the server begins with all that there is.
    api_path path_of_stream() const {
        api_path path(stream_path);
        path.query("selector", query_.selector).query("resourceVersion", "0");
        if (keep_.paths.empty())
            return path;
        auto wanted = keep_.paths;
        for (const auto* one :
             {"metadata.name", "metadata.namespace", "metadata.uid", "metadata.resourceVersion"})
            if (std::find(wanted.begin(), wanted.end(), one) == wanted.end())
                wanted.emplace_back(one);
        std::string fields = "result.type,error";
        for (const auto& one : wanted)
            fields.append(",result.application.").append(one);
        path.query("fields", fields);
        return path;
    }

    void take(proto::any document) {
        const auto request = "GET " + std::string(stream_path);
        auto message = decoded<proto::application_stream_message>(std::move(document), request);
        if (message.error)
            throw error_of_stream(*message.error, error_kind::lost, request);
        if (!message.result)
            return;
        const auto& app = message.result->application;
        // The server judges the namespace of a list, and not that of a stream.
        if (!query_.app_namespace.empty() && app.metadata.name_space != query_.app_namespace)
            return;
        switch (index_.on_event(message.result->type, app)) {
        case application_index::news::seen:
            return observer_.seen(app);
        case application_index::news::gone:
            return observer_.gone(proto::qualified_name(app), true);
        case application_index::news::none:
            return;
        }
    }

    rest& rest_;
    app_query query_;
    proto::projection keep_;
    watch_options options_;
    watch_observer& observer_;
    application_index index_;
    duration pause_; ///< before the next list
    time_point next_list_;
    duration last_took_ = duration::zero();
    std::optional<time_point> denied_since_;
    reopening stream_;
};

} // namespace

task<void> applications::watch(app_query query, proto::projection keep, watch_options options,
                               watch_observer& observer) {
    list_follower one(*rest_, std::move(query), std::move(keep), options, observer);
    co_await one.run();
}

} // namespace argocdpp
