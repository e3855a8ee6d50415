#include "repository_secrets.hpp"

#include "answer.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

namespace argocdpp {
namespace {

/// "secret" of "http://user:secret@host"; empty where there is none.
std::string password_in(const std::string& url) {
    const auto scheme = url.find("://");
    const auto begin = scheme == url.npos ? 0 : scheme + 3;
    const auto at = url.substr(0, url.find('/', begin)).rfind('@');
    const auto colon = url.find(':', begin);
    return at == url.npos || colon > at ? "" : url.substr(colon + 1, at - colon - 1);
}

/// What to look for, the longest first: one may be a part of another.
std::vector<std::string> secrets_of(const proto::repository_access& sent) {
    std::vector<std::string> secrets;
    for (const auto& secret :
         {sent.password, sent.bearer_token, sent.ssh_private_key, sent.tls_client_cert_key,
          sent.github_app_private_key, sent.gcp_service_account_key,
          sent.azure_service_principal_client_secret, password_in(sent.proxy)}) {
        if (secret.empty())
            continue;
        secrets.push_back(secret);
        secrets.push_back(in_json(secret));
    }
    std::ranges::sort(secrets, {}, [](const std::string& one) { return -std::ssize(one); });
    return secrets;
}

bool is_word(char letter) { return std::isalnum(static_cast<unsigned char>(letter)) != 0; }

/// Whole words only: of the password "test" the "error testing" of the server tells nothing.
std::string masked(std::string text, const std::vector<std::string>& secrets) {
    for (const auto& secret : secrets) {
        for (std::size_t at = 0; (at = text.find(secret, at)) != text.npos;) {
            const auto end = at + secret.size();
            const bool is_inside =
                (at > 0 && is_word(text[at - 1]) && is_word(secret.front())) ||
                (end < text.size() && is_word(text[end]) && is_word(secret.back()));
            if (!is_inside)
                text.replace(at, secret.size(), "***");
            at += is_inside ? 1 : 3;
        }
    }
    return text;
}

} // namespace

error without_secrets(const error& failure, const proto::repository_access& sent) {
    const auto secrets = secrets_of(sent);
    auto made = failure;
    static_cast<std::runtime_error&>(made) = std::runtime_error(masked(failure.what(), secrets));
    made.server_text = masked(failure.server_text, secrets);
    return made;
}

} // namespace argocdpp
