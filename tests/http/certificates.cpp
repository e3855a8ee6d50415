#include "certificates.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace argocdpp::tests {

namespace {

struct deleter {
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
template<class T>
using owned = std::unique_ptr<T, deleter>;

void require(bool succeeded) {
    if (!succeeded)
        throw std::runtime_error("OpenSSL cannot make a certificate");
}

owned<BIO> source(const std::string& text) {
    return owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string content(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

void extend(X509* certificate, int id, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, id, value.c_str());
    require(extension != nullptr);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

void describe(X509* certificate, const certificate_wish& wish, EVP_PKEY* key) {
    std::int64_t serial = 0;
    RAND_bytes(reinterpret_cast<unsigned char*>(&serial), 7);
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set_int64(X509_get_serialNumber(certificate), serial | 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), wish.begins);
    X509_gmtime_adj(X509_getm_notAfter(certificate), wish.ends);
    X509_set_pubkey(certificate, key);
    const auto* name = reinterpret_cast<const unsigned char*>(wish.common_name.c_str());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, name, -1,
                               -1, 0);
    if (wish.is_authority)
        extend(certificate, NID_basic_constraints, "critical,CA:TRUE");
    if (!wish.names.empty())
        extend(certificate, NID_subject_alt_name, wish.names);
}

} // namespace

identity make_identity(const certificate_wish& wish, const identity* issuer) {
    const owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    const owned<X509> certificate(X509_new());
    require(key && certificate);
    describe(certificate.get(), wish, key.get());

    owned<EVP_PKEY> issuer_key;
    if (issuer != nullptr) {
        const owned<BIO> text = source(issuer->certificate);
        const owned<X509> above(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
        const owned<BIO> key_text = source(issuer->key);
        issuer_key.reset(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr));
        require(above && issuer_key);
        X509_set_issuer_name(certificate.get(), X509_get_subject_name(above.get()));
    } else {
        X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
    }
    EVP_PKEY* signing = issuer_key ? issuer_key.get() : key.get();
    require(X509_sign(certificate.get(), signing, EVP_sha256()) > 0);

    const owned<BIO> certificate_out(BIO_new(BIO_s_mem()));
    const owned<BIO> key_out(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(certificate_out.get(), certificate.get());
    PEM_write_bio_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return {content(certificate_out.get()), content(key_out.get())};
}

std::string subject_hash(const identity& authority) {
    const owned<BIO> text = source(authority.certificate);
    const owned<X509> certificate(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
    require(certificate != nullptr);
    char name[9];
    std::snprintf(name, sizeof name, "%08lx", X509_subject_name_hash(certificate.get()));
    return name;
}

} // namespace argocdpp::tests
