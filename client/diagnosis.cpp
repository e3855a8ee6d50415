#include "pod_state.hpp"
#include "unready_resources.hpp"

#include <argocdpp/app_resources.hpp>
#include <argocdpp/client_only.hpp>
#include <argocdpp/diagnosis.hpp>
#include <argocdpp/logs.hpp>
#include <argocdpp/task.hpp>

#include <algorithm>
#include <deque>

namespace argocdpp {
namespace {

constexpr std::size_t reads_at_once = 8;
constexpr std::size_t longest_text = 2000, longest_line = 1000; // in bytes

/// Cut, where it is longer, between two characters.
std::string shortened(std::string text, std::size_t bytes) {
    if (text.size() <= bytes)
        return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0u) == 0x80u)
        --bytes;
    text.resize(bytes);
    return text + "…";
}

/// The latest warnings, each once.
std::vector<diagnosed_event> latest(const proto::cluster_event_list& list, std::size_t limit) {
    std::vector<diagnosed_event> found;
    for (const auto& event : list.items) {
        if (event.type != proto::warning_event)
            continue;
        const auto known = std::ranges::find_if(found, [&](const diagnosed_event& one) {
            return one.reason == event.reason && one.message == event.message;
        });
        if (known == found.end()) {
            found.push_back({event.reason, event.message, event.times(), event.last_seen()});
        } else {
            known->times += event.times();
            known->last_seen = std::max(known->last_seen, event.last_seen());
        }
    }
    std::ranges::stable_sort(found, std::ranges::greater(), &diagnosed_event::last_seen);
    found.resize(std::min(found.size(), limit));
    return found;
}

std::string title(const resource_name& which) {
    return which.kind + " " + (which.name_space.empty() ? "" : which.name_space + "/") + which.name;
}

class gathering {
  public:
    gathering(client& argocd, app_ref app, diagnosis_limits limits, clock& time)
        : argocd_(argocd)
        , app_(std::move(app))
        , limits_(limits)
        , time_(time)
        , logs_left_(limits.logs) {}

    task<diagnosis> run() {
        const auto deadline = time_.now() + limits_.time;
        if (!co_await finishes_before(time_, deadline, read_all()) && !has_application_)
            throw error(error_kind::timeout,
                        "no answer in time about application '" + app_.qualified() + "'");
        for (auto& one : chosen_)
            made_.resources.push_back(std::move(one.told));
        for (auto& one : attempts_)
            if (!one.why.empty())
                made_.gaps.push_back(std::move(one));
        co_return std::move(made_);
    }

  private:
    /// The text without the token in use, should anything have repeated it, and of bounded length.
    std::string clean(std::string text, std::size_t bytes = longest_text) const {
        const auto& token = argocd_.settings().token;
        for (auto at = text.find(token); !token.empty() && at != std::string::npos;
             at = text.find(token, at))
            text.replace(at, token.size(), "***");
        return shortened(std::move(text), bytes);
    }
    void clean_up(std::string& text) const { text = clean(std::move(text)); }

    task<void> read_all() {
        const auto application = co_await argocd_.apps().get(app_);
        has_application_ = true;
        app_.project = application.spec.project;
        take(application);
        proto::resource_tree tree;
        std::vector<task<void>> reads;
        reads.push_back(attempt(note("resource tree", ""), read_tree(tree)));
        reads.push_back(attempt(note("events", ""), read_own_events()));
        co_await when_all(std::move(reads));
        choose(application, tree);
        co_await read_details();
    }

    void take(const proto::application& application) {
        made_.app = proto::qualified_name(application);
        made_.sync = application.status.sync.status;
        made_.health = application.status.health.status;
        if (const auto& state = application.status.operation_state) {
            made_.phase = state->phase;
            made_.message = clean(state->message);
        }
        made_.failed = failed_results(application);
        made_.failed.resize(std::min(made_.failed.size(), limits_.resources));
        for (auto& failure : made_.failed)
            clean_up(failure.message);
        for (const auto& one : application.status.conditions)
            made_.conditions.push_back({one.type, clean(one.message)});
        // Should the tree not come in time, this is what there is.
        choose(application, proto::resource_tree());
    }

    void choose(const proto::application& application, const proto::resource_tree& tree) {
        chosen_ = unready_resources(application, tree);
        made_.unready = chosen_.size();
        chosen_.resize(std::min(chosen_.size(), limits_.resources));
        for (auto& one : chosen_) {
            clean_up(one.told.message);
            for (auto& reason : one.told.reasons)
                clean_up(reason);
            for (auto& owner : one.told.owners)
                clean_up(owner.message);
        }
    }

