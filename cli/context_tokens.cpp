#include "context_tokens.hpp"

#include "config_file.hpp"
#include "failure.hpp"
#include "token_claims.hpp"

#include <argocdpp/error.hpp>
#include <argocdpp/single_sign_on.hpp>

#include <optional>

namespace argocdpp::cli {

namespace {

using namespace std::chrono_literals;

constexpr long long seconds_ahead = 30;
constexpr auto between_looks = 100ms;
// Longer than any renewal takes; then the one who holds the lock is not working any more.
constexpr auto longest_wait = 90s;
// A server that refuses a token this new does not want another one either.
constexpr auto fresh = 60s;

bool lasts_until(const std::string& token, long long when) {
    try {
        const token_claims claims = read_claims(token);
        return claims.expires_at == 0 || when < claims.expires_at;
    } catch (const failure&) {
        return true; // no JWT: nobody knows but the server
    }
}

class context_tokens final : public token_source {
  public:
    context_tokens(invocation& call, std::string user, client_settings settings)
        : call_(call)
        , user_(std::move(user))
        , settings_(std::move(settings)) {
        settings_.token.clear();
    }

    task<std::string> current() override {
        if (!is_known_)
            take(stored());
        const long long now = call_.time().unix_seconds();
        if (held_.refresh_token.empty() || lasts_until(held_.auth_token, now + seconds_ahead))
            co_return held_.auth_token;
        std::optional<error> problem;
        try {
            co_await renew(held_.auth_token);
        } catch (const error& thrown) {
            problem = thrown;
        }
        const bool may_do = lasts_until(held_.auth_token, now);
        if (problem && !may_do && !was_used_ && !problem->first_contact)
            throw failure(exit_code::failure, problem->what());
        if (problem && !may_do)
            throw *problem;
        was_used_ = true;
        co_return held_.auth_token;
    }

    task<std::string> after_refusal(std::string refused) override {
        const config_user now = stored();
        const bool is_other = !now.auth_token.empty() && now.auth_token != refused;
        const bool is_fresh = renewed_ && call_.time().now() - *renewed_ < fresh;
        if (is_other)
            take(now);
        else if (!now.refresh_token.empty() && !is_fresh)
            co_await renew(refused);
        co_return held_.auth_token;
    }

  private:
    config_user stored() {
        const auto config = call_.read_config();
        const auto user = config ? config->user(user_) : std::nullopt;
        return user.value_or(config_user());
    }

    void take(config_user user) {
        held_ = std::move(user);
        is_known_ = true;
    }

    /// Replaces the token that is held by a newer one of the config file, else of the issuer.
    task<void> renew(std::string stale) {
        const std::optional<config_file_lock> lock = co_await lock_file();
        const config_user now = stored();
        const long long soon = call_.time().unix_seconds() + seconds_ahead;
        if (!now.auth_token.empty() && now.auth_token != stale &&
            lasts_until(now.auth_token, soon)) {
            take(now);
            co_return;
        }
        if (now.refresh_token.empty())
            co_return; // logged out meanwhile
        call_.talk().debug("Auth token no longer valid. Refreshing");
        const auto argocd = call_.connect(settings_);
        single_sign_on issuer = argocd->sign_on(call_.connector());
        co_await issuer.discover();
        sso_tokens made = co_await issuer.renew(now.refresh_token, now.auth_token);
        config_user after = now;
        after.auth_token = std::move(made.id_token);
        after.refresh_token = std::move(made.refresh_token);
        save(now, after);
        take(std::move(after));
        renewed_ = call_.time().now();
    }

    /// Nothing where somebody has held it for too long.
    task<std::optional<config_file_lock>> lock_file() {
        const time_point end = call_.time().now() + longest_wait;
        for (;;) {
            auto lock = config_file_lock::try_take(call_.config_path());
            if (lock || call_.time().now() >= end)
                co_return std::move(lock);
            co_await call_.time().sleep_until(call_.time().now() + between_looks);
        }
    }

    /// Somebody who has logged in anew meanwhile keeps what they got.
    void save(const config_user& before, const config_user& after) {
        try {
            update_local_config(call_.config_path(), [&](local_config& file) {
                const auto user = file.user(user_);
                if (user && user->refresh_token == before.refresh_token)
                    file.upsert(after);
            });
        } catch (const failure& fault) {
            call_.talk().warning(std::string("the renewed token could not be saved: ") +
                                 fault.what());
        }
    }

    invocation& call_;
    std::string user_;
    client_settings settings_;
    config_user held_;
    bool is_known_ = false;
    bool was_used_ = false;
    std::optional<time_point> renewed_;
};

} // namespace

std::unique_ptr<token_source> make_context_tokens(invocation& call, std::string user,
                                                  client_settings settings) {
    return std::make_unique<context_tokens>(call, std::move(user), std::move(settings));
}

} // namespace argocdpp::cli
