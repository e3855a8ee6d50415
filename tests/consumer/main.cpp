// README's example of the library: lists applications, then waits for one of them.
#include <argocdpp/client.hpp>

#include <iostream>

argocdpp::task<int> list_and_wait(argocdpp::client& argocd) {
    argocdpp::app_query all;
    for (const auto& app : co_await argocd.apps().list(all))
        std::cout << app.metadata.name << ' ' << app.status.sync.status << '\n';
    argocdpp::wait_options until;
    until.conditions.health = true;
    until.timeout = std::chrono::minutes(5);
    argocdpp::wait_observer silent;
    const argocdpp::app_ref guestbook("guestbook");
    const auto result = co_await argocd.apps().wait(guestbook, until, silent);
    co_return result.outcome == argocdpp::wait_outcome::met ? 0 : 1;
}

int main(int, char** argv) {
    argocdpp::client argocd(argocdpp::settings_for(argv[1], getenv("ARGOCD_AUTH_TOKEN")));
    return argocdpp::run(list_and_wait(argocd));
}
