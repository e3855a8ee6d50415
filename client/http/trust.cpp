#include "trust.hpp"

#include <argocdpp/error.hpp>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <filesystem>
#include <memory>
#include <sstream>
#include <vector>

namespace argocdpp::http {

namespace {

namespace fs = std::filesystem;

struct openssl_deleter {
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
template<class T>
using owned = std::unique_ptr<T, openssl_deleter>;

/// Go's places (crypto/x509/root_linux.go): Debian, RHEL, SUSE, Alpine and their children.
constexpr std::array system_directories = {"/etc/ssl/certs", "/etc/pki/tls/certs"};
constexpr std::array system_bundles = {
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/tls/cacert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem",
};

/// "1a2b3c4d.0": as c_rehash names a certificate.
bool is_hash_name(const std::string& name) {
    return name.size() == 10 && name[8] == '.' && name.find_first_not_of("0123456789abcdef") == 8 &&
           name[9] >= '0' && name[9] <= '9';
}

bool is_hash_directory(const fs::path& directory) {
    std::error_code failure;
    for (fs::directory_iterator each(directory, failure), end; !failure && each != end;
         each.increment(failure))
        if (is_hash_name(each->path().filename().string()))
            return true;
    return false;
}

void add_hash_directory(X509_STORE* store, const std::string& directory) {
    X509_LOOKUP* lookup = X509_STORE_add_lookup(store, X509_LOOKUP_hash_dir());
    X509_LOOKUP_add_dir(lookup, directory.c_str(), X509_FILETYPE_PEM);
}

std::vector<owned<X509>> read_certificates(BIO* pem) {
    std::vector<owned<X509>> found;
    while (X509* certificate = PEM_read_bio_X509(pem, nullptr, nullptr, nullptr))
        found.emplace_back(certificate);
    ERR_clear_error();
    return found;
}

owned<BIO> text_source(const std::string& text) {
    return owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

bool add_certificates(X509_STORE* store, BIO* pem) {
    const std::vector<owned<X509>> found = read_certificates(pem);
    for (const owned<X509>& each : found)
        X509_STORE_add_cert(store, each.get());
    return !found.empty();
}

/// False where there is no such file; one without certificates is passed over, as in Go.
bool add_bundle(X509_STORE* store, const std::string& path) {
    const owned<BIO> file(BIO_new_file(path.c_str(), "r"));
    ERR_clear_error();
    if (file)
        add_certificates(store, file.get());
    return file != nullptr;
}

void add_directories(X509_STORE* store, const std::string& colon_separated) {
    std::istringstream all(colon_separated);
    for (std::string directory; std::getline(all, directory, ':');) {
        if (is_hash_directory(directory)) {
            add_hash_directory(store, directory);
            continue;
        }
        std::error_code failure;
        for (fs::directory_iterator each(directory, failure), end; !failure && each != end;
             each.increment(failure))
            add_bundle(store, each->path().string());
    }
}

void add_system(X509_STORE* store) {
    bool is_found = false;
    for (const char* directory : system_directories) {
        if (!is_hash_directory(directory))
            continue;
        add_hash_directory(store, directory);
        is_found = true;
    }
    for (const char* bundle : system_bundles)
        is_found = is_found || add_bundle(store, bundle);
}

[[noreturn]] void fail(const char* text) { throw error(error_kind::local, text); }

} // namespace

void add_authorities(X509_STORE* store, const tls_settings& settings) {
    if (!settings.authorities_directory.empty())
        add_directories(store, settings.authorities_directory);
    if (!settings.authorities_file.empty())
        add_bundle(store, settings.authorities_file);
    if (settings.authorities_directory.empty() || settings.authorities_file.empty())
        add_system(store);
    if (settings.extra_authorities.empty())
        return;
    const owned<BIO> extra = text_source(settings.extra_authorities);
    if (!add_certificates(store, extra.get()))
        fail("credentials: failed to append certificates");
}

void use_client_certificate(SSL_CTX* context, const tls_settings& settings) {
    if (settings.client_certificate.empty() && settings.client_key.empty())
        return;
    const owned<BIO> certificate_text = text_source(settings.client_certificate);
    const owned<BIO> key_text = text_source(settings.client_key);
    const std::vector<owned<X509>> chain = read_certificates(certificate_text.get());
    if (chain.empty())
        fail("tls: failed to find any PEM data in certificate input");
    // An empty password, so that OpenSSL never asks for one on the terminal.
    std::string password;
    const owned<EVP_PKEY> key(
        PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, password.data()));
    ERR_clear_error();
    if (!key)
        fail("tls: failed to find any PEM data in key input");
    if (SSL_CTX_use_certificate(context, chain.front().get()) != 1)
        fail("tls: the client certificate cannot be used");
    for (std::size_t i = 1; i < chain.size(); ++i)
        SSL_CTX_add1_chain_cert(context, chain[i].get());
    if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1)
        fail("tls: private key does not match public key");
    ERR_clear_error();
}

} // namespace argocdpp::http
