#include "certificate_hint.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace argocdpp::cli {

namespace {

struct advice {
    std::string_view words; ///< in the error
    std::string_view what_to_do;
};

constexpr std::string_view or_insecure = ", or --insecure to trust anybody";

constexpr std::array all_advice = {
    advice{"signed by unknown authority",
           "pass --server-crt FILE with the certificate (PEM) of its issuer"},
    advice{"certificate is valid for", "name the server as its certificate does"},
    advice{"not valid for any names", "the server needs a certificate with its name"},
    advice{"doesn't contain any IP SANs", "name the server as its certificate does"},
    advice{"legacy Common Name", "the server needs a certificate with names of its own (SANs)"},
    advice{"expired or is not yet valid", "renew it, or look at this machine's clock"},
};

constexpr std::array wants_certificate = {
    std::string_view("tls: certificate required"), std::string_view("tls: bad certificate"),
    std::string_view("tls: handshake failure"), // before TLS 1.3
};

} // namespace

std::string certificate_hint(const error& failure) {
    const std::string_view text = failure.what();
    const auto has = [&](std::string_view words) { return text.find(words) != text.npos; };
    if (failure.kind == error_kind::tls && std::ranges::any_of(wants_certificate, has))
        return "the server may want a client's certificate: pass --client-crt FILE and "
               "--client-crt-key FILE";
    // Where a certificate is refused, it is all that the server has said.
    if (failure.kind != error_kind::tls || failure.server_text.empty())
        return "";
    const auto found =
        std::ranges::find_if(all_advice, [&](const advice& each) { return has(each.words); });
    const auto what_to_do =
        found == all_advice.end() ? std::string_view("mend it") : found->what_to_do;
    return failure.server_text + "; " + std::string(what_to_do) + std::string(or_insecure);
}

} // namespace argocdpp::cli
