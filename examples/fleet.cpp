// Waits for one application on several Argo CD servers at the same time: a line for each change,
// and the others are cancelled where one of them fails, or after a minute.
//
//     fleet guestbook https://east.example.com=TOKEN_EAST https://west.example.com=TOKEN_WEST
//
// TOKEN_EAST is the environment variable that holds the token: each server gets its own, and no
// token stands on the command line.

#include <argocdpp/client.hpp>

#include <cstdlib>
#include <deque>
#include <iostream>
#include <stdexcept>

namespace {

class server final : public argocdpp::wait_observer {
  public:
    explicit server(const std::string& text)
        : name_(text.substr(0, text.find('=')))
        , argocd_(argocdpp::settings_for(name_, token_of(text))) {}

    void changed(const std::vector<argocdpp::resource_state>& rows) override {
        for (const auto& row : rows)
            say(row.kind + "/" + row.name + " " + row.status + " " + row.health);
    }

    argocdpp::task<void> wait(argocdpp::app_ref app) {
        argocdpp::wait_options until;
        until.conditions.sync = until.conditions.health = true;
        try {
            const auto result = co_await argocd_.apps().wait(app, until, *this);
            if (result.failure)
                throw *result.failure;
            if (result.outcome != argocdpp::wait_outcome::met)
                throw std::runtime_error("it is " + result.app.status.health.status);
        } catch (const std::runtime_error& problem) { // argocdpp::error is one
            throw std::runtime_error(name_ + ": " + problem.what());
        }
        say("done");
    }

  private:
    static std::string token_of(const std::string& text) {
        const char* token = std::getenv(text.substr(text.find('=') + 1).c_str());
        return token == nullptr ? "" : token;
    }
    void say(const std::string& what) const { std::cout << name_ << ": " << what << std::endl; }

    std::string name_;
    argocdpp::client argocd_;
};

argocdpp::task<int> wait_for_all(std::deque<server>& servers, argocdpp::app_ref app) {
    std::vector<argocdpp::task<void>> waits;
    for (auto& one : servers)
        waits.push_back(one.wait(app));
    auto& time = argocdpp::system_clock();
    const bool is_in_time = co_await argocdpp::finishes_before(
        time, time.now() + std::chrono::minutes(1), argocdpp::when_all(std::move(waits)));
    co_return is_in_time ? 0 : 1;
}

} // namespace

int main(int count, char** words) {
    try {
        std::deque<server> servers;
        for (int i = 2; i < count; ++i)
            servers.emplace_back(words[i]);
        return argocdpp::run(wait_for_all(servers, argocdpp::app_ref(words[1])), true);
    } catch (const std::exception& problem) {
        std::cerr << problem.what() << '\n';
        return 2;
    } catch (const argocdpp::interrupted& by) {
        return 128 + by.signal;
    }
}
