#include "tls_alerts.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>

namespace argocdpp::http {

namespace {

struct alert {
    int number;
    const char* text;
};

/// crypto/tls/alert.go.
constexpr std::array alerts = {
    alert{10, "unexpected message"},
    alert{20, "bad record MAC"},
    alert{22, "record overflow"},
    alert{40, "handshake failure"},
    alert{42, "bad certificate"},
    alert{43, "unsupported certificate"},
    alert{44, "revoked certificate"},
    alert{45, "expired certificate"},
    alert{46, "unknown certificate"},
    alert{47, "illegal parameter"},
    alert{48, "unknown certificate authority"},
    alert{49, "access denied"},
    alert{50, "error decoding message"},
    alert{51, "error decrypting message"},
    alert{70, "protocol version not supported"},
    alert{71, "insufficient security level"},
    alert{80, "internal error"},
    alert{86, "inappropriate fallback"},
    alert{90, "user canceled"},
    alert{109, "missing extension"},
    alert{110, "unsupported extension"},
    alert{112, "unrecognized name"},
    alert{113, "bad certificate status response"},
    alert{116, "certificate required"},
    alert{120, "no application protocol"},
};

} // namespace

std::string tls_failure_text(unsigned long openssl_error) {
    const int reason = ERR_GET_REASON(openssl_error);
    const int number = reason - SSL_AD_REASON_OFFSET;
    if (ERR_GET_LIB(openssl_error) == ERR_LIB_SSL && number >= 0 && number < 256) {
        const auto found = std::find_if(alerts.begin(), alerts.end(),
                                        [number](const alert& a) { return a.number == number; });
        return "remote error: tls: " + (found != alerts.end()
                                            ? std::string(found->text)
                                            : "alert(" + std::to_string(number) + ")");
    }
    const char* text = ERR_reason_error_string(openssl_error);
    return std::string("tls: ") + (text != nullptr ? text : "handshake failure");
}

} // namespace argocdpp::http
