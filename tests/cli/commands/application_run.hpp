#pragma once
// A logged-in run of a command about applications, and the answers such commands ask for.
//
//     application_run world;
//     world.answer_settings();
//     world.get().json(app_json({.health = "Degraded"}));
//     CHECK(world.run({"app", "wait", "waves"}) == 0);

#include "../../support/make.hpp"
#include "command_run.hpp"

namespace argocdpp::tests {

/// `operation` of an application whose sync was asked for.
extern const std::string asked;
/// `status.operationState` of a sync at work.
extern const std::string running;

/// `status.operationState` of a sync that has ended and was compared since.
std::string ended(std::string_view phase = "Succeeded", std::string_view results = "[]");

/// A line of an event stream.
std::string event_line(std::string_view type, const app_facts& facts);

struct application_run : command_run {
    application_run();

    /// The answer to a GET of an application; `query` begins with its question mark.
    stub& get(std::string_view query = "", std::string_view name = "waves");
    stub& answer_settings();
    /// An event stream of `waves` from this version on.
    stub& stream(std::string_view version = "10");
    stub& post_sync(std::string_view name = "waves");
    /// The names that a selector finds, with this further query: "selector=a".
    stub& names(std::string_view query, std::vector<std::string> found);
    /// All that a sync of one application needs which has ended when it is first looked at.
    void answer_finished_sync(const app_facts& before, const app_facts& after);

    /// What the n-th request with this method asked the server for: its body.
    std::string body_of(std::string_view method, std::size_t index = 0) const;
    std::size_t count(std::string_view method) const;
};

/// Runs the scenario with each fault at each request; the scenario says what must hold. The
/// scenario's world has its script, and is run by this function.
void with_every_fault(const std::function<void(application_run&)>& prepare,
                      const std::vector<std::string>& words,
                      const std::function<void(application_run&, int code)>& check);

/// The usual check: it ended well, or with 1 or 20 and one reason; never with an internal error.
void check_ending(application_run& world, int code);

} // namespace argocdpp::tests
