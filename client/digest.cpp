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
    std::string text;
    for (const char c : finish_bytes()) {
        constexpr char digits[] = "0123456789abcdef";
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::string sha256::finish_bytes() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> raw;
    unsigned int size = 0;
    EVP_DigestFinal_ex(state_->context, raw.data(), &size);
    return {raw.begin(), raw.begin() + size};
}

} // namespace argocdpp
