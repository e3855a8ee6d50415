#include "token_endpoint.hpp"

#include "../answer.hpp"

#include <algorithm>
#include <optional>

namespace argocdpp::open_id {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view device_grant = "urn:ietf:params:oauth:grant-type:device_code";

error refused(std::string_view code, std::string_view description) {
    std::string text = "oauth2: \"" + printable(code) + "\"";
    if (!description.empty())
        text += " \"" + printable(description) + "\"";
    // Nothing that time would heal, as it may a missing permission.
    return {error_kind::unauthenticated, text};
}

/// An answer as a struct of the wire model, whatever its status, where it is JSON that says
/// something.
template<class T>
T read_answer(const issuer_answer& answer, const std::string& url) {
    const bool is_json = answer.body.find('{') != std::string::npos;
    const bool is_fine = answer.status >= 200 && answer.status < 300;
    T made;
    if (is_fine || (is_json && answer.status >= 400 && answer.status < 500))
        made = decoded<T>(parsed(answer.body, "POST " + url), "POST " + url);
    if (!is_fine && made.error.empty()) {
        error failure(answer.status >= 500 ? error_kind::unavailable : error_kind::unauthenticated,
                      "oauth2: cannot fetch token: " + std::to_string(answer.status) +
                          " Response: " + printable(answer.body.substr(0, 200)));
        failure.http_status = answer.status;
        throw failure;
    }
    return made;
}

sso_device device_of(proto::device_answer answer) {
    if (answer.device_code.empty() || answer.user_code.empty() ||
        scheme_of(answer.verification_uri).empty())
        throw error(error_kind::protocol, "the issuer's answer to a login by device is incomplete");
    sso_device made;
    made.url = printable(answer.verification_uri);
    made.complete_url = printable(answer.verification_uri_complete);
    made.user_code = printable(answer.user_code);
    made.device_code = std::move(answer.device_code);
    if (answer.interval > 0)
        made.interval = std::chrono::seconds(std::min(answer.interval, 300LL));
    if (answer.expires_in > 0)
        made.lifetime = std::chrono::seconds(std::min(answer.expires_in, 3600LL));
    return made;
}

} // namespace

task<proto::token_answer> ask_for_tokens(issuer_calls& web, std::string url, form fields,
                                         std::vector<std::string> secrets) {
    const issuer_answer answer = co_await web.post(url, encode_form(fields));
    std::optional<error> failure;
    proto::token_answer said;
    try {
        said = read_answer<proto::token_answer>(answer, url);
    } catch (const error& thrown) {
        failure = thrown;
    }
    for (const std::string& secret : secrets) {
        said.error_description = without(std::move(said.error_description), secret);
        if (failure)
            failure = without(*failure, secret);
    }
    if (failure)
        throw *failure;
    co_return said;
}

proto::token_answer granted(proto::token_answer answer) {
    if (!answer.error.empty())
        throw refused(answer.error, answer.error_description);
    return answer;
}

task<sso_device> ask_for_device(issuer_calls& web, std::string url, form fields) {
    const issuer_answer answer = co_await web.post(url, encode_form(fields));
    auto said = read_answer<proto::device_answer>(answer, url);
    if (!said.error.empty())
        throw refused(said.error, said.error_description);
    co_return device_of(std::move(said));
}

task<proto::token_answer> poll_for_tokens(issuer_calls& web, clock& time, std::string url,
                                          std::string client_id, const sso_device& device) {
    form fields;
    fields.emplace_back("client_id", std::move(client_id));
    fields.emplace_back("device_code", device.device_code);
    fields.emplace_back("grant_type", device_grant);
    const std::vector<std::string> secrets = {device.device_code};
    const time_point end = time.now() + device.lifetime;
    duration interval = device.interval;
    while (time.now() + interval < end) {
        co_await time.sleep_until(time.now() + interval);
        try {
            auto answer = co_await ask_for_tokens(web, url, fields, secrets);
            if (answer.error == "slow_down")
                interval += 5s;
            else if (answer.error != "authorization_pending")
                co_return granted(std::move(answer));
        } catch (const error& failure) {
            const bool may_pass =
                failure.kind == error_kind::unreachable || failure.kind == error_kind::lost ||
                failure.kind == error_kind::timeout || failure.kind == error_kind::unavailable;
            if (!may_pass)
                throw;
            interval = std::min<duration>(2 * interval, 60s); // RFC 8628, 3.5
        }
    }
    throw error(error_kind::timeout, "the code has expired before anybody logged in with it");
}

} // namespace argocdpp::open_id
