// Deploys one commit as a CI job does: syncs the application, joining whoever was quicker, waits
// until it is synced to that commit and healthy, and says why where it does not come to that.
//
//     ARGOCD_AUTH_TOKEN=… deploy https://cd.example.com guestbook "$(git rev-parse HEAD)"

#include <argocdpp/client.hpp>

#include <cstdlib>
#include <iostream>

namespace {

class printed_progress final : public argocdpp::wait_observer {
  public:
    void changed(const std::vector<argocdpp::resource_state>& rows) override {
        for (const auto& row : rows)
            std::cout << row.kind << '/' << row.name << ' ' << row.status << ' ' << row.health
                      << '\n';
    }
    void trouble(const argocdpp::error& problem) override {
        std::cerr << "still waiting: " << problem.what() << '\n';
    }
};

argocdpp::wait_options until_deployed(argocdpp::revision_goal commit) {
    argocdpp::wait_options until;
    until.conditions.sync = until.conditions.health = until.conditions.operation = true;
    until.revision = std::move(commit);
    until.timeout = std::chrono::minutes(5);
    until.conduct.fail_fast = true;
    until.conduct.degraded_grace = std::chrono::seconds(30);
    return until;
}

argocdpp::task<int> explain(argocdpp::client& argocd, argocdpp::app_ref app) {
    const auto why = co_await argocdpp::diagnose(argocd, app);
    std::cerr << why.app << ": " << why.sync << ", " << why.health << ' ' << why.message << '\n';
    for (const auto& one : why.resources)
        std::cerr << one.which.kind << '/' << one.which.name << ": " << one.message << '\n';
    co_return 1;
}

argocdpp::task<int> deploy(argocdpp::client& argocd, argocdpp::app_ref app, std::string commit) {
    auto before = co_await argocd.apps().get(app, argocdpp::refresh::normal);
    argocdpp::start_observer silent;
    argocdpp::proto::sync_request whatever_is_wanted;
    co_await argocd.apps().start_sync(app, whatever_is_wanted, before, argocdpp::if_busy::join,
                                      silent);
    argocdpp::source_revision wanted;
    wanted.revision = std::move(commit);
    std::vector<argocdpp::source_revision> names = {wanted};
    auto goal = co_await argocd.apps().find_revisions(app, names);
    auto until = until_deployed(std::move(goal));
    printed_progress progress;
    const auto result = co_await argocd.apps().wait(app, until, progress);
    if (result.outcome == argocdpp::wait_outcome::met)
        co_return 0;
    co_return co_await explain(argocd, app);
}

} // namespace

int main(int, char** argv) {
    try {
        argocdpp::client argocd(argocdpp::settings_for(argv[1], std::getenv("ARGOCD_AUTH_TOKEN")));
        return argocdpp::run(deploy(argocd, argocdpp::app_ref(argv[2]), argv[3]), true);
    } catch (const std::exception& problem) {
        std::cerr << problem.what() << '\n';
        return 2;
    } catch (const argocdpp::interrupted& by) {
        return 128 + by.signal;
    }
}
