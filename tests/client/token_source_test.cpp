// Tokens that change while a client lives.
#include "../support/fake_clock.hpp"
#include "../support/grpc_answer.hpp"
#include "../support/scripted_transport.hpp"
#include "grpc_web.hpp"
#include "rest.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/logs.hpp>
#include <argocdpp/sessions.hpp>

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::every_fault;
using tests::fake_clock;
using tests::fault;
using tests::script;

constexpr std::string_view refusal =
    R"({"error":"e","code":16,"message":"token is expired: a.old.token"})";
constexpr std::string_view expired_words =
    "rpc error: code = Unauthenticated desc = token is expired: ***";

/// Hands out a token, and another one after a refusal.
class two_tokens final : public token_source {
  public:
    explicit two_tokens(std::vector<std::string>& refused)
        : refused_(refused) {}
    task<std::string> current() override { co_return now; }
    task<std::string> after_refusal(std::string refused) override {
        refused_.push_back(refused);
        now = next;
        co_return now;
    }
    std::string now = "a.old.token";
    std::string next = "a.new.token";

  private:
    std::vector<std::string>& refused_;
};

struct fixture {
    fake_clock time;
    script server{&time};
    std::vector<std::string> refused;
    std::unique_ptr<two_tokens> source = std::make_unique<two_tokens>(refused);
    two_tokens* tokens = source.get(); ///< lives as long as the calls
    rest calls = made();

    tests::stub& on(std::string_view request) { return server.on(request); }
    tests::stub& refuse(std::string_view request) { return on(request).status(401).json(refusal); }
    /// What the requests said who asks.
    std::vector<std::string> tokens_sent() const {
        std::vector<std::string> found;
        for (const auto& request : server.requests())
            for (const auto& [name, value] : request.headers)
                if (value.find(".token") != value.npos)
                    found.push_back(value);
        return found;
    }

  private:
    rest made() {
        client_world world{.time = time,
                           .random = [] { return 0.5; },
                           .connection = server.connection(),
                           .tokens = std::move(source)};
        return rest(client_settings(), std::move(world));
    }
};

const std::vector<std::string> both = {"Bearer a.old.token", "Bearer a.new.token"};

task<void> read(rest& calls) { co_await calls.get(api_path("/a")); }

task<void> change(rest& calls) {
    co_await calls.change_once("DELETE", api_path("/a"), "{}", "deletion", "x");
}

task<void> read_into(rest& calls, body_sink& sink) { co_await calls.get(api_path("/a"), sink); }

task<void> call(rest& calls, std::string& answer) {
    grpc_web::single_message messages("m");
    answer = co_await calls.call("s/M", messages);
}

task<void> follow(rest& calls, std::string& message) {
    auto stream = co_await calls.stream(api_path("/s"));
    const auto found = co_await stream->next();
    message = proto::write(*found);
}

std::string words_of(fixture& f, task<void> work) {
    try {
        f.time.run(std::move(work));
    } catch (const error& failure) {
        return failure.what();
    }
    return "";
}

class kept_text final : public body_sink {
  public:
    void begin(const http_head&) override { text.clear(); }
    void write(std::string_view piece) override { text += piece; }
    std::string text;
};

} // namespace

TEST_CASE("each request goes with the token of its time") {
    fixture f;
    f.on("GET /a").json("1").times(2);
    f.time.run(read(f.calls));
    f.tokens->now = "a.new.token";
    f.time.run(read(f.calls));
    CHECK(f.tokens_sent() == both);
    CHECK(f.refused.empty());
}

TEST_CASE("what is refused for its token is sent once more with another, changes too") {
    fixture f;
    f.refuse("GET /a");
    f.on("GET /a").json("1");
    f.time.run(read(f.calls));
    CHECK(f.tokens_sent() == both);
    CHECK(f.refused == std::vector<std::string>{"a.old.token"});

    fixture changed;
    changed.refuse("DELETE /a");
    changed.on("DELETE /a").json("{}");
    changed.time.run(change(changed.calls));
    CHECK(changed.tokens_sent() == both);
    CHECK(changed.server.requests().back().body == "{}");
}

