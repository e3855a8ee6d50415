// The checks of trust.hpp that look at one certificate, in the words of Go's crypto/x509/verify.go.

#include "certificate_facts.hpp"
#include "socket.hpp"
#include "trust.hpp"

#include <boost/asio/ip/address.hpp>
#include <openssl/asn1.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <vector>

namespace argocdpp::http {

namespace {

struct alternative_names {
    bool present = false;
    std::vector<std::string> dns;
    std::vector<std::string> ip;
};

std::string ip_text(const ASN1_OCTET_STRING* address) {
    const unsigned char* bytes = ASN1_STRING_get0_data(address);
    const int size = ASN1_STRING_length(address);
    boost::asio::ip::address_v4::bytes_type four;
    boost::asio::ip::address_v6::bytes_type sixteen;
    if (size == static_cast<int>(four.size())) {
        std::copy(bytes, bytes + size, four.begin());
        return boost::asio::ip::address_v4(four).to_string();
    }
    if (size == static_cast<int>(sixteen.size())) {
        std::copy(bytes, bytes + size, sixteen.begin());
        return boost::asio::ip::address_v6(sixteen).to_string();
    }
    return "?";
}

alternative_names names_of(X509* certificate) {
    alternative_names found;
    auto* names = static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
    found.present = names != nullptr;
    for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
        if (name->type == GEN_DNS) {
            const auto* text = ASN1_STRING_get0_data(name->d.dNSName);
            const int size = ASN1_STRING_length(name->d.dNSName);
            found.dns.emplace_back(text, text + size);
        } else if (name->type == GEN_IPADD) {
            found.ip.push_back(ip_text(name->d.iPAddress));
        }
    }
    GENERAL_NAMES_free(names);
    return found;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

constexpr unsigned host_flags =
    X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT;

bool is_common_name(X509* certificate, const std::string& host) {
    const unsigned flags = X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
    return X509_check_host(certificate, host.data(), host.size(), flags, nullptr) == 1;
}

std::string name_problem(X509* certificate, const std::string& host) {
    const bool is_ip = is_ip_address(host);
    const bool matches =
        is_ip ? X509_check_ip_asc(certificate, host.c_str(), 0) == 1
              : X509_check_host(certificate, host.data(), host.size(), host_flags, nullptr) == 1;
    if (matches)
        return "";
    const alternative_names names = names_of(certificate);
    if (is_ip && names.ip.empty())
        return "x509: cannot validate certificate for " + host +
               " because it doesn't contain any IP SANs";
    if (!is_ip && !names.present && is_common_name(certificate, host))
        return "x509: certificate relies on legacy Common Name field, use SANs instead";
    const std::vector<std::string>& valid = is_ip ? names.ip : names.dns;
    if (valid.empty())
        return "x509: certificate is not valid for any names, but wanted to match " + host;
    if (valid.size() > 100)
        return "x509: certificate is valid for " + std::to_string(valid.size()) +
               " names, but none matched " + host;
    return "x509: certificate is valid for " + joined(valid) + ", not " + host;
}

std::string rfc3339(const std::tm& utc) {
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

std::string time_problem(const X509* certificate, std::int64_t unix_seconds) {
    const auto now = static_cast<std::time_t>(unix_seconds);
    std::tm now_utc = {};
    gmtime_r(&now, &now_utc);
    const std::string begun =
        "x509: certificate has expired or is not yet valid: current time " + rfc3339(now_utc);
    std::tm limit = {};
    if (ASN1_TIME_to_tm(X509_get0_notBefore(certificate), &limit) == 1 && now < timegm(&limit))
        return begun + " is before " + rfc3339(limit);
    if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &limit) == 1 && now > timegm(&limit))
        return begun + " is after " + rfc3339(limit);
    return "";
}

} // namespace

std::string certificate_problem(X509* certificate, const std::string& host,
                                std::int64_t unix_seconds) {
    const std::string expired = time_problem(certificate, unix_seconds);
    return expired.empty() ? name_problem(certificate, host) : expired;
}

std::string certificate_text(X509* certificate) {
    std::tm limit = {};
    const bool is_known = ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &limit) == 1;
    return "the server's certificate: subject \"" + name_text(X509_get_subject_name(certificate)) +
           "\", issuer \"" + name_text(X509_get_issuer_name(certificate)) + "\", valid until " +
           (is_known ? rfc3339(limit) : "an unknown time");
}

std::string chain_problem(X509_STORE_CTX* verified, std::int64_t unix_seconds) {
    const int code = X509_STORE_CTX_get_error(verified);
    switch (code) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID: {
        const std::string text =
            time_problem(X509_STORE_CTX_get_current_cert(verified), unix_seconds);
        return text.empty() ? "x509: certificate has expired or is not yet valid" : text;
    }
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_CERT_UNTRUSTED:
        return "x509: certificate signed by unknown authority";
    case X509_V_ERR_INVALID_PURPOSE:
        return "x509: certificate specifies an incompatible key usage";
    default:
        return std::string("x509: ") + X509_verify_cert_error_string(code);
    }
}

} // namespace argocdpp::http
