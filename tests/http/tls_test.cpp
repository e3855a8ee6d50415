#include "fake_clock.hpp"
#include "http/network.hpp"
#include "http/tls.hpp"
#include "loopback.hpp"

#include <argocdpp/error.hpp>

#include <boost/asio/ssl.hpp>
#include <boost/asio/this_coro.hpp>
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <regex>

using namespace argocdpp;
using namespace argocdpp::tests;

namespace {

struct text_sink final : public body_sink {
    void begin(const http_head&) override {}
    void write(std::string_view piece) override { text += piece; }
    std::string text;
};

/// What came of some GETs by one client against one server.
struct outcome {
    std::string text; ///< the bodies, or the error with ports replaced by PORT
    error_kind kind = error_kind::local;
    bool first_contact = false;
    bool sent = false;
    std::size_t connections = 0;
};

struct meeting {
    server_wish server;
    client_settings client;
    std::string host = "127.0.0.1";
    int calls = 1;
};

task<void> call(transport& network, int times, outcome& result) {
    for (int i = 0; i < times; ++i) {
        http_request request;
        request.target = "/api/version";
        text_sink sink;
        co_await network.exchange(std::move(request), sink);
        result.text += sink.text;
    }
}

task<int> meet(meeting& plan, outcome& result) {
    const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
    loopback_server server(executor, plan.server);
    plan.client.server.host = plan.host;
    plan.client.server.port = server.port();
    const auto network = make_network_transport(plan.client, argocdpp::system_clock());
    std::vector<task<void>> servers;
    servers.push_back(server.serve());
    try {
        co_await while_serving(call(*network, plan.calls, result), std::move(servers));
    } catch (const error& failure) {
        const std::regex port("127.0.0.1:[0-9]+");
        result.text = std::regex_replace(failure.what(), port, "127.0.0.1:PORT");
        result.kind = failure.kind;
        result.first_contact = failure.first_contact;
        result.sent = failure.sent;
    }
    result.connections = server.connections;
    co_return 0;
}

outcome met(meeting plan) {
    outcome result;
    run(meet(plan, result));
    return result;
}

const identity& authority() {
    static const identity made = [] {
        certificate_wish wish;
        wish.common_name = "test authority";
        wish.is_authority = true;
        return make_identity(wish);
    }();
    return made;
}

meeting with_certificate(const certificate_wish& wish) {
    meeting plan;
    plan.server.tls = make_identity(wish, &authority());
    plan.client.tls.extra_authorities = authority().certificate;
    return plan;
}

meeting with_names(const std::string& names) {
    certificate_wish wish;
    wish.names = names;
    return with_certificate(wish);
}

const std::string prefix = "error creating connection: ";
const std::string unverified = prefix + "tls: failed to verify certificate: ";

void check_refused(const outcome& result, error_kind kind, const std::string& text) {
    CHECK(result.text == text);
    CHECK(result.kind == kind);
    CHECK(result.first_contact);
    CHECK_FALSE(result.sent);
}

/// The other end of a connection: refuses who shows no certificate, says so in an alert, and is
/// closed from then on, so that what is written to it is lost.
class refusing_peer final : public http::byte_stream {
  public:
    explicit refusing_peer(const server_wish& wish)
        : context_(make_context(wish))
        , ssl_(SSL_new(context_.native_handle()))
        , in_(BIO_new(BIO_s_mem()))
        , out_(BIO_new(BIO_s_mem())) {
        SSL_set_bio(ssl_.get(), in_, out_);
    }

    task<void> write_all(std::string_view data) override {
        if (is_closed_)
            throw error(error_kind::lost, "write: connection reset by peer");
        BIO_write(in_, data.data(), static_cast<int>(data.size()));
        const int outcome = SSL_accept(ssl_.get());
        is_closed_ = SSL_get_error(ssl_.get(), outcome) == SSL_ERROR_SSL;
        co_return;
    }

    task<std::size_t> read_some(char* data, std::size_t size) override {
        const int got = BIO_read(out_, data, static_cast<int>(size));
        co_return got > 0 ? static_cast<std::size_t>(got) : 0;
    }

    bool is_quiet() override { return BIO_ctrl_pending(out_) == 0; }

  private:
    struct ssl_deleter {
        void operator()(SSL* ssl) const { SSL_free(ssl); }
    };

    boost::asio::ssl::context context_;
    std::unique_ptr<SSL, ssl_deleter> ssl_;
    BIO* in_;
    BIO* out_;
    bool is_closed_ = false;
};

task<int> write_to(std::unique_ptr<http::byte_stream> peer, const tls_settings& settings,
                   std::string& said) {
    fake_clock clock;
    http::tls_client client(settings, clock);
    const auto stream = co_await client.wrap(std::move(peer), "127.0.0.1");
    try {
        co_await stream->write_all("GET / HTTP/1.1\r\n\r\n");
    } catch (const error& failure) {
        said = failure.what();
    }
    co_return 0;
}

} // namespace

