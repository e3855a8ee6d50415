// argocdpp cert add-tls, add-ssh, list, rm: what repository servers are known by.

#include "../base64.hpp"
#include "../certificate_text.hpp"
#include "../commands.hpp"
#include "../confirmation.hpp"
#include "../document_output.hpp"
#include "../invocation.hpp"
#include "../text_file.hpp"
#include "../views/joined_text.hpp"
#include "../views/table.hpp"

#include <argocdpp/certificates.hpp>

#include <algorithm>
#include <set>

namespace argocdpp::cli {
namespace {

using certificate = proto::repository_certificate;

struct addition {
    std::string from;
    bool batch = false;
    bool upsert = false;
};

void describe_tls(flag_set& flags, addition& given) {
    flags.add(given.from, "from", 0, "file with the certificates, PEM; standard input otherwise");
    flags.add(given.upsert, "upsert", 0, "replace the certificates that the server name has");
}

void describe_ssh(flag_set& flags, addition& given) {
    flags.add(given.from, "from", 0, "file with known hosts; standard input otherwise");
    flags.add(given.batch, "batch", 0, "read lines of a known_hosts file; there is no other way");
    flags.add(given.upsert, "upsert", 0, "replace keys that are known differently");
}

/// What is added; says first where it is read from.
std::string text_to_add(invocation& call, const addition& given, const std::string& of_file,
                        const std::string& of_input) {
    if (given.from.empty()) {
        call.streams().out(of_input + " Press CTRL-D when finished.\n");
        return call.streams().read_all();
    }
    call.streams().out(of_file + " '" + given.from + "'\n");
    return read_text_file(given.from, exit_code::error);
}

std::vector<std::string> without_duplicates(invocation& call, std::vector<std::string> blocks) {
    std::set<std::string> known;
    std::vector<std::string> kept;
    for (auto& block : blocks) {
        const auto facts = read_certificate_block(block);
        if (known.insert(facts.fingerprint).second)
            kept.push_back(std::move(block));
        else
            call.streams().out("WARNING: Duplicate certificate detected (SHA256 fingerprint " +
                               facts.fingerprint + ", subject '" + facts.subject +
                               "'), skipping.\n");
    }
    return kept;
}

task<exit_code> add_tls(invocation& call, addition given) {
    if (call.arguments().size() != 1)
        throw show_help();
    auto text = text_to_add(call, given, "Reading TLS certificate data in PEM format from",
                            "Enter TLS certificate data in PEM format.");
    const auto blocks = without_duplicates(call, certificate_blocks(text));
    if (blocks.empty()) {
        call.streams().out("No valid certificates have been detected in the stream.\n");
        co_return exit_code::success;
    }
    std::vector<certificate> wanted(1);
    wanted.front().server_name = call.arguments().front();
    wanted.front().type = "https";
    wanted.front().data = encode_base64(joined(blocks, "\n"));
    co_await call.server().certs().create(std::move(wanted), given.upsert);
    call.streams().out("Created/updated TLS certificate entry for repository server " +
                       call.arguments().front() + " with " + std::to_string(blocks.size()) +
                       " unique PEM certificates\n");
    co_return exit_code::success;
}

std::vector<certificate> host_keys(const std::vector<std::string>& lines) {
    std::vector<certificate> wanted;
    for (const auto& line : lines) {
        const auto entry = read_known_host(line);
        for (const auto& host : entry.hosts) {
            certificate one;
            one.server_name = host;
            one.type = "ssh";
            one.sub_type = entry.type;
            one.data = encode_base64(entry.key);
            wanted.push_back(std::move(one));
        }
    }
    return wanted;
}

task<exit_code> add_ssh(invocation& call, addition given) {
    if (!given.batch)
        throw failure(exit_code::error,
                      "you need to specify --batch or specify --help for usage instructions");
    const auto text = text_to_add(call, given, "Reading SSH known hosts entries from file",
                                  "Enter SSH known hosts entries, one per line.");
    const auto lines = known_host_lines(text);
    if (lines.empty())
        throw failure(exit_code::error, "No valid SSH known hosts data found.");
    const auto made = co_await call.server().certs().create(host_keys(lines), given.upsert);
    call.streams().out("Successfully created " + std::to_string(made.size()) +
                       " SSH known host entries\n");
    co_return exit_code::success;
}

struct list_options {
    std::string output = "wide";
    std::string sort;
    std::string type;
    std::string pattern;
};

void describe_list(flag_set& flags, list_options& given) {
    flags.add(given.output, "output", 'o', "one of wide, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide json yaml jsonpath= custom-columns=");
    flags.add(given.sort, "sort", 0, "what the table is sorted by: hostname or type")
        .one_of("hostname type");
    flags.add(given.type, "cert-type", 0, "only certificates of this type: ssh or https")
        .one_of("ssh https");
    flags.add(given.pattern, "hostname-pattern", 0, "only hosts that match, e.g. '*.example.com'");
}

std::string certificate_table(std::vector<certificate> found, const std::string& order) {
    const auto sort_by = [&found](std::string certificate::*field) {
        std::stable_sort(found.begin(), found.end(), [field](const auto& one, const auto& other) {
            return one.*field < other.*field;
        });
    };
    if (order == "hostname" || order.empty())
        sort_by(&certificate::server_name);
    else if (order == "type")
        sort_by(&certificate::type);
    std::string rows;
    add_row(rows, {"HOSTNAME", "TYPE", "SUBTYPE", "INFO"});
    for (const auto& each : found)
        add_row(rows, {each.server_name, each.type, each.sub_type, each.info});
    return align(rows, 0, 2);
}

task<exit_code> list(invocation& call, list_options given) {
    if (!given.type.empty() && given.type != "ssh" && given.type != "https") {
        call.streams().out("cert-type must be either ssh or https\n");
        co_return exit_code::failure;
    }
    certificate_choice choice{
        .host_pattern = given.pattern, .type = given.type, .sub_type = std::string()};
    auto found = co_await call.server().certs().list(std::move(choice));
    if (is_document_format(given.output)) {
        call.streams().out(list_document(found, given.output));
        co_return exit_code::success;
    }
    check_wide(given.output);
    call.streams().out(certificate_table(std::move(found), given.sort));
    co_return exit_code::success;
}

struct removal {
    std::string type;
    std::string sub_type;
};

void describe_removal(flag_set& flags, removal& given) {
    flags.add(given.type, "cert-type", 0, "only certificates of this type: ssh or https")
        .one_of("ssh https");
    flags.add(given.sub_type, "cert-sub-type", 0, "only SSH keys of this type, e.g. ssh-rsa");
}

task<exit_code> remove(invocation& call, removal given) {
    if (call.arguments().empty())
        throw show_help();
    const auto& pattern = call.arguments().front();
    if (pattern == "*")
        throw failure(exit_code::error, "A single wildcard is not allowed as REPOSERVER name.");
    if (!is_confirmed(call, "Are you sure you want to remove all certificates for '" + pattern +
                                "'? [y/n]")) {
        call.streams().out("The command to remove all certificates for '" + pattern +
                           "' was cancelled.\n");
        co_return exit_code::success;
    }
    certificate_choice choice{
        .host_pattern = pattern, .type = given.type, .sub_type = given.sub_type};
    const auto gone = co_await call.server().certs().remove(std::move(choice));
    std::string text;
    for (const auto& each : gone)
        text += "Removed cert for '" + each.server_name + "' of type '" + each.type +
                "' (subtype '" + each.sub_type + "')\n";
    call.streams().out(
        gone.empty() ? "No certificates were removed (none matched the given pattern)\n" : text);
    co_return exit_code::success;
}

} // namespace

const command cert_add_ssh = {
    .path = "cert add-ssh",
    .arguments = "--batch",
    .summary = "Add SSH host keys of repository servers",
    .examples = "ssh-keyscan git.example.com | argocdpp cert add-ssh --batch",
    .bind = bind<addition, describe_ssh, add_ssh>,
};

const command cert_add_tls = {
    .path = "cert add-tls",
    .arguments = "SERVERNAME",
    .summary = "Add TLS certificates of a repository server",
    .examples = "argocdpp cert add-tls --from git.pem git.example.com",
    .bind = bind<addition, describe_tls, add_tls>,
};

const command cert_list = {
    .path = "cert list",
    .summary = "List certificates and SSH host keys",
    .examples = "argocdpp cert list --cert-type https",
    .bind = bind<list_options, describe_list, list>,
};

const command cert_rm = {
    .path = "cert rm",
    .arguments = "REPOSERVER",
    .names = {name_kind::certificate},
    .summary = "Take the certificates of a repository server away",
    .examples = "argocdpp cert rm --cert-type https git.example.com",
    .bind = bind<removal, describe_removal, remove>,
};

} // namespace argocdpp::cli
