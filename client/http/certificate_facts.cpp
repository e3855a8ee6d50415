// Subjects are written as pkix.Name does it: what it has a name for comes in an order of its own,
// equal kinds joined by `+`; the rest stands at the end, as the bytes of its value.

#include "certificate_facts.hpp"

#include "../digest.hpp"

#include <openssl/asn1.h>
#include <openssl/objects.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

namespace argocdpp::http {

namespace {

struct part {
    std::string oid;
    std::string value; ///< UTF-8
};

struct named_kind {
    std::string_view oid;
    std::string_view name;
    bool is_single; ///< the last one counts
};

/// As they are printed, first to last.
constexpr std::array named_kinds = {
    named_kind{"2.5.4.5", "SERIALNUMBER", true}, named_kind{"2.5.4.3", "CN", true},
    named_kind{"2.5.4.11", "OU", false},         named_kind{"2.5.4.10", "O", false},
    named_kind{"2.5.4.17", "POSTALCODE", false}, named_kind{"2.5.4.9", "STREET", false},
    named_kind{"2.5.4.7", "L", false},           named_kind{"2.5.4.8", "ST", false},
    named_kind{"2.5.4.6", "C", false},
};

std::string oid_text(const ASN1_OBJECT* object) {
    std::string text(128, '\0');
    const int size = OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 1);
    text.resize(std::clamp<std::size_t>(static_cast<std::size_t>(std::max(size, 0)), 0, 127));
    return text;
}

std::string utf8_text(const ASN1_STRING* value) {
    unsigned char* bytes = nullptr;
    const int size = ASN1_STRING_to_UTF8(&bytes, value);
    std::string text;
    if (size > 0)
        text.assign(bytes, bytes + size);
    OPENSSL_free(bytes);
    return text;
}

std::vector<part> parts_of(const X509_NAME* name) {
    std::vector<part> found;
    for (int i = 0; i < X509_NAME_entry_count(name); ++i) {
        const X509_NAME_ENTRY* entry = X509_NAME_get_entry(name, i);
        found.push_back({oid_text(X509_NAME_ENTRY_get_object(entry)),
                         utf8_text(X509_NAME_ENTRY_get_data(entry))});
    }
    return found;
}

std::string escaped(const std::string& value) {
    constexpr std::string_view special = ",+\"\\<>;";
    std::string text;
    for (std::size_t at = 0; at < value.size(); ++at) {
        const char c = value[at];
        const bool is_outer_blank = c == ' ' && (at == 0 || at + 1 == value.size());
        if (special.find(c) != std::string_view::npos || is_outer_blank || (c == '#' && at == 0))
            text += '\\';
        text += c;
    }
    return text;
}

bool is_printable(const std::string& value) {
    return std::all_of(value.begin(), value.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view(" '()+,-./:=?").find(c) != std::string_view::npos;
    });
}

void add_hex(std::string& text, unsigned byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    text += digits[byte >> 4 & 15U];
    text += digits[byte & 15U];
}

/// As asn1.Marshal would write it again, not as it was: a PrintableString where that is enough.
std::string hex_of_value(const std::string& value) {
    std::string text;
    add_hex(text, is_printable(value) ? 0x13 : 0x0c);
    const auto size = static_cast<unsigned>(value.size());
    if (size > 0xff) {
        add_hex(text, 0x82);
        add_hex(text, size >> 8 & 0xff);
    } else if (size > 0x7f) {
        add_hex(text, 0x81);
    }
    add_hex(text, size & 0xff);
    for (const char c : value)
        add_hex(text, static_cast<unsigned char>(c));
    return text;
}

/// "OU=a+OU=b"; empty where there is none.
std::string named_text(const named_kind& kind, const std::vector<part>& parts) {
    std::string text;
    for (const auto& [oid, value] : parts) {
        if (oid != kind.oid)
            continue;
        if (kind.is_single)
            text.clear();
        text += (text.empty() ? "" : "+") + std::string(kind.name) + "=" + escaped(value);
        if (kind.is_single && value.empty())
            text.clear();
    }
    return text;
}

std::string subject_text(const std::vector<part>& parts) {
    std::string text;
    const auto add = [&text](const std::string& piece) {
        if (!piece.empty())
            text += (text.empty() ? "" : ",") + piece;
    };
    for (const auto& kind : named_kinds)
        add(named_text(kind, parts));
    const auto is_named = [](const part& each) {
        return std::any_of(named_kinds.begin(), named_kinds.end(),
                           [&each](const named_kind& kind) { return kind.oid == each.oid; });
    };
    for (auto each = parts.rbegin(); each != parts.rend(); ++each)
        if (!is_named(*each))
            add(each->oid + "=#" + hex_of_value(each->value));
    return text;
}

struct certificate_deleter {
    void operator()(X509* certificate) const { X509_free(certificate); }
};

} // namespace

std::string name_text(const X509_NAME* name) { return subject_text(parts_of(name)); }

std::optional<certificate_facts> read_certificate(std::string_view der) {
    const std::vector<unsigned char> bytes(der.begin(), der.end());
    const unsigned char* next = bytes.data();
    const std::unique_ptr<X509, certificate_deleter> certificate(
        d2i_X509(nullptr, &next, static_cast<long>(bytes.size())));
    if (!certificate || next != bytes.data() + bytes.size())
        return std::nullopt;
    sha256 digest;
    digest.feed(der);
    return certificate_facts{digest.finish(), name_text(X509_get_subject_name(certificate.get()))};
}

} // namespace argocdpp::http
