#pragma once
// What a run over applications (sync, wait, delete, rollback) tells whoever listens: files of
// events, reports, the CI system that it runs under. Listeners print nothing of the answer.

#include "ending.hpp"

#include <argocdpp/clock.hpp>
#include <argocdpp/error.hpp>
#include <argocdpp/wait.hpp>

#include <memory>
#include <string>
#include <vector>

namespace argocdpp::cli {

/// How it ended for one application.
struct application_ending {
    std::string app; ///< the qualified name, as it was asked for
    ending how = ending::done;
    int code = 0;        ///< the exit code that this ending alone would give
    std::string message; ///< of a failure, as the log has it
    duration took = duration::zero();

    bool is_success() const { return how == ending::done; }
};

/// Of one that the run did not come to.
application_ending skipped_ending(std::string app);

class run_listener {
  public:
    virtual ~run_listener() = default;
    /// From here on it is about this application; several may be under way at once. One that has
    /// ended may begin again: its children have changed it.
    virtual void begun(const std::string&) {}
    /// The application as it is now known to be.
    virtual void seen(const std::string&, const proto::application&) {}
    /// Rows that are new or changed.
    virtual void changed(const std::string&, const std::vector<resource_state>&) {}
    /// The server can't be reached or does not answer as it should; the wait goes on.
    virtual void trouble(const std::string&, const error&) {}
    /// Also of one that never began; the last that is told of an application holds.
    virtual void ended(const application_ending&) {}
    /// The run is over, with this exit code; how it ended for each, in the order of their ends.
    virtual void finished(const std::vector<application_ending>&, int) {}
    /// Standard output is about this application until its output ends; never about two at once.
    virtual void output_begins(const std::string&) {}
    virtual void output_ends(const std::string&) {}
};

/// Passes everything on to each of its listeners, in order.
class run_listeners final : public run_listener {
  public:
    void add(std::unique_ptr<run_listener> one) { all_.push_back(std::move(one)); }
    void begun(const std::string& app) override;
    void output_begins(const std::string& app) override;
    void output_ends(const std::string& app) override;
    void seen(const std::string& app, const proto::application& state) override;
    void changed(const std::string& app, const std::vector<resource_state>& rows) override;
    void trouble(const std::string& app, const error& problem) override;
    void ended(const application_ending& one) override;
    void finished(const std::vector<application_ending>& all, int code) override;

  private:
    std::vector<std::unique_ptr<run_listener>> all_;
};

} // namespace argocdpp::cli
