#include "issuer_calls.hpp"

#include "form.hpp"

#include <algorithm>

namespace argocdpp::open_id {

namespace {

// Discovery documents and key sets have some thousand bytes.
constexpr std::size_t longest_answer = std::size_t{1} << 20;
constexpr auto longest_silence = std::chrono::seconds(30);
constexpr int most_redirects = 5;

class limited_body final : public body_sink {
  public:
    void begin(const http_head&) override { text.clear(); }
    void write(std::string_view piece) override {
        if (text.size() + piece.size() > longest_answer)
            throw error(error_kind::protocol, "the answer is longer than 1 MiB");
        text += piece;
    }
    std::string text;
};

struct place {
    client_settings settings;
    std::string target;
};

/// Where a URL leads, with `like` for everything that it does not say.
place place_of(std::string_view url, const client_settings& like) {
    const std::string_view scheme = scheme_of(url);
    if (scheme.empty())
        throw error(error_kind::protocol,
                    "the issuer names \"" + printable(url) + "\", which is no http(s) address");
    url = url.substr(0, url.find('#'));
    const std::size_t end = std::min(url.find_first_of("/?", scheme.size() + 3), url.size());
    std::optional<bool> plain_text;
    place found{like, std::string(url.substr(end))};
    if (!found.target.starts_with('/'))
        found.target.insert(0, "/");
    found.settings.server = parse_server(url.substr(0, end), plain_text);
    found.settings.plain_text = plain_text.value_or(false);
    const bool is_argo_cd = found.settings.server.host == like.server.host &&
                            found.settings.server.port == like.server.port &&
                            found.settings.plain_text == like.plain_text;
    if (!is_argo_cd)
        found.settings.headers.clear();
    return found;
}

/// Go's words around a failure: `Get "https://issuer": dial tcp …`. This is never the first contact
/// with Argo CD, so its address is not named.
error about(const error& failure, std::string_view method, std::string_view url) {
    std::string_view text = failure.what();
    for (const std::string_view wording : {"error dial proxy: ", "error creating connection: "})
        if (text.starts_with(wording))
            text.remove_prefix(wording.size());
    error made(failure.kind, std::string(method) + " \"" + printable(url.substr(0, url.find('?'))) +
                                 "\": " + std::string(text));
    made.sent = failure.sent;
    return made;
}

/// Where a redirect leads; empty where it may not be followed.
std::string followed(const std::string& location, const std::string& url) {
    if (location.starts_with("//"))
        return std::string(scheme_of(url)) + ":" + location;
    if (location.starts_with('/'))
        return url.substr(0, url.find_first_of("/?", scheme_of(url).size() + 3)) + location;
    const bool is_weaker = scheme_of(url) == "https" && scheme_of(location) != "https";
    return is_weaker || scheme_of(location).empty() ? "" : location;
}

} // namespace

std::string_view scheme_of(std::string_view url) {
    for (const std::string_view scheme : {"https", "http"})
        if (url.starts_with(scheme) && url.substr(scheme.size()).starts_with("://"))
            return scheme;
    return {};
}

issuer_calls::issuer_calls(client_settings like, clock& time, random_source random,
                           transport_maker connect)
    : like_(std::move(like))
    , time_(time)
    , random_(std::move(random))
    , connect_(std::move(connect)) {
    like_.token.clear();
}

issuer_calls::~issuer_calls() = default;

transport& issuer_calls::connection_to(const client_settings& settings) {
    auto& kept =
        connections_[(settings.plain_text ? "http://" : "https://") + settings.server.authority()];
    if (!kept)
        kept = connect_ ? connect_(settings, time_) : make_network_transport(settings, time_);
    return *kept;
}

task<issuer_answer> issuer_calls::exchange(http_request request, std::string url,
                                           std::string& location) {
    const std::string method = request.method == "GET" ? "Get" : "Post";
    request.idle_limit = longest_silence;
    request.headers.emplace_back("Accept", "application/json");
    limited_body body;
    try {
        place found = place_of(url, like_);
        request.target = std::move(found.target);
        const http_head head =
            co_await connection_to(found.settings).exchange(std::move(request), body);
        location = head.header("Location");
        issuer_answer answer;
        answer.status = head.status;
        answer.body = std::move(body.text);
        co_return answer;
    } catch (const error& failure) {
        throw about(failure, method, url);
    }
}

task<issuer_answer> issuer_calls::get(std::string url) {
    const retry_options options;
    int redirects = 0;
    for (int tries = 1;;) {
        try {
            std::string location;
            http_request request;
            issuer_answer answer = co_await exchange(std::move(request), url, location);
            const bool is_redirect = answer.status >= 301 && answer.status <= 308 &&
                                     answer.status != 304 && !location.empty();
            if (!is_redirect)
                co_return answer;
            const std::string next = followed(location, url);
            if (next.empty() || ++redirects > most_redirects)
                throw error(error_kind::protocol,
                            "Get \"" + printable(url) + "\": a redirect that is not followed");
            url = next;
            continue;
        } catch (const error& failure) {
            if (!is_transient(failure) || tries == options.attempts)
                throw;
        }
        const double chance = random_();
        co_await time_.sleep_until(time_.now() + next_delay(options, tries++ - 1, chance));
    }
}

task<issuer_answer> issuer_calls::post(std::string url, std::string body) {
    http_request request;
    request.method = "POST";
    request.body = std::move(body);
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    std::string ignored;
    issuer_answer answer = co_await exchange(std::move(request), std::move(url), ignored);
    co_return answer;
}

} // namespace argocdpp::open_id
