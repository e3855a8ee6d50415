#include "tls.hpp"

#include "socket.hpp"
#include "tls_alerts.hpp"
#include "trust.hpp"

#include <argocdpp/error.hpp>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <new>
#include <optional>

namespace argocdpp::http {

namespace {

struct ssl_deleter {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

/// What the verification of one handshake needs and finds.
struct verification {
    std::string host;
    argocdpp::clock* clock = nullptr;
    std::string problem;
    std::string shown; ///< the certificate that has the problem
};

/// In Go's order: the server's own certificate first, then the chain.
int verify(X509_STORE_CTX* store, void*) {
    const int index = SSL_get_ex_data_X509_STORE_CTX_idx();
    auto* ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, index));
    auto* check = static_cast<verification*>(SSL_get_app_data(ssl));
    const std::int64_t now = check->clock->unix_seconds();
    X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(store), now);
    check->problem = certificate_problem(X509_STORE_CTX_get0_cert(store), check->host, now);
    if (check->problem.empty() && X509_verify_cert(store) != 1)
        check->problem = chain_problem(store, now);
    if (check->problem.empty())
        return 1;
    check->shown = certificate_text(X509_STORE_CTX_get0_cert(store));
    X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
    return 0;
}

class tls_stream final : public byte_stream {
  public:
    tls_stream(SSL_CTX* context, std::unique_ptr<byte_stream> below, std::string host,
               argocdpp::clock& clock)
        : below_(std::move(below))
        , ssl_(SSL_new(context)) {
        if (!ssl_)
            throw std::bad_alloc();
        in_ = BIO_new(BIO_s_mem());
        out_ = BIO_new(BIO_s_mem());
        SSL_set_bio(ssl_.get(), in_, out_);
        check_.host = std::move(host);
        check_.clock = &clock;
        SSL_set_app_data(ssl_.get(), &check_);
    }

    task<void> shake_hands(bool with_name) {
        // RFC 6066: a server name is a name, never an address.
        if (with_name)
            SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                     check_.host.data());
        shaking_hands_ = true;
        int outcome = 0;
        do {
            ERR_clear_error();
            outcome = SSL_connect(ssl_.get());
            const int wanted = SSL_get_error(ssl_.get(), outcome);
            co_await flush();
            if (outcome != 1 && wanted != SSL_ERROR_WANT_READ)
                fail();
            if (outcome != 1)
                co_await fill();
        } while (outcome != 1);
        shaking_hands_ = false;
    }

    task<std::size_t> read_some(char* data, std::size_t size) override {
        std::size_t got = 0;
        while (true) {
            ERR_clear_error();
            const int outcome = SSL_read_ex(ssl_.get(), data, size, &got);
            const int wanted = SSL_get_error(ssl_.get(), outcome);
            if (BIO_ctrl_pending(out_) != 0)
                co_await flush();
            if (outcome == 1)
                co_return got;
            if (wanted == SSL_ERROR_ZERO_RETURN)
                co_return 0;
            if (wanted != SSL_ERROR_WANT_READ)
                fail();
            co_await fill();
        }
    }

    task<void> write_all(std::string_view data) override {
        // Into memory, so it never has to wait, and never is partial.
        ERR_clear_error();
        std::size_t written = 0;
        if (!data.empty() && SSL_write_ex(ssl_.get(), data.data(), data.size(), &written) != 1)
            fail();
        co_await flush();
    }

    bool is_quiet() override {
        return SSL_has_pending(ssl_.get()) == 0 && BIO_ctrl_pending(in_) == 0 && below_->is_quiet();
    }

  private:
    task<void> flush() {
        char* data = nullptr;
        const long size = BIO_get_mem_data(out_, &data);
        if (size <= 0)
            co_return;
        const std::string records(data, static_cast<std::size_t>(size));
        BIO_reset(out_);
        std::optional<error> lost;
        try {
            co_await below_->write_all(records);
        } catch (const error& failure) {
            lost = failure;
        }
        if (!lost)
            co_return;
        co_await take_last_words();
        throw *lost;
    }

    /// A peer that refuses us says why and closes; what we send meanwhile meets the closed end
    /// first. In TLS 1.3 that is how a missing client certificate is refused.
    task<void> take_last_words() {
        std::size_t got = 0;
        do {
            try {
                got = co_await below_->read_some(raw_.data(), raw_.size());
            } catch (const error&) {
                co_return;
            }
            BIO_write(in_, raw_.data(), static_cast<int>(got));
        } while (got != 0);
        ERR_clear_error();
        char unread = 0;
        std::size_t peeked = 0;
        const int outcome = SSL_peek_ex(ssl_.get(), &unread, 1, &peeked);
        if (SSL_get_error(ssl_.get(), outcome) == SSL_ERROR_SSL)
            fail();
    }

    task<void> fill() {
        const std::size_t got = co_await below_->read_some(raw_.data(), raw_.size());
        if (got == 0)
            throw error(shaking_hands_ ? error_kind::unreachable : error_kind::lost,
                        shaking_hands_ ? "EOF" : "unexpected EOF");
        check_first_record(got);
        BIO_write(in_, raw_.data(), static_cast<int>(got));
    }

    /// Go's own test, byte for byte: OpenSSL's message for a plain-text answer varies.
    void check_first_record(std::size_t got) {
        for (std::size_t i = 0; i < got && seen_ < 2; ++i, ++seen_) {
            const auto byte = static_cast<unsigned char>(raw_[i]);
            const bool is_type_legal = byte == 21 || byte == 22;
            const bool is_legal = seen_ == 0 ? is_type_legal : byte < 0x10;
            if (!is_legal)
                throw error(error_kind::tls,
                            "tls: first record does not look like a TLS handshake");
        }
    }

    [[noreturn]] void fail() {
        if (!check_.problem.empty()) {
            error refused(error_kind::tls, "tls: failed to verify certificate: " + check_.problem);
            refused.server_text = check_.shown;
            throw refused;
        }
        throw error(error_kind::tls, tls_failure_text(ERR_peek_error()));
    }

    std::unique_ptr<byte_stream> below_;
    verification check_;
    std::unique_ptr<SSL, ssl_deleter> ssl_;
    BIO* in_ = nullptr;
    BIO* out_ = nullptr;
    std::array<char, 32 << 10> raw_;
    int seen_ = 0;
    bool shaking_hands_ = false;
};

} // namespace

struct tls_client::state {
    argocdpp::clock& clock;
    std::unique_ptr<SSL_CTX, ssl_deleter> context;
};

tls_client::tls_client(const tls_settings& settings, clock& clock)
    : state_(new state{clock, nullptr}) {
    state_->context.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX* context = state_->context.get();
    if (context == nullptr)
        throw std::bad_alloc();
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    static constexpr unsigned char protocols[] = "\x08http/1.1";
    SSL_CTX_set_alpn_protos(context, protocols, sizeof protocols - 1);
    use_client_certificate(context, settings);
    if (settings.insecure)
        return;
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(context, verify, nullptr);
    X509_STORE* store = SSL_CTX_get_cert_store(context);
    // As in Go, whatever is trusted ends a chain, even a server's own certificate.
    X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
    add_authorities(store, settings);
}

tls_client::~tls_client() = default;

task<std::unique_ptr<byte_stream>> tls_client::wrap(std::unique_ptr<byte_stream> below,
                                                    std::string host) {
    const bool with_name = !is_ip_address(host);
    auto stream = std::make_unique<tls_stream>(state_->context.get(), std::move(below),
                                               std::move(host), state_->clock);
    co_await stream->shake_hands(with_name);
    co_return stream;
}

} // namespace argocdpp::http