TEST_CASE("so are a list that is read as it comes, a stream, and gRPC-Web") {
    fixture list;
    list.refuse("GET /a");
    list.on("GET /a").json("[1]");
    kept_text sink;
    list.time.run(read_into(list.calls, sink));
    CHECK(sink.text == "[1]");

    fixture stream;
    stream.refuse("GET /s");
    stream.on("GET /s").status(406);
    stream.on("GET /s").json("{\"a\":1}\n");
    std::string message;
    stream.time.run(follow(stream.calls, message));
    CHECK(message == R"({"a":1})");
    CHECK(stream.tokens_sent() == std::vector<std::string>{both[0], both[1], both[1]});

    fixture grpc;
    tests::refuse_grpc(grpc.on("POST /s/M"), 16, "token is expired");
    tests::answer_grpc(grpc.on("POST /s/M"), "yes");
    grpc.time.run(call(grpc.calls, message));
    CHECK(message == "yes");
    CHECK(grpc.tokens_sent() == both);
    CHECK(grpc.server.requests().back().body == grpc_web::frame("m"));
}

TEST_CASE("a request is not refused more than twice") {
    fixture f;
    f.refuse("GET /a");
    f.on("GET /a").status(401).json(R"({"code":16,"message":"no: a.new.token"})");
    CHECK(words_of(f, read(f.calls)) == "rpc error: code = Unauthenticated desc = no: ***");
    CHECK(f.refused.size() == 1);
}

TEST_CASE("without another token the refusal stands, whatever was asked") {
    for (const std::string request : {"GET /a", "DELETE /a", "GET /s"}) {
        fixture f;
        f.tokens->next = f.tokens->now;
        f.refuse(request);
        std::string message;
        CHECK(words_of(f, request == "GET /a"      ? read(f.calls)
                          : request == "DELETE /a" ? change(f.calls)
                                                   : follow(f.calls, message)) == expired_words);
        CHECK(f.server.requests().size() == 1);
    }
}

TEST_CASE("a refusal for want of permission is no matter of the token") {
    fixture f;
    f.on("GET /a").status(403).json(R"({"code":7,"message":"permission denied"})");
    CHECK(words_of(f, read(f.calls)) ==
          "rpc error: code = PermissionDenied desc = permission denied");
    CHECK(f.refused.empty());
}

TEST_CASE("a read heals from a fault before or after its refusal") {
    for (const std::size_t at : {std::size_t{0}, std::size_t{1}})
        for (const fault what : {fault::lost, fault::cut}) {
            fixture f;
            f.refuse("GET /a");
            f.on("GET /a").json("[1,2]");
            f.server.break_request(at, what);
            f.time.run(read(f.calls));
            CHECK(f.server.requests().size() == 3);
            CHECK(f.tokens_sent().back() == both[1]);
            CHECK(f.refused.size() == 1);
        }
}

TEST_CASE("a change with another token is not sent again where its answer was lost") {
    for (const fault what : every_fault) {
        fixture f;
        f.refuse("DELETE /a");
        f.on("DELETE /a").json("{}");
        f.server.break_request(1, what);
        const auto words = words_of(f, change(f.calls));
        CHECK(f.server.requests().size() >= 2);
        if (what != fault::unreachable) {
            CHECK(words.starts_with("the deletion of x was sent, but its answer was lost"));
            CHECK(f.server.requests().size() == 2);
        }
    }
}

TEST_CASE("the token of the request is the one that is masked, on its streams too") {
    fixture f;
    f.tokens->now = "a.new.token";
    f.on("GET /s").status(400).piece("blocked: Bearer a.new.token");
    std::string message;
    CHECK(words_of(f, follow(f.calls, message)) ==
          "rpc error: code = InvalidArgument desc = unexpected HTTP status 400: blocked: Bearer "
          "***");
}

