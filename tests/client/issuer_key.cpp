#include "issuer_key.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <array>
#include <open_id/base64url.hpp>
#include <stdexcept>
#include <vector>

namespace argocdpp::tests {

using open_id::encode_base64url;

namespace {

EVP_PKEY* made_key(std::string_view alg) {
    if (alg == "EdDSA")
        return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    if (alg == "ES256")
        return EVP_EC_gen("P-256");
    if (alg == "ES384")
        return EVP_EC_gen("P-384");
    if (alg == "ES512")
        return EVP_EC_gen("P-521");
    return EVP_RSA_gen(2048);
}

std::string text_of(const BIGNUM* number, int size) {
    std::string bytes(static_cast<std::size_t>(size), '\0');
    BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), size);
    return bytes;
}

std::string number_of(EVP_PKEY* key, const char* name) {
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key, name, &number);
    std::string bytes = text_of(number, BN_num_bytes(number));
    BN_free(number);
    return bytes;
}

std::string octets_of(EVP_PKEY* key, const char* name) {
    std::array<unsigned char, 256> bytes;
    std::size_t size = 0;
    EVP_PKEY_get_octet_string_param(key, name, bytes.data(), bytes.size(), &size);
    return {reinterpret_cast<char*>(bytes.data()), size};
}

} // namespace

struct issuer_key::state {
    std::string alg;
    std::string kid;
    EVP_PKEY* key;
};

issuer_key::issuer_key(std::string alg, std::string kid)
    : state_(new state{std::move(alg), std::move(kid), nullptr}) {
    state_->key = made_key(state_->alg);
    if (state_->key == nullptr)
        throw std::runtime_error("no key");
}

issuer_key::~issuer_key() { EVP_PKEY_free(state_->key); }

std::string issuer_key::public_json() const {
    const std::string_view alg = state_->alg;
    EVP_PKEY* key = state_->key;
    std::string text = R"({"kid":")" + state_->kid + R"(","use":"sig",)";
    if (alg == "EdDSA") {
        const std::string x = octets_of(key, OSSL_PKEY_PARAM_PUB_KEY);
        return text + R"("kty":"OKP","crv":"Ed25519","x":")" + encode_base64url(x) + "\"}";
    }
    if (!alg.starts_with("ES"))
        return text + R"("kty":"RSA","n":")" +
               encode_base64url(number_of(key, OSSL_PKEY_PARAM_RSA_N)) + R"(","e":")" +
               encode_base64url(number_of(key, OSSL_PKEY_PARAM_RSA_E)) + "\"}";
    const std::string curve = alg == "ES256" ? "P-256" : alg == "ES384" ? "P-384" : "P-521";
    EVP_PKEY_set_utf8_string_param(key, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT, "uncompressed");
    const std::string point = octets_of(key, OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY);
    const std::size_t half = (point.size() - 1) / 2;
    return text + R"("kty":"EC","crv":")" + curve + R"(","x":")" +
           encode_base64url(point.substr(1, half)) + R"(","y":")" +
           encode_base64url(point.substr(1 + half)) + "\"}";
}

std::string issuer_key::token(std::string_view claims, std::string_view head) const {
    const std::string alg = state_->alg;
    const std::string own = R"({"alg":")" + alg + R"(","kid":")" + state_->kid + "\"}";
    const std::string text =
        encode_base64url(head.empty() ? own : head) + "." + encode_base64url(claims);
    const EVP_MD* digest = alg == "EdDSA"         ? nullptr
                           : alg.ends_with("256") ? EVP_sha256()
                           : alg.ends_with("384") ? EVP_sha384()
                                                  : EVP_sha512();
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_PKEY_CTX* options = nullptr;
    EVP_DigestSignInit(context, &options, digest, nullptr, state_->key);
    if (alg.starts_with("PS")) {
        EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST);
    }
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    std::vector<unsigned char> raw(1024);
    std::size_t size = raw.size();
    EVP_DigestSign(context, raw.data(), &size, bytes, text.size());
    EVP_MD_CTX_free(context);
    std::string signature(raw.begin(), raw.begin() + static_cast<std::ptrdiff_t>(size));
    if (alg.starts_with("ES")) {
        const unsigned char* der = raw.data();
        ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(size));
        const int half = alg == "ES256" ? 32 : alg == "ES384" ? 48 : 66;
        signature = text_of(ECDSA_SIG_get0_r(pair), half) + text_of(ECDSA_SIG_get0_s(pair), half);
        ECDSA_SIG_free(pair);
    }
    return text + "." + encode_base64url(signature);
}

} // namespace argocdpp::tests
