#include "account_choice.hpp"

#include <argocdpp/sessions.hpp>

namespace argocdpp::cli {

task<std::string> chosen_account(invocation& call, std::string given) {
    if (!given.empty())
        co_return given;
    auto user = co_await call.server().session().user();
    co_return std::move(user.username);
}

} // namespace argocdpp::cli
