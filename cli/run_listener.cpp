#include "run_listener.hpp"

#include <utility>

namespace argocdpp::cli {

application_ending skipped_ending(std::string app) {
    application_ending made;
    made.app = std::move(app);
    made.how = ending::skipped;
    made.message = "not begun: the run ended before its turn";
    return made;
}

void run_listeners::begun(const std::string& app) {
    for (const auto& one : all_)
        one->begun(app);
}

void run_listeners::output_begins(const std::string& app) {
    for (const auto& one : all_)
        one->output_begins(app);
}

void run_listeners::output_ends(const std::string& app) {
    for (const auto& one : all_)
        one->output_ends(app);
}

void run_listeners::seen(const std::string& app, const proto::application& state) {
    for (const auto& one : all_)
        one->seen(app, state);
}

void run_listeners::changed(const std::string& app, const std::vector<resource_state>& rows) {
    for (const auto& one : all_)
        one->changed(app, rows);
}

void run_listeners::trouble(const std::string& app, const error& problem) {
    for (const auto& one : all_)
        one->trouble(app, problem);
}

void run_listeners::ended(const application_ending& ending) {
    for (const auto& one : all_)
        one->ended(ending);
}

void run_listeners::finished(const std::vector<application_ending>& all, int code) {
    for (const auto& one : all_)
        one->finished(all, code);
}

} // namespace argocdpp::cli
