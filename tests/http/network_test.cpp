#include "http/network.hpp"
#include "scripted_stream.hpp"

#include <argocdpp/error.hpp>

#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::tests;

namespace {

class text_sink final : public body_sink {
  public:
    void begin(const http_head&) override { text += "["; }
    void write(std::string_view piece) override { text += piece; }
    std::string text;
};

std::string asked(const std::string& method, const std::string& path) {
    return method + " " + path +
           " HTTP/1.1\r\nHost: argocd.test\r\nX-Own: 1\r\nUser-Agent: argocdpp\r\n"
           "Accept-Encoding: gzip\r\nConnection: keep-alive\r\n" +
           (method == "POST" ? "Content-Length: 0\r\n" : "") + "\r\n";
}

std::string ok(const std::string& body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// A transport over scripts, and what was dialed.
struct scripted_network {
    explicit scripted_network(std::vector<stream_script> scripts) {
        add(std::move(scripts), none_);
    }
    scripted_network(std::vector<stream_script> scripts, faults& plan) {
        add(std::move(scripts), plan);
    }

    void add(std::vector<stream_script> scripts, faults& plan) {
        std::vector<std::unique_ptr<http::byte_stream>> streams;
        for (stream_script& each : scripts) {
            auto stream = std::make_unique<scripted_stream>(clock, std::move(each), plan);
            opened.push_back(stream.get());
            streams.push_back(std::move(stream));
        }
        client_settings settings;
        settings.server.host = "argocd.test";
        settings.headers = {{"X-Own", "1"}};
        auto scripted = std::make_unique<scripted_dialer>(std::move(streams));
        dialer = scripted.get();
        connection = http::make_transport(settings, clock, std::move(scripted));
    }

    std::string ask(const std::string& method, const std::string& path) {
        http_request request;
        request.method = method;
        request.target = path;
        text_sink sink;
        const auto call = [](transport& network, http_request what, body_sink& into) -> task<void> {
            co_await network.exchange(std::move(what), into);
        };
        clock.run(call(*connection, std::move(request), sink));
        return sink.text;
    }

    error failure(const std::string& method, const std::string& path) {
        try {
            ask(method, path);
        } catch (const error& thrown) {
            return thrown;
        }
        return error(error_kind::server, "no failure");
    }

    fake_clock clock;
    faults none_;
    std::vector<scripted_stream*> opened;
    scripted_dialer* dialer = nullptr;
    std::unique_ptr<transport> connection;
};

stream_script talk(std::vector<std::pair<std::string, std::string>> calls) {
    stream_script steps;
    for (auto& [request, answer] : calls) {
        steps.push_back(sends(request));
        steps.push_back(gets(answer));
    }
    return steps;
}

} // namespace

TEST_CASE("calls that follow one another share a connection") {
    scripted_network network(
        {talk({{asked("GET", "/a"), ok("1")}, {asked("POST", "/b"), ok("2")}})});
    CHECK(network.ask("GET", "/a") == "[1");
    CHECK(network.ask("POST", "/b") == "[2");
    CHECK(network.dialer->dialed() == 1);
}

TEST_CASE("a connection that the server closed in the meantime is not used again") {
    scripted_network network(
        {talk({{asked("GET", "/a"), ok("1")}}), talk({{asked("POST", "/b"), ok("2")}})});
    network.ask("GET", "/a");
    network.opened[0]->end_quietness();
    CHECK(network.ask("POST", "/b") == "[2");
    CHECK(network.dialer->dialed() == 2);
}

TEST_CASE("a connection idle for more than a minute is not used again") {
    scripted_network network(
        {talk({{asked("GET", "/a"), ok("1")}}), talk({{asked("GET", "/b"), ok("2")}})});
    network.ask("GET", "/a");
    network.clock.advance(std::chrono::seconds(61));
    CHECK(network.ask("GET", "/b") == "[2");
    CHECK(network.dialer->dialed() == 2);
}

TEST_CASE("a GET that meets a closed connection is sent once more, over a fresh one") {
    stream_script first = talk({{asked("GET", "/a"), ok("1")}});
    first.push_back(sends(asked("GET", "/b")));
    first.push_back(closes());
    scripted_network network({first, talk({{asked("GET", "/b"), ok("2")}})});
    network.ask("GET", "/a");
    CHECK(network.ask("GET", "/b") == "[2");
    CHECK(network.dialer->dialed() == 2);
}

TEST_CASE("a POST that meets a closed connection is thrown, and may have been sent") {
    stream_script first = talk({{asked("GET", "/a"), ok("1")}});
    first.push_back(sends(asked("POST", "/b")));
    first.push_back(loses());
    scripted_network network({first});
    network.ask("GET", "/a");
    const error lost = network.failure("POST", "/b");
    CHECK(lost.kind == error_kind::lost);
    CHECK(lost.sent);
    CHECK_FALSE(lost.first_contact);
    CHECK(lost.request == "POST /b");
}

TEST_CASE("a GET whose answer breaks off is not sent again by itself") {
    stream_script first = talk({{asked("GET", "/a"), ok("1")}});
    first.push_back(sends(asked("GET", "/b")));
    first.push_back(gets("HTTP/1.1 2"));
    first.push_back(closes());
    scripted_network network({first});
    network.ask("GET", "/a");
    CHECK(network.failure("GET", "/b").kind == error_kind::lost);
}

TEST_CASE("first contact lasts until a head was seen") {
    stream_script dies = {sends(asked("GET", "/a")), closes()};
    stream_script answers = {sends(asked("GET", "/a")), gets("HTTP/1.1 500 No\r\n\r\n"), loses()};
    stream_script dies_again = dies;
    scripted_network network({dies, answers, dies_again});
    CHECK(network.failure("GET", "/a").first_contact);
    CHECK_FALSE(network.failure("GET", "/a").first_contact);
    CHECK_FALSE(network.failure("GET", "/a").first_contact);
}

TEST_CASE("a server out of reach is first contact and nothing sent") {
    scripted_network network({});
    network.add({}, network.none_);
    std::vector<std::unique_ptr<http::byte_stream>> nothing(1);
    client_settings settings;
    network.connection = http::make_transport(
        settings, network.clock, std::make_unique<scripted_dialer>(std::move(nothing)));
    const error refused = network.failure("GET", "/a?x=secret");
    CHECK(refused.kind == error_kind::unreachable);
    CHECK(refused.first_contact);
    CHECK_FALSE(refused.sent);
    CHECK(refused.request == "GET /a");
}

TEST_CASE("silence ends a call and its connection") {
    stream_script silent = {sends(asked("GET", "/a")), hangs()};
    scripted_network network({silent, talk({{asked("GET", "/a"), ok("1")}})});
    CHECK(network.failure("GET", "/a").kind == error_kind::timeout);
    CHECK(network.clock.elapsed() == std::chrono::seconds(60));
    CHECK(network.ask("GET", "/a") == "[1");
}

TEST_CASE("a stream has a connection of its own and ends with its body") {
    stream_script endless = {sends(asked("GET", "/s")),
                             gets("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none"),
                             gets("\r\n3\r\ntwo\r\n0\r\n\r\n")};
    scripted_network network({endless, talk({{asked("GET", "/a"), ok("1")}})});
    std::string text;
    const auto follow = [](transport& connection, std::string& into) -> task<void> {
        http_request request;
        request.target = "/s";
        const std::unique_ptr<body_stream> stream = co_await connection.open(std::move(request));
        CHECK(stream->head().status == 200);
        std::optional<std::string> piece = co_await stream->next();
        while (piece) {
            into += *piece + ";";
            piece = co_await stream->next();
        }
    };
    network.clock.run(follow(*network.connection, text));
    CHECK(text == "one;two;");
    CHECK(network.ask("GET", "/a") == "[1");
    CHECK(network.dialer->dialed() == 2);
}

TEST_CASE("what the sink throws ends the call, and its connection is not kept") {
    scripted_network network(
        {talk({{asked("GET", "/a"), ok("1")}}), talk({{asked("GET", "/b"), ok("2")}})});
    class refusing_sink final : public body_sink {
        void begin(const http_head&) override {}
        void write(std::string_view) override { throw std::runtime_error("full"); }
    };
    refusing_sink sink;
    const auto call = [](transport& connection, body_sink& into) -> task<void> {
        http_request request;
        request.target = "/a";
        co_await connection.exchange(std::move(request), into);
    };
    CHECK_THROWS_WITH(network.clock.run(call(*network.connection, sink)), "full");
    CHECK(network.ask("GET", "/b") == "[2");
}

TEST_CASE("two calls end in answers or errors wherever the network fails") {
    const auto scenario = [](faults& plan) {
        CAPTURE(plan.kind);
        CAPTURE(plan.at);
        const stream_script first =
            talk({{asked("GET", "/a"), ok("1")}, {asked("GET", "/b"), ok("2")}});
        const stream_script again = talk({{asked("GET", "/b"), ok("2")}});
        scripted_network network({first, again}, plan);
        int answered = 0;
        try {
            answered += network.ask("GET", "/a") == "[1";
            answered += network.ask("GET", "/b") == "[2";
        } catch (const error& failure) {
            CHECK(failure.kind == error_kind::lost);
            CHECK(plan.kind != faults::cancelled);
        } catch (const boost::system::system_error&) {
            CHECK(plan.kind == faults::cancelled);
        }
        // The second call meets a kept connection, and is asked again where that fails.
        const bool is_cancelled = plan.kind == faults::cancelled;
        const int expected = plan.kind == faults::none ? 2 : plan.at < 2 ? 0 : is_cancelled ? 1 : 2;
        CHECK(answered == expected);
        CHECK(network.clock.elapsed() == duration::zero());
    };
    at_every_step(scenario);
}

namespace {

/// A body of two pieces.
class two_pieces final : public body_source {
  public:
    std::size_t size() const override { return 6; }
    void rewind() override { at_ = 0; }
    std::string_view next() override {
        constexpr std::string_view pieces[] = {"abc", "def", ""};
        return pieces[at_++];
    }

