// A token's claims are read or refused without a part of it in the error. The input is a token, or
// the claims of one.

#include "failure.hpp"
#include "target.hpp"
#include "token_claims.hpp"

#include <argocdpp/proto/json.hpp>

namespace argocdpp::fuzz {

namespace {

std::string base64url(std::string_view bytes) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    unsigned pending = 0;
    unsigned bits = 0;
    for (const char c : bytes) {
        pending = (pending << 8 | static_cast<unsigned char>(c)) & 0xffffffU;
        for (bits += 8; bits >= 6; bits -= 6)
            text += alphabet[pending >> (bits - 6) & 63U];
    }
    if (bits > 0)
        text += alphabet[pending << (6 - bits) & 63U];
    return text;
}

/// Whether the token's claims can be read.
bool is_read(std::string_view token) {
    try {
        const cli::token_claims claims = cli::read_claims(token);
        expect(claims.account().find(':') == std::string::npos, "an account has no colon");
        expect(claims.expires_at != 0 || claims.not_before > 0 || claims.is_valid_at(0),
               "a token without times always counts");
        return true;
    } catch (const cli::failure& refused) {
        const std::string_view said = refused.what();
        expect(said.starts_with("token is malformed: "), "the official CLI's words");
        std::string_view rest = token;
        while (!rest.empty())
            if (const auto part = take_until(rest, "."); part.size() > 10)
                expect(said.find(part) == said.npos, "no part of the token in an error");
        return false;
    }
}

bool is_json(std::string_view text) {
    try {
        proto::parse(text);
        return true;
    } catch (const proto::format_error&) {
        return false;
    }
}

} // namespace

void token_claims(std::string_view text) {
    is_read(text);
    expect(is_read("eyJ." + base64url(text) + ".sig") == is_json(text),
           "claims are read where they are JSON");
}

} // namespace argocdpp::fuzz
