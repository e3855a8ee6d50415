#include "digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <new>

namespace argocdpp {

struct sha256::state {
    state()
        : context(EVP_MD_CTX_new()) {
        if (context == nullptr)
            throw std::bad_alloc();
    }
    ~state() { EVP_MD_CTX_free(context); }
    state(const state&) = delete;
    state& operator=(const state&) = delete;

    EVP_MD_CTX* context;
};

sha256::sha256()
    : state_(std::make_unique<state>()) {
    reset();
}

sha256::~sha256() = default;

void sha256::reset() {
    if (EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) != 1)
        throw std::bad_alloc();
}

void sha256::feed(std::string_view piece) {
    EVP_DigestUpdate(state_->context, piece.data(), piece.size());
}

std::string sha256::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> raw;
    unsigned int size = 0;
    EVP_DigestFinal_ex(state_->context, raw.data(), &size);
    std::string text;
    for (unsigned int i = 0; i < size; ++i) {
        constexpr char digits[] = "0123456789abcdef";
        text += digits[raw[i] >> 4];
        text += digits[raw[i] & 15];
    }
    return text;
}

} // namespace argocdpp