namespace {

/// Whose token can't be had.
class no_tokens final : public token_source {
  public:
    task<std::string> current() override { throw error(error_kind::local, "no token"); }
    task<std::string> after_refusal(std::string refused) override { co_return refused; }
};

task<void> revoke(sessions of) { co_await of.revoke(); }

struct silent final : wait_observer {
    void changed(const std::vector<resource_state>&) override {}
    void trouble(const error&) override { ++troubles; }
    int troubles = 0;
};

task<void> wait(rest& calls, wait_observer& observer, wait_result& result) {
    wait_options options;
    options.conditions = {.sync = true, .health = false, .operation = false};
    options.timeout = std::chrono::minutes(5);
    result = co_await applications(calls).wait(app_ref("x"), std::move(options), observer);
}

std::string application(std::string_view version, std::string_view sync) {
    return R"({"metadata":{"name":"x","uid":"u","resourceVersion":")" + std::string(version) +
           R"("},"spec":{"project":"p"},"status":{"sync":{"status":")" + std::string(sync) +
           R"("}}})";
}

} // namespace

TEST_CASE("without a token to be had nothing is sent") {
    fake_clock time;
    script server;
    rest calls(client_settings(), {.time = time,
                                   .random = [] { return 0.5; },
                                   .connection = server.connection(),
                                   .tokens = std::make_unique<no_tokens>()});
    CHECK_THROWS_WITH_AS(time.run(read(calls)), "no token", error);
    CHECK(server.requests().empty());
}

TEST_CASE("a session is revoked that the token of now is of") {
    fixture f;
    f.tokens->now = "a.new.token";
    f.on("POST /auth/logout").inspect([](const auto& request) {
        CHECK(request.headers == header_list{{"Cookie", "argocd.token=a.new.token"}});
    });
    f.time.run(revoke(sessions(f.calls)));
}

TEST_CASE("a wait goes on where its token ends, at a read or inside its stream") {
    const std::string name = "/api/v1/applications/x";
    const std::string events = "GET /api/v1/stream/applications?name=x&resourceVersion=1";
    for (const bool in_stream : {false, true}) {
        fixture f;
        f.on("GET " + name).json(application("1", "OutOfSync"));
        auto& stream = f.on(events).header("Content-Type", "application/json");
        if (in_stream)
            stream.piece(R"({"error":{"grpc_code":16,"message":"token is expired"}})"
                         "\n");
        else
            stream.hang();
        f.refuse("GET " + name + "?project=p");
        f.on("GET " + name + "?project=p").json(application("2", "Synced"));
        silent observer;
        wait_result result;
        f.time.run(wait(f.calls, observer, result));
        CHECK(result.outcome == wait_outcome::met);
        CHECK(observer.troubles == 0);
        CHECK(f.tokens_sent().back() == both[1]);
    }
}

TEST_CASE("a wait ends where its token ends and there is no other") {
    fixture f;
    f.tokens->next = f.tokens->now;
    f.on("GET /api/v1/applications/x").json(application("1", "OutOfSync"));
    f.refuse("GET /api/v1/stream/applications?name=x&resourceVersion=1");
    f.refuse("GET /api/v1/applications/x?project=p");
    silent observer;
    wait_result result;
    f.time.run(wait(f.calls, observer, result));
    CHECK(result.outcome == wait_outcome::failed);
    REQUIRE(result.failure);
    CHECK(result.failure->what() == expired_words);
}

namespace {

task<void> read_logs(rest& calls, std::string& said) {
    auto lines = logs(calls).read(app_ref("x"), log_query());
    while (const auto line = co_await lines.next())
        said += line->content;
}

} // namespace

TEST_CASE("logs go on where the token ends in the middle of them; for ever they are not refused") {
    const std::string logs_of_x = "GET /api/v1/applications/x/logs";
    const std::string end_of_login = R"({"error":{"grpc_code":16,"message":"token is expired"}})"
                                     "\n";
    fixture f;
    f.on(logs_of_x).piece(end_of_login);
    f.refuse(logs_of_x);
    f.on(logs_of_x).piece(R"({"result":{"content":"a","last":false}})"
                          "\n"
                          R"({"result":{"content":"","last":true}})"
                          "\n");
    std::string said;
    f.time.run(read_logs(f.calls, said));
    CHECK(said == "a");

    fixture refused;
    refused.on(logs_of_x).piece(end_of_login).times(4);
    CHECK(words_of(refused, read_logs(refused.calls, said)) ==
          "rpc error: code = Unauthenticated desc = token is expired");
}

} // namespace argocdpp