TEST_CASE("a trusted server is spoken to, over one connection") {
    meeting plan = with_names("DNS:a.test,IP:127.0.0.1");
    plan.calls = 3;
    const outcome result = met(plan);
    CHECK(result.text == "hellohellohello");
    CHECK(result.connections == 1);
}

TEST_CASE("a server is checked by name where it is asked for by name") {
    meeting plan = with_names("DNS:localhost");
    plan.host = "localhost";
    CHECK(met(plan).text == "hello");
}

TEST_CASE("large bodies and requests pass through TLS whole") {
    meeting plan = with_names("IP:127.0.0.1");
    plan.server.body = std::string(1 << 20, 'x');
    const header_list::value_type large("X-Large", std::string(100'000, 'y'));
    plan.client.headers.push_back(large);
    plan.calls = 2;
    CHECK(met(plan).text == std::string(2 << 20, 'x'));
}

TEST_CASE("a certificate for other names is refused with all of them") {
    const outcome by_address = met(with_names("DNS:a.test,IP:10.1.1.1,IP:fd00::7"));
    check_refused(by_address, error_kind::tls,
                  unverified + "x509: certificate is valid for 10.1.1.1, fd00::7, not 127.0.0.1");
    meeting plan = with_names("DNS:a.test,DNS:b.test");
    plan.host = "localhost";
    check_refused(met(plan), error_kind::tls,
                  unverified + "x509: certificate is valid for a.test, b.test, not localhost");
    check_refused(met(with_names("DNS:a.test")), error_kind::tls,
                  unverified + "x509: cannot validate certificate for 127.0.0.1 because it doesn't "
                               "contain any IP SANs");
}

TEST_CASE("a common name is no name") {
    certificate_wish wish;
    wish.common_name = "localhost";
    meeting plan = with_certificate(wish);
    plan.host = "localhost";
    check_refused(met(plan), error_kind::tls,
                  unverified + "x509: certificate relies on legacy Common Name field, use SANs "
                               "instead");
    wish.common_name = "other";
    plan = with_certificate(wish);
    plan.host = "localhost";
    check_refused(met(plan), error_kind::tls,
                  unverified + "x509: certificate is not valid for any names, but wanted to match "
                               "localhost");
}

TEST_CASE("nobody's certificate is refused") {
    meeting plan = with_names("IP:127.0.0.1");
    plan.client.tls.extra_authorities.clear();
    check_refused(met(plan), error_kind::tls,
                  unverified + "x509: certificate signed by unknown authority");
    certificate_wish wish;
    wish.names = "IP:127.0.0.1";
    plan.server.tls = make_identity(wish);
    check_refused(met(plan), error_kind::tls,
                  unverified + "x509: certificate signed by unknown authority");
}

TEST_CASE("a server's own certificate may be trusted by itself") {
    certificate_wish wish;
    wish.names = "IP:127.0.0.1";
    meeting plan;
    plan.server.tls = make_identity(wish);
    plan.client.tls.extra_authorities = plan.server.tls->certificate;
    CHECK(met(plan).text == "hello");
}

TEST_CASE("an expired certificate, and one from the future, are refused with their times") {
    certificate_wish wish;
    wish.names = "IP:127.0.0.1";
    wish.ends = -60;
    const std::string begun =
        unverified + "x509: certificate has expired or is not yet valid: current time ";
    const std::regex is_after(".* [0-9-]{10}T[0-9:]{8}Z is after [0-9-]{10}T[0-9:]{8}Z");
    const outcome expired = met(with_certificate(wish));
    CHECK(expired.kind == error_kind::tls);
    CHECK(expired.text.substr(0, begun.size()) == begun);
    CHECK(std::regex_match(expired.text, is_after));
    wish.begins = 1000;
    wish.ends = 2000;
    const outcome early = met(with_certificate(wish));
    CHECK(early.text.find(" is before ") != std::string::npos);
}

TEST_CASE("an insecure client speaks to anyone") {
    certificate_wish wish;
    wish.ends = -60;
    meeting plan;
    plan.server.tls = make_identity(wish);
    plan.client.tls.insecure = true;
    CHECK(met(plan).text == "hello");
}

TEST_CASE("authorities are found in a bundle, a directory of files and one of hashes") {
    namespace fs = std::filesystem;
    const fs::path folder = fs::temp_directory_path() / ("argocdpp-" + std::to_string(::getpid()));
    fs::create_directories(folder / "plain");
    fs::create_directories(folder / "hashed");
    const auto write = [](const fs::path& path, const std::string& text) {
        std::ofstream(path) << text;
    };
    write(folder / "bundle.pem",
          "# two\n" + make_identity({}).certificate + authority().certificate);
    write(folder / "plain" / "own.crt", authority().certificate);
    meeting plan = with_names("IP:127.0.0.1");
    plan.client.tls.extra_authorities.clear();
    plan.client.tls.authorities_file = folder / "bundle.pem";
    CHECK(met(plan).text == "hello");
    plan.client.tls.authorities_file = folder / "missing.pem";
    plan.client.tls.authorities_directory = folder / "hashed";
    CHECK(met(plan).kind == error_kind::tls);
    plan.client.tls.authorities_directory =
        (folder / "hashed").string() + ":" + (folder / "plain").string();
    CHECK(met(plan).text == "hello");
    write(folder / "hashed" / (subject_hash(authority()) + ".0"), authority().certificate);
    plan.client.tls.authorities_directory = folder / "hashed";
    CHECK(met(plan).text == "hello");
    fs::remove_all(folder);
}

TEST_CASE("a server that asks for a certificate gets it") {
    certificate_wish wish;
    wish.common_name = "client";
    const identity client = make_identity(wish, &authority());
    meeting plan = with_names("IP:127.0.0.1");
    plan.server.client_authority = authority().certificate;
    plan.client.tls.client_certificate = client.certificate;
    plan.client.tls.client_key = client.key;
    CHECK(met(plan).text == "hello");
    plan.client.tls.client_certificate.clear();
    plan.client.tls.client_key.clear();
    const outcome refused = met(plan);
    CHECK(refused.kind == error_kind::tls);
    CHECK(refused.text == "GET /api/version: remote error: tls: certificate required");
}

TEST_CASE("why a peer refused us is told where our request met its closed end") {
    meeting plan = with_names("IP:127.0.0.1");
    plan.server.client_authority = authority().certificate;
    plan.client.tls.insecure = true;
    std::string said;
    run(write_to(std::make_unique<refusing_peer>(plan.server), plan.client.tls, said));
    CHECK(said == "remote error: tls: certificate required");
}

TEST_CASE("certificates and keys that cannot be used are refused before dialing") {
    const identity one = make_identity({});
    const identity other = make_identity({});
    meeting plan = with_names("IP:127.0.0.1");
    plan.client.tls.client_certificate = one.certificate;
    plan.client.tls.client_key = other.key;
    CHECK(met(plan).text == "tls: private key does not match public key");
    plan.client.tls.client_key = "no key";
    CHECK(met(plan).text == "tls: failed to find any PEM data in key input");
    plan.client.tls.client_certificate = "no certificate";
    CHECK(met(plan).text == "tls: failed to find any PEM data in certificate input");
    plan.client.tls = {};
    plan.client.tls.extra_authorities = "none";
    CHECK(met(plan).kind == error_kind::local);
}

TEST_CASE("what breaks during the handshake is told as the official CLI tells it") {
    meeting plan = with_names("IP:127.0.0.1");
    plan.server.manner = server_wish::resetting;
    check_refused(met(plan), error_kind::unreachable,
                  prefix + "read tcp 127.0.0.1:PORT->127.0.0.1:PORT: read: connection reset by "
                           "peer");
    plan.server.manner = server_wish::closing;
    check_refused(met(plan), error_kind::unreachable, prefix + "EOF");
    plan.server.manner = server_wish::speaking_plainly;
    check_refused(met(plan), error_kind::tls,
                  prefix + "tls: first record does not look like a TLS handshake");
    plan = with_names("IP:127.0.0.1");
    plan.server.is_old = true;
    check_refused(met(plan), error_kind::tls,
                  prefix + "remote error: tls: protocol version not supported");
}

TEST_CASE("plain text needs no certificate") {
    meeting plan;
    plan.client.plain_text = true;
    plan.calls = 2;
    const outcome result = met(plan);
    CHECK(result.text == "hellohello");
    CHECK(result.connections == 1);
}

TEST_CASE("a refused connection and an unknown host are told as the official CLI tells them") {
    client_settings settings;
    settings.server.host = "127.0.0.1";
    settings.server.port = 1;
    const auto failure = [&settings] {
        const auto network = make_network_transport(settings, argocdpp::system_clock());
        const auto work = [](transport& connection) -> task<int> {
            outcome unused;
            co_await call(connection, 1, unused);
            co_return 0;
        };
        try {
            run(work(*network));
        } catch (const error& thrown) {
            CHECK(thrown.kind == error_kind::unreachable);
            CHECK(thrown.first_contact);
            return std::string(thrown.what());
        }
        return std::string();
    };
    CHECK(failure() == "error dial proxy: dial tcp 127.0.0.1:1: connect: connection refused");
    settings.server.host = "a b";
    CHECK(failure() == "error dial proxy: dial tcp: lookup a b: no such host");
}
