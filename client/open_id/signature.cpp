#include "signature.hpp"

#include "base64url.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include <array>
#include <memory>
#include <new>

namespace argocdpp::open_id {

namespace {

template<auto Free>
struct freer {
    template<class T>
    void operator()(T* thing) const {
        Free(thing);
    }
};
using key_pointer = std::unique_ptr<EVP_PKEY, freer<EVP_PKEY_free>>;
using number_pointer = std::unique_ptr<BIGNUM, freer<BN_free>>;
using builder_pointer = std::unique_ptr<OSSL_PARAM_BLD, freer<OSSL_PARAM_BLD_free>>;
using params_pointer = std::unique_ptr<OSSL_PARAM, freer<OSSL_PARAM_free>>;
using key_context_pointer = std::unique_ptr<EVP_PKEY_CTX, freer<EVP_PKEY_CTX_free>>;
using digest_context_pointer = std::unique_ptr<EVP_MD_CTX, freer<EVP_MD_CTX_free>>;
using pair_pointer = std::unique_ptr<ECDSA_SIG, freer<ECDSA_SIG_free>>;

struct curve {
    std::string_view crv;
    const char* group;
    std::string_view alg;
    std::size_t bytes; ///< of one coordinate
};
constexpr std::array<curve, 3> curves = {{
    {"P-256", "P-256", "ES256", 32},
    {"P-384", "P-384", "ES384", 48},
    {"P-521", "P-521", "ES512", 66},
}};

const curve* curve_of(std::string_view alg) {
    for (const curve& one : curves)
        if (one.alg == alg)
            return &one;
    return nullptr;
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

number_pointer number_of(std::string_view bytes) {
    return number_pointer(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

key_pointer key_of(const char* type, OSSL_PARAM_BLD* builder) {
    const params_pointer params(OSSL_PARAM_BLD_to_param(builder));
    const key_context_pointer context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* made = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
        return nullptr;
    return key_pointer(made);
}

key_pointer rsa_key(const proto::json_web_key& key) {
    const auto n = decode_base64url(key.n);
    const auto e = decode_base64url(key.e);
    if (!n || !e || n->empty() || e->empty())
        return nullptr;
    const number_pointer modulus = number_of(*n);
    const number_pointer exponent = number_of(*e);
    const builder_pointer builder(OSSL_PARAM_BLD_new());
    if (!builder || !modulus || !exponent || BN_num_bits(modulus.get()) < 2048 ||
        BN_num_bits(modulus.get()) > 16384 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
        return nullptr;
    return key_of("RSA", builder.get());
}

key_pointer curve_key(const proto::json_web_key& key, const curve& form) {
    const auto x = decode_base64url(key.x);
    const auto y = decode_base64url(key.y);
    if (!x || !y || x->size() != form.bytes || y->size() != form.bytes)
        return nullptr;
    const std::string point = '\x04' + *x + *y;
    const builder_pointer builder(OSSL_PARAM_BLD_new());
    if (!builder ||
        OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, form.group, 0) !=
            1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                         point.size()) != 1)
        return nullptr;
    return key_of("EC", builder.get());
}

key_pointer edwards_key(const proto::json_web_key& key) {
    const auto x = decode_base64url(key.x);
    if (!x)
        return nullptr;
    return key_pointer(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(*x), x->size()));
}

const EVP_MD* digest_of(std::string_view alg) {
    return alg.ends_with("256")   ? EVP_sha256()
           : alg.ends_with("384") ? EVP_sha384()
           : alg.ends_with("512") ? EVP_sha512()
                                  : nullptr;
}

/// The two numbers of an ES signature as OpenSSL wants them.
std::string as_der(std::string_view raw, std::size_t bytes) {
    const pair_pointer pair(ECDSA_SIG_new());
    number_pointer r = number_of(raw.substr(0, bytes));
    number_pointer s = number_of(raw.substr(bytes));
    if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1)
        throw std::bad_alloc();
    // The pair owns them now.
    static_cast<void>(r.release());
    static_cast<void>(s.release());
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(pair.get(), &der);
    if (size <= 0)
        throw std::bad_alloc();
    std::string text(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return text;
}

bool verify(EVP_PKEY* key, std::string_view alg, std::string_view text,
            const std::string& signature) {
    const digest_context_pointer context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* options = nullptr;
    if (!context ||
        EVP_DigestVerifyInit(context.get(), &options, digest_of(alg), nullptr, key) != 1)
        return false;
    if (alg.starts_with("PS") &&
        (EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1 ||
         EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) != 1))
        return false;
    return EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text),
                            text.size()) == 1;
}

} // namespace

bool is_known_signature(std::string_view alg) {
    constexpr std::array<std::string_view, 10> known = {
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"};
    for (const std::string_view one : known)
        if (one == alg)
            return true;
    return false;
}

bool fits(const proto::json_web_key& key, std::string_view alg) {
    if (key.use == "enc" || (!key.alg.empty() && key.alg != alg))
        return false;
    if (const curve* form = curve_of(alg))
        return key.kty == "EC" && key.crv == form->crv;
    if (alg == "EdDSA")
        return key.kty == "OKP" && key.crv == "Ed25519";
    return key.kty == "RSA";
}

bool is_signed_by(const proto::json_web_key& key, std::string_view alg, std::string_view text,
                  const std::string& signature) {
    const curve* form = curve_of(alg);
    if (!form) {
        const key_pointer made = alg == "EdDSA" ? edwards_key(key) : rsa_key(key);
        return made && verify(made.get(), alg, text, signature);
    }
    const key_pointer made = curve_key(key, *form);
    return made && signature.size() == 2 * form->bytes &&
           verify(made.get(), alg, text, as_der(signature, form->bytes));
}

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1)
        throw std::bad_alloc();
    return bytes;
}

bool is_same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace argocdpp::open_id