  private:
    std::size_t at_ = 0;
};

std::string upload(scripted_network& network, bool is_read) {
    two_pieces body;
    http_request request;
    request.method = "POST";
    request.target = "/up";
    request.upload = &body;
    request.is_read = is_read;
    text_sink sink;
    const auto call = [](transport& over, http_request what, body_sink& into) -> task<void> {
        co_await over.exchange(std::move(what), into);
    };
    network.clock.run(call(*network.connection, std::move(request), sink));
    return sink.text;
}

const std::string upload_head = "POST /up HTTP/1.1\r\nHost: argocd.test\r\nX-Own: 1\r\n"
                                "User-Agent: argocdpp\r\nAccept-Encoding: gzip\r\n"
                                "Connection: keep-alive\r\nContent-Length: 6\r\n\r\n";

} // namespace

TEST_CASE("an upload goes out piece by piece, behind its length") {
    scripted_network network({{sends(upload_head), sends("abc"), sends("def"), gets(ok("1")),
                               sends(asked("GET", "/a")), gets(ok("2"))}});
    CHECK(upload(network, false) == "[1");
    CHECK(network.ask("GET", "/a") == "[2");
    CHECK(network.dialer->dialed() == 1);
}

TEST_CASE("an upload starts anew where the kept connection turns out to be closed") {
    for (const bool is_read : {false, true}) {
        scripted_network network({{sends(asked("GET", "/a")), gets(ok("1")), sends(upload_head),
                                   sends("abc"), sends("def"), closes()},
                                  {sends(upload_head), sends("abcdef"), gets(ok("2"))}});
        network.ask("GET", "/a");
        if (is_read)
            CHECK(upload(network, is_read) == "[2");
        else
            CHECK_THROWS_AS(upload(network, is_read), error);
    }
}

TEST_CASE("who hangs up in the middle of an upload may have said why") {
    faults plan;
    plan.kind = faults::failing;
    plan.at = 2; // the second piece
    scripted_network network({{sends(upload_head), sends("abc"), gets(ok("too much"))},
                              {sends(asked("GET", "/a")), gets(ok("2"))}},
                             plan);
    CHECK(upload(network, true) == "[too much");
    // That connection is of no more use.
    CHECK(network.ask("GET", "/a") == "[2");
    CHECK(network.dialer->dialed() == 2);
}

TEST_CASE("an upload that breaks without an answer is lost") {
    for (std::size_t at = 0; at < 4; ++at) {
        faults plan;
        plan.kind = faults::cut;
        plan.at = at;
        scripted_network network({{sends(upload_head), sends("abc"), sends("def"), gets(ok("1"))}},
                                 plan);
        try {
            upload(network, true);
            FAIL("no error");
        } catch (const error& failure) {
            CHECK(failure.kind == error_kind::lost);
            CHECK(failure.sent);
        }
    }
}
