#include "certificate_text.hpp"

#include "base64.hpp"
#include "failure.hpp"
#include "go_values.hpp"

#include <algorithm>
#include <array>
#include <http/certificate_facts.hpp>
#include <optional>

namespace argocdpp::cli {
namespace {

constexpr std::string_view begin_mark = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view end_mark = "-----END CERTIFICATE-----";
constexpr std::size_t most_lines = 128;
constexpr std::size_t most_entries = 256;
/// The official CLI stops in silence in front of a line as long as this.
constexpr std::size_t longest_line = 64 * 1024 - 1;

[[noreturn]] void refuse(const std::string& message) { throw failure(exit_code::error, message); }

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        if (line.size() > longest_line)
            break;
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        lines.emplace_back(line);
    }
    return lines;
}

void check_count(std::size_t count) {
    if (count > most_entries)
        refuse("limit exceeded");
}

std::string_view without_end_blanks(std::string_view line) {
    const auto last = line.find_last_not_of(" \t");
    return line.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

std::optional<std::string> decoded(const std::string& text) {
    try {
        return decode_base64(text);
    } catch (const failure&) {
        return std::nullopt;
    }
}

/// The bytes between the marks; nothing where either is not alone on its line, or between them is
/// no base64. Headers ("Key: value") are passed over.
std::optional<std::string> pem_bytes(const std::string& block) {
    const auto lines = lines_of(block);
    if (lines.size() < 2 || without_end_blanks(lines.front()) != begin_mark ||
        without_end_blanks(lines.back()) != end_mark)
        return std::nullopt;
    std::string text;
    bool is_in_headers = true;
    for (std::size_t at = 1; at + 1 < lines.size(); ++at) {
        is_in_headers = is_in_headers && lines[at].find(':') != std::string::npos;
        if (is_in_headers)
            continue;
        for (const char c : lines[at])
            if (c != ' ' && c != '\t')
                text += c;
    }
    return decoded(text);
}

std::vector<std::string> fields_of(std::string_view line) {
    std::vector<std::string> fields;
    constexpr std::string_view blanks = " \t\v\f\r\n";
    for (auto at = line.find_first_not_of(blanks); at != std::string_view::npos;) {
        const auto end = std::min(line.find_first_of(blanks, at), line.size());
        fields.emplace_back(line.substr(at, end - at));
        at = line.find_first_not_of(blanks, end);
    }
    return fields;
}

constexpr std::array key_types = {
    "ssh-rsa",
    "ssh-dss",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com",
    "ssh-rsa-cert-v01@openssh.com",
    "ssh-dss-cert-v01@openssh.com",
    "ecdsa-sha2-nistp256-cert-v01@openssh.com",
    "ecdsa-sha2-nistp384-cert-v01@openssh.com",
    "ecdsa-sha2-nistp521-cert-v01@openssh.com",
    "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com",
    "ssh-ed25519-cert-v01@openssh.com",
    "sk-ssh-ed25519-cert-v01@openssh.com",
};

/// Whether it begins like a key, in the words of golang.org/x/crypto/ssh; the server looks at the
/// rest of it.
void check_key(const std::string& text) {
    std::string bytes;
    try {
        bytes = decode_base64(text);
    } catch (const failure& fault) {
        refuse(fault.what());
    }
    std::size_t size = 0;
    if (bytes.size() >= 4)
        for (std::size_t at = 0; at < 4; ++at)
            size = size << 8 | static_cast<unsigned char>(bytes[at]);
    if (bytes.size() < 4 || bytes.size() - 4 < size)
        refuse("ssh: short read");
    const auto type = bytes.substr(4, size);
    if (std::find(key_types.begin(), key_types.end(), type) == key_types.end())
        refuse("ssh: unknown key algorithm: " + type);
}

} // namespace

std::vector<std::string> certificate_blocks(std::string_view text) {
    std::vector<std::string> blocks;
    std::string block;
    std::size_t count = 0;
    bool is_inside = false;
    for (const auto& line : lines_of(text)) {
        if (!is_inside && !line.starts_with(begin_mark))
            continue;
        count = is_inside ? count + 1 : 1;
        is_inside = !is_inside || !line.starts_with(end_mark);
        block += line + "\n";
        if (!is_inside) {
            blocks.push_back(std::move(block));
            block.clear();
            check_count(blocks.size());
        }
        if (count > most_lines)
            refuse("maximum number of lines exceeded during certificate parsing");
    }
    return blocks;
}

pem_certificate read_certificate_block(const std::string& block) {
    const auto bytes = pem_bytes(block);
    if (!bytes)
        refuse("could not decode PEM data from input");
    auto facts = http::read_certificate(*bytes);
    if (!facts)
        refuse("could not parse X509 data from input");
    return {std::move(facts->fingerprint), std::move(facts->subject)};
}

std::vector<std::string> known_host_lines(std::string_view text) {
    std::vector<std::string> found;
    for (auto& line : lines_of(text)) {
        const auto entry = trimmed(line);
        const auto blank = entry.find(' ');
        if (entry.empty() || entry.front() == '#' || blank == std::string::npos ||
            entry.find(' ', blank + 1) == std::string::npos)
            continue;
        found.push_back(std::move(line));
        check_count(found.size());
    }
    return found;
}

known_host read_known_host(const std::string& line) {
    // The type and key of the request are cut at single blanks, as the official CLI does it, odd as
    // that is for a line with a marker or blanks in front; the hosts are not.
    const auto first = line.find(' ');
    const auto second = line.find(' ', first + 1);
    if (first == std::string::npos || second == std::string::npos)
        refuse("error while tokenizing input data");
    auto fields = fields_of(line);
    if (fields.size() < 3 || fields.size() > 5)
        refuse("ssh: invalid entry in known_hosts data");
    if (fields.front().front() == '@')
        fields.erase(fields.begin());
    check_key(fields.size() > 2 ? fields[2] : "");
    known_host found{.hosts = {},
                     .type = line.substr(first + 1, second - first - 1),
                     .key = line.substr(second + 1)};
    const auto& hosts = fields.front();
    for (std::size_t at = 0; at <= hosts.size();) {
        const auto end = std::min(hosts.find(',', at), hosts.size());
        found.hosts.push_back(hosts.substr(at, end - at));
        at = end + 1;
    }
    return found;
}

} // namespace argocdpp::cli
