// The browser's way back: sockets, and how long anybody is listened to.

#include "../http/socket.hpp"
#include "callback.hpp"

#include <argocdpp/error.hpp>

#include <array>
#include <optional>
#include <vector>

namespace argocdpp {

namespace {

using namespace std::chrono_literals;

// Browsers open connections ahead that they then leave silent; so many may be silent at once.
constexpr int seats = 16;
constexpr auto longest_visit = 10s;
constexpr std::size_t longest_head = 32 << 10;

/// The head of a request; what came of it where it does not end.
task<void> read_head(http::byte_stream& stream, std::string& head) {
    std::array<char, 4096> piece;
    while (head.size() < longest_head && head.find("\r\n\r\n") == head.npos) {
        const std::size_t got = co_await stream.read_some(piece.data(), piece.size());
        if (got == 0)
            break;
        head.append(piece.data(), got);
    }
}

class loopback_callbacks final : public sso_callbacks {
  public:
    loopback_callbacks(std::vector<std::unique_ptr<http::listener>> doors, clock& time)
        : doors_(std::move(doors))
        , time_(time) {}

    std::uint16_t port() const override { return doors_.front()->port(); }

    task<sso_tokens> receive(single_sign_on& issuer, const sso_request& request) override {
        visit all{issuer, request, {}, std::nullopt, false};
        std::vector<task<void>> workers;
        for (const auto& door : doors_)
            for (int seat = 0; seat < seats; ++seat)
                workers.push_back(serve(*door, all));
        co_await first_of(std::move(workers));
        if (all.failure)
            throw *all.failure;
        co_return std::move(all.tokens);
    }

  private:
    /// What the connections of one login share.
    struct visit {
        single_sign_on& issuer;
        const sso_request& request;
        sso_tokens tokens;
        std::optional<error> failure;
        bool is_decided;
    };

    /// Takes one connection after the other; returns when one of them has ended the login.
    task<void> serve(http::listener& door, visit& all) {
        for (bool is_done = false; !is_done;) {
            try {
                const auto stream = co_await door.accept();
                co_await answer(*stream, all, is_done);
            } catch (const error&) {
                // One connection that broke is not the login.
            }
        }
    }

    task<void> answer(http::byte_stream& stream, visit& all, bool& is_done) {
        std::string head;
        const bool was_quick =
            co_await finishes_before(time_, time_.now() + longest_visit, read_head(stream, head));
        if (!was_quick)
            co_return;
        open_id::callback came = open_id::read_callback(head, all.request);
        std::string reply = open_id::page(came.status, "Nothing to see here",
                                          "This is no answer to the login under way.");
        if (came.status == 200 && !all.is_decided) {
            all.is_decided = true;
            is_done = true;
            co_await decide(std::move(came), all);
            reply = all.failure ? open_id::page(400, "Login failed", all.failure->what())
                                : open_id::page(200, "Authentication successful",
                                                "You may close this page and go back to the "
                                                "command line.");
        }
        task<void> farewell = write(stream, std::move(reply));
        co_await finishes_before(time_, time_.now() + longest_visit, std::move(farewell));
    }

    static task<void> write(http::byte_stream& stream, std::string reply) {
        try {
            co_await stream.write_all(reply);
        } catch (const error&) {
            // The page is for people only.
        }
    }

    static task<void> decide(open_id::callback came, visit& all) {
        if (!came.problem.empty()) {
            all.failure.emplace(error_kind::denied, came.problem);
            co_return;
        }
        try {
            all.tokens = co_await all.issuer.redeem(all.request, std::move(came.code));
        } catch (const error& problem) {
            all.failure = problem;
        }
    }

    std::vector<std::unique_ptr<http::listener>> doors_;
    clock& time_;
};

} // namespace

task<std::unique_ptr<sso_callbacks>> sso_callbacks::open(std::uint16_t port, clock& time) {
    std::vector<std::unique_ptr<http::listener>> doors;
    http::ip_endpoint four;
    four.address = "127.0.0.1";
    four.port = port;
    doors.push_back(co_await http::listen_tcp(std::move(four)));
    http::ip_endpoint six;
    six.address = "::1";
    six.port = doors.front()->port();
    try {
        doors.push_back(co_await http::listen_tcp(std::move(six)));
    } catch (const error& failure) {
        // Without IPv6 browsers come by IPv4. A port that somebody else has there would get the
        // browser's answers.
        if (failure.kind == error_kind::local && port != 0)
            throw;
    }
    co_return std::make_unique<loopback_callbacks>(std::move(doors), time);
}

} // namespace argocdpp
