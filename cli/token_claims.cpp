#include "token_claims.hpp"

#include "failure.hpp"

#include <argocdpp/proto/json.hpp>

#include <open_id/base64url.hpp>

namespace argocdpp::cli {

namespace {

[[noreturn]] void refuse(std::string_view why) {
    throw failure(exit_code::error, "token is malformed: " + std::string(why));
}

std::string text_member(const proto::any& object, std::string_view key) {
    const proto::any* member = object.find(key);
    return member != nullptr && member->is_string() ? member->string() : std::string();
}

long long seconds_member(const proto::any& object, std::string_view key) {
    const proto::any* member = object.find(key);
    return member != nullptr && member->is_number() ? member->num().integer().value_or(0) : 0;
}

} // namespace

const std::string& token_claims::display_name() const {
    if (!email.empty())
        return email;
    if (!name.empty())
        return name;
    return identifier();
}

const std::string& token_claims::identifier() const {
    return dex_user_id.empty() ? subject : dex_user_id;
}

bool token_claims::is_valid_at(long long now) const {
    return (expires_at == 0 || now < expires_at) && now >= not_before;
}

std::string token_claims::account() const { return account_of(subject); }

std::string account_of(std::string_view subject) {
    return std::string(subject.substr(0, subject.find(':')));
}

token_claims read_claims(std::string_view token) {
    const std::size_t first = token.find('.');
    const std::size_t second = first == token.npos ? token.npos : token.find('.', first + 1);
    if (second == token.npos || token.find('.', second + 1) != token.npos)
        refuse("token contains an invalid number of segments");
    const auto segment = open_id::decode_base64url(token.substr(first + 1, second - first - 1));
    if (!segment)
        refuse("could not base64 decode claim");
    proto::any document;
    try {
        document = proto::parse(*segment);
    } catch (const proto::format_error&) {
        refuse("could not JSON decode claim");
    }
    token_claims claims;
    claims.issuer = text_member(document, "iss");
    claims.subject = text_member(document, "sub");
    claims.email = text_member(document, "email");
    claims.name = text_member(document, "name");
    claims.id = text_member(document, "jti");
    claims.issued_at = seconds_member(document, "iat");
    claims.expires_at = seconds_member(document, "exp");
    claims.not_before = seconds_member(document, "nbf");
    if (const proto::any* federated = document.find("federated_claims"))
        claims.dex_user_id = text_member(*federated, "user_id");
    return claims;
}

} // namespace argocdpp::cli
