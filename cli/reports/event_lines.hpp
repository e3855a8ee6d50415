#pragma once
// A run as JSON objects, one a line: the schema of `--events`, documented in docs/events.md.

#include "../invocation.hpp"
#include "event_target.hpp"
#include "run_record.hpp"

#include <argocdpp/proto/any.hpp>

#include <map>
#include <memory>
#include <string>

namespace argocdpp::cli {

/// Grows only where a record changes so that its readers must be changed.
inline constexpr int events_version = 1;

proto::any event_of(const application_record& one);
proto::any event_of(const resource_state& row);
/// What the last record of a run tells.
proto::any event_of(const run_record& run);

class event_lines final : public run_listener {
  public:
    event_lines(clock& time, const run_recorder& known, std::unique_ptr<event_target> target)
        : time_(time)
        , known_(known)
        , target_(std::move(target)) {}

    void open();
    void begun(const std::string& app) override;
    void seen(const std::string& app, const proto::application& state) override;
    void changed(const std::string& app, const std::vector<resource_state>& rows) override;
    void trouble(const std::string& app, const error& problem) override;
    void ended(const application_ending& one) override;
    /// The last record.
    void close();

  private:
    void tell(std::string_view type, proto::object members);

    clock& time_;
    const run_recorder& known_;
    std::unique_ptr<event_target> target_;
    std::map<std::string, told_state> told_;
    std::map<std::string, std::string> troubles_; ///< the last, until something is seen again
};

} // namespace argocdpp::cli
