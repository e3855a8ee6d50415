// argocdpp gpg list, get, add, rm: the keys that signatures of commits are checked with.

#include "../commands.hpp"
#include "../confirmation.hpp"
#include "../document_output.hpp"
#include "../failure.hpp"
#include "../invocation.hpp"
#include "../text_file.hpp"
#include "../views/table.hpp"

#include <argocdpp/gpg_keys.hpp>

namespace argocdpp::cli {
namespace {

std::string upper(std::string text) {
    for (char& letter : text)
        if (letter >= 'a' && letter <= 'z')
            letter = static_cast<char>(letter - 32);
    return text;
}

/// Unlike others these commands end with 20, without help.
const std::string& key_argument(const invocation& call) {
    if (call.arguments().size() != 1)
        throw failure(exit_code::error, "Missing KEYID argument");
    return call.arguments().front();
}

struct output_options {
    std::string output = "wide";
};

void describe_output(flag_set& flags, output_options& given) {
    flags.add(given.output, "output", 'o', "one of wide, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide json yaml jsonpath= custom-columns=");
}

task<exit_code> list(invocation& call, output_options given) {
    const auto keys = co_await call.server().keys().list();
    if (is_document_format(given.output)) {
        call.streams().out(list_document(keys, given.output));
        co_return exit_code::success;
    }
    check_wide(given.output);
    std::string rows;
    add_row(rows, {"KEYID", "TYPE", "IDENTITY"});
    for (const auto& key : keys)
        add_row(rows, {key.key_id, upper(key.sub_type), key.owner});
    call.streams().out(align(rows, 0, 2));
    co_return exit_code::success;
}

task<exit_code> get(invocation& call, output_options given) {
    const auto key = co_await call.server().keys().get(key_argument(call));
    if (is_document_format(given.output)) {
        call.streams().out(document_text(proto::encode(key), given.output));
        co_return exit_code::success;
    }
    check_wide(given.output);
    call.streams().out("Key ID:          " + key.key_id + "\nKey fingerprint: " + key.fingerprint +
                       "\nKey subtype:     " + upper(key.sub_type) + "\nKey owner:       " +
                       key.owner + "\nKey data follows until EOF:\n" + key.key_data + "\n");
    co_return exit_code::success;
}

struct add_options {
    std::string from;
};

void describe_addition(flag_set& flags, add_options& given) {
    flags.add(given.from, "from", 'f', "file with the keys, ASCII-armoured");
}

task<exit_code> add(invocation& call, add_options given) {
    if (given.from.empty())
        throw failure(exit_code::error, "--from is mandatory");
    auto data = read_text_file(given.from, exit_code::error);
    const auto done = co_await call.server().keys().add(std::move(data));
    std::string text =
        "Created " + std::to_string(done.created.items.size()) + " key(s) from input file";
    if (!done.skipped.empty())
        text += ", and " + std::to_string(done.skipped.size()) +
                " key(s) were skipped because they exist already";
    call.streams().out(text + ".\n");
    co_return exit_code::success;
}

struct no_options {};

void describe_nothing(flag_set&, no_options&) {}

task<exit_code> remove(invocation& call, no_options) {
    const auto& key = key_argument(call);
    if (!is_confirmed(call, "Are you sure you want to remove '" + key + "'? [y/n] ")) {
        call.streams().out("The command to delete key with key ID '" + key + "' was cancelled.\n");
        co_return exit_code::success;
    }
    co_await call.server().keys().remove(key);
    call.streams().out("Deleted key with key ID " + key + "\n");
    co_return exit_code::success;
}

} // namespace

const command gpg_list = {
    .path = "gpg list",
    .summary = "List the keys that signatures are checked with",
    .examples = "argocdpp gpg list",
    .bind = bind<output_options, describe_output, list>,
};

const command gpg_get = {
    .path = "gpg get",
    .arguments = "KEYID",
    .names = {name_kind::gpg_key},
    .summary = "Show a key",
    .examples = "argocdpp gpg get D56C4FCA57A46444",
    .bind = bind<output_options, describe_output, get>,
};

const command gpg_add = {
    .path = "gpg add",
    .summary = "Add keys from a file",
    .examples = "argocdpp gpg add --from team.asc",
    .bind = bind<add_options, describe_addition, add>,
};

const command gpg_rm = {
    .path = "gpg rm",
    .arguments = "KEYID",
    .names = {name_kind::gpg_key},
    .summary = "Take a key away",
    .examples = "argocdpp gpg rm D56C4FCA57A46444",
    .bind = bind<no_options, describe_nothing, remove>,
};

} // namespace argocdpp::cli
