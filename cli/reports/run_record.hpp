#pragma once
// What became of a run over applications, as far as events and reports tell it.

#include "../run_listener.hpp"

#include <argocdpp/clock.hpp>
#include <argocdpp/resources.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// The parts of an application's state that are told of; empty where the server told none.
struct told_state {
    std::string sync;
    std::vector<std::string> revisions; ///< compared with what is live, one for each source
    std::string health;
    std::string health_message;
    std::string phase; ///< of the last operation
    std::string operation_message;
    std::vector<std::string> operation_revisions;
    std::string operation_started_at;
    std::string operation_finished_at;

    bool operator==(const told_state&) const = default;
};

told_state told_state_of(const proto::application& app);

/// Outcomes besides those of ending.hpp.
inline constexpr std::string_view is_running = "running", was_interrupted = "interrupted";

struct application_record {
    std::string app; ///< as it was asked for
    std::string_view outcome = is_running;
    int code = 0;
    std::string message;
    std::int64_t started_at = 0; ///< seconds since 1970
    std::int64_t finished_at = 0;
    time_point since = {};
    time_point changed = {}; ///< when something about it changed last
    duration took = duration::zero();
    bool was_seen = false;
    told_state state = {};
    std::size_t resources = 0;
    std::vector<resource_state> unready = {};

    bool is_over() const { return outcome != is_running; }
    bool is_success() const { return outcome == "succeeded"; }
    bool is_skipped() const { return outcome == "skipped"; }
    bool is_failure() const { return is_over() && !is_success() && !is_skipped(); }
    /// Why it failed: its message, and that of an operation that failed.
    std::string reason() const;
};

struct run_record {
    std::string command; ///< "app sync"
    std::string_view outcome = is_running;
    int code = 0;
    std::string message; ///< of what ended the run badly
    std::int64_t started_at = 0;
    std::int64_t finished_at = 0;
    duration took = duration::zero();
    std::vector<application_record> applications; ///< in the order of their beginnings

    /// Whether some application tells why the run failed.
    bool has_failed_application() const;
};

/// Keeps the record: one of each application, however often it had its turn. Where several
/// listeners look at it, this one is told first.
class run_recorder final : public run_listener {
  public:
    run_recorder(clock& time, std::string command);

    const run_record& record() const { return record_; }
    /// Nothing for one that was not told of.
    const application_record* find(std::string_view app) const;

    void begun(const std::string& app) override;
    void seen(const std::string& app, const proto::application& state) override;
    void changed(const std::string& app, const std::vector<resource_state>& rows) override;
    void ended(const application_ending& one) override;
    /// What is still under way ends as the run does.
    void close(std::string_view outcome, int code, std::string message);

  private:
    application_record* find_mutable(std::string_view app);
    application_record& found_or_added(const std::string& app);

    clock& time_;
    time_point since_;
    run_record record_;
};

} // namespace argocdpp::cli