    task<void> read_details() {
        std::vector<task<void>> reads;
        for (auto& one : chosen_) {
            if (one.uid.empty())
                continue;
            reads.push_back(attempt(note("events", title(one.told.which)), read_events(one)));
            if (one.told.which.kind == "Pod" && one.told.which.group.empty())
                reads.push_back(inspect_pod(one, note("state", title(one.told.which))));
        }
        co_await when_all(std::move(reads), reads_at_once);
    }

    /// What is going to be read; it counts as a gap until it was.
    std::size_t note(std::string what, std::string of) {
        attempts_.push_back({std::move(what), std::move(of), "no answer in time"});
        return attempts_.size() - 1;
    }

    task<void> attempt(std::size_t noted, task<void> read) {
        try {
            const auto deadline = time_.now() + limits_.read_time;
            if (co_await finishes_before(time_, deadline, std::move(read)))
                attempts_[noted].why.clear();
        } catch (const error& failure) {
            attempts_[noted].why = clean(failure.what());
        }
    }

    task<void> read_tree(proto::resource_tree& into) { into = co_await argocd_.apps().tree(app_); }

    task<void> read_own_events() {
        const auto list = co_await argocd_.resources().events(app_);
        made_.events = told(list);
    }

    std::vector<diagnosed_event> told(const proto::cluster_event_list& list) const {
        auto found = latest(list, limits_.events);
        for (auto& event : found)
            clean_up(event.message);
        return found;
    }

    static resource_id id_of(const unready_resource& one) {
        const auto& which = one.told.which;
        return {which.group, one.version, which.kind, which.name_space, which.name};
    }

    task<void> read_events(unready_resource& one) {
        const auto list = co_await argocd_.resources().events(app_, id_of(one), one.uid);
        one.told.events = told(list);
    }

    task<void> inspect_pod(unready_resource& one, std::size_t noted) {
        pod_state state;
        co_await attempt(noted, read_pod(one, state));
        for (const auto& container : state.containers) {
            if (logs_left_ == 0)
                break;
            --logs_left_;
            const auto log = note("logs", title(one.told.which) + ", container " + container.name);
            co_await attempt(log, read_log(one, container));
        }
    }

    task<void> read_pod(unready_resource& one, pod_state& into) {
        std::vector<resource_id> pod = {id_of(one)};
        const auto manifests = co_await argocd_.resources().manifests(app_, std::move(pod));
        into = state_of_pod(manifests.front());
        for (auto& reason : into.reasons)
            one.told.reasons.push_back(clean(std::move(reason)));
    }

    task<void> read_log(unready_resource& one, telling_container container) {
        log_query query;
        query.kind = one.told.which.kind;
        query.name_space = one.told.which.name_space;
        query.name = one.told.which.name;
        query.container = container.name;
        query.previous = container.previous;
        query.tail = static_cast<long long>(limits_.log_lines);
        std::deque<std::string> lines;
        auto reader = argocd_.pod_logs().read(app_, std::move(query));
        while (const auto line = co_await reader.next()) {
            // Such a line tells why there is no log.
            if (line->pod_name.empty() && sortable_time(*line).empty())
                throw error(error_kind::server, line->content);
            lines.push_back(clean(line->content, longest_line));
            if (lines.size() > limits_.log_lines)
                lines.pop_front();
        }
        if (!lines.empty())
            one.told.logs.push_back(
                {container.name, container.previous, {lines.begin(), lines.end()}});
    }

    client& argocd_;
    app_ref app_;
    diagnosis_limits limits_;
    clock& time_;
    std::size_t logs_left_;
    bool has_application_ = false;
    diagnosis made_;
    std::vector<unready_resource> chosen_;
    std::vector<diagnosis_gap> attempts_;
};

} // namespace

bool diagnosis::has_failed() const { return proto::phase::is_failure(phase); }

bool diagnosis::is_well() const {
    return sync == proto::sync_code::synced && health == proto::health_code::healthy &&
           !has_failed();
}

task<diagnosis> diagnose(client& argocd, app_ref app, diagnosis_limits limits, clock& time) {
    gathering one(argocd, std::move(app), limits, time);
    co_return co_await one.run();
}

} // namespace argocdpp
