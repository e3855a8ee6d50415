#pragma once
// Logs of an application's containers.
//
//     auto lines = argocd.pod_logs().read(app, query);
//     while (auto line = co_await lines.next())
//         std::cout << line->content << '\n';
//
// A stream that breaks is opened again and goes on behind the last line, without repeating or
// losing one.

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/log_entry.hpp>
#include <argocdpp/task.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace argocdpp {

class rest;

/// Which lines. Of containers, those of the pods that are, or belong to, the resource named.
struct log_query {
    std::string group;
    std::string kind;
    std::string name_space;
    std::string name;
    std::string container; ///< a must where a pod has several
    std::string filter;    ///< text that a line must have; with "!" before it, must not have
    std::string until_time;
    long long tail = 0; ///< so many lines of each container; 0 is all
    long long since_seconds = 0;
    bool match_case = false;
    bool previous = false; ///< of the containers' last run
    bool follow = false;
};

/// A container of one of the pods that a query means.
struct log_source {
    std::string name_space;
    std::string pod;
    std::string container;
};

/// When a line was written, as a text that sorts as time does; empty where that is unknown.
std::string sortable_time(const proto::log_entry& line);

/// Lines as they come, those of several pods merged by the server. Used by one caller at a time.
class log_reader {
  public:
    log_reader(rest& calls, app_ref app, log_query query);
    log_reader(log_reader&&) noexcept;
    ~log_reader();

    /// The next line; nothing at the end. Throws `error`. A break is retried as calls are, and
    /// while following as long as the server can be reached again.
    task<std::optional<proto::log_entry>> next();

  private:
    struct state;
    std::unique_ptr<state> state_;
};

class logs {
  public:
    explicit logs(rest& calls)
        : rest_(&calls) {}

    log_reader read(app_ref app, log_query query) {
        return {*rest_, std::move(app), std::move(query)};
    }
    /// The containers that a query means, in the order of the resource tree. Asks the server for
    /// the tree and the pods.
    task<std::vector<log_source>> sources(app_ref app, log_query query);

  private:
    rest* rest_;
};

} // namespace argocdpp
