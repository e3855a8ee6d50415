// In the static program only: keeps the C library and OpenSSL from loading libraries of the
// machine, which may be other versions or not there at all.

#include <netdb.h>
#include <openssl/crypto.h>

#include <nss.h>

namespace argocdpp::cli {
namespace {

/// Before main(), because both libraries decide once and for all when they are first used.
const bool is_self_contained = [] {
    // Names come from /etc/hosts and DNS, whose readers are in the C library itself, whatever
    // nsswitch.conf says.
    const bool names = __nss_configure_lookup("hosts", "files dns") == 0;
    // openssl.cnf may name engines and providers, which are such libraries.
    return OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) == 1 && names;
}();

} // namespace
} // namespace argocdpp::cli
