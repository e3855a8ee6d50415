#pragma once
// What the server of one run has: an application that changes with time, its log, a file to
// download. Nothing here goes wrong by itself; wire.hpp is what stands in between.
//
// All is drawn from a seed. Times are since the start of the run.

#include "make.hpp"
#include "plan.hpp"

#include <argocdpp/clock.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace argocdpp::tests {

/// A request as the server sees it.
struct asked_request {
    std::string method;
    std::string path; ///< without the query
    std::string query;
    std::string head;

    bool has(std::string_view parameter) const;
    /// A header's value; empty where there is none.
    std::string header(std::string_view name) const;
};

struct answer {
    enum live_type { no, events, lines };

    int status = 200;
    std::string type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
    live_type live = no;               ///< a stream: messages come when things happen
    duration since = duration::zero(); ///< of a log: lines of this time and later
    duration work = duration::zero();  ///< how long the server needs for it
};

/// A state of the application, from some moment on.
struct app_state {
    duration at;
    bool exists = true;
    app_facts facts = {};
    bool is_done = false; ///< what the command waits for holds
};

struct log_line {
    duration at;
    std::string content;
};

class server_model {
  public:
    server_model(subject command, const fault_plan& plan, std::uint64_t seed);

    static constexpr std::int64_t start_second = 1795480220;
    static constexpr std::string_view token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZG1pbiJ9.c2VjcmV0";

    answer handle(const asked_request& request, duration now);
    /// The message of the stream for a state.
    std::string event_of(std::size_t index, duration now) const;

    /// The application's states, in order; later ones may be added by requests.
    const std::vector<app_state>& states() const { return states_; }
    const app_state& state_at(duration now) const;
    const std::vector<log_line>& lines() const { return lines_; }
    std::string line_message(std::size_t index) const;
    duration end_of_log() const { return log_end_; }
    const std::string& file() const { return file_; }
    std::size_t listed() const { return listed_; }

    /// How the story ends; a stuck one never does.
    enum class ending { good, stuck, degraded, failed };
    ending how() const { return ending_; }
    /// When what is waited for begins to hold; nothing where it never does.
    std::optional<duration> done_at() const;
    std::optional<duration> gone_at() const;

    std::size_t syncs = 0;             ///< requests for a sync that were taken
    std::size_t deletions = 0;         ///< likewise
    std::size_t unsigned_requests = 0; ///< without the token, where it belongs

  private:
    answer application(const asked_request& request, duration now);
    answer take_sync(duration now);
    answer take_deletion(duration now);
    answer list() const;
    answer download(const asked_request& request) const;
    answer log(const asked_request& request, duration now) const;
    void begin_rollout(dice& drawn);
    void add(app_state state, duration decided);
    void recreate(dice& drawn);
    std::string version_of(std::size_t index, duration now) const;

    subject command_;
    const fault_plan& plan_;
    dice later_; ///< for what requests begin
    std::vector<app_state> states_;
    ending ending_ = ending::good;
    std::vector<log_line> lines_;
    duration log_end_ = duration::zero();
    std::string file_;
    std::size_t listed_ = 0;
    std::optional<duration> recreated_at_;
};

} // namespace argocdpp::tests
