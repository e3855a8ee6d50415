// argocdpp proj add-signature-key, remove-signature-key: with which keys commits must be signed.
// The official CLI hides both in favour of `proj source-integrity git policies`.

#include "../commands.hpp"
#include "../key_id.hpp"
#include "../project_edit.hpp"

namespace argocdpp::cli {
namespace {

struct options {};

void describe(flag_set&, options&) {}

void warn(invocation& call) {
    call.streams().err("Command \"" + std::string(last_word(call.current())) +
                       "\" is deprecated, use `proj source-integrity git policies` instead\n");
}

task<exit_code> add(invocation& call, options) {
    warn(call);
    expect_arguments(call, 2);
    const auto& wanted = call.arguments().back();
    try {
        gnupg_key_id(wanted);
    } catch (const std::invalid_argument& fault) {
        throw failure(exit_code::failure, fault.what());
    }
    projects::change append = [&](proto::project& project) {
        auto& keys = project.spec.signature_keys;
        if (std::ranges::find(keys, wanted, &proto::signature_key::key_id) != keys.end())
            throw failure(exit_code::failure,
                          "Specified signature key is already defined in project");
        keys.emplace_back().key_id = wanted;
        return true;
    };
    co_await edit_project(call, std::move(append));
    co_return exit_code::success;
}

task<exit_code> remove(invocation& call, options) {
    warn(call);
    expect_arguments(call, 2);
    const auto& wanted = call.arguments().back();
    projects::change change = [&](proto::project& project) {
        const auto is_it = [&](const proto::signature_key& key) { return key.key_id == wanted; };
        if (!remove_first(project.spec.signature_keys, is_it))
            throw failure(exit_code::failure,
                          "Specified signature key is not configured for project");
        return true;
    };
    co_await edit_project(call, std::move(change));
    co_return exit_code::success;
}

} // namespace

const command proj_add_signature_key = {
    .path = "proj add-signature-key",
    .arguments = "PROJECT KEY-ID",
    .names = {name_kind::project, name_kind::gpg_key},
    .summary = "Accept commits signed with a GnuPG key (use source-integrity instead)",
    .differences = project_edit_differences,
    .examples = "argocdpp proj add-signature-key team-a D56C4FCA57A46444",
    .hidden = true,
    .bind = bind<options, describe, add>,
};

const command proj_remove_signature_key = {
    .path = "proj remove-signature-key",
    .arguments = "PROJECT KEY-ID",
    .names = {name_kind::project, name_kind::gpg_key},
    .summary = "Accept a GnuPG key no more (use source-integrity instead)",
    .differences = project_edit_differences,
    .examples = "argocdpp proj remove-signature-key team-a D56C4FCA57A46444",
    .hidden = true,
    .bind = bind<options, describe, remove>,
};

} // namespace argocdpp::cli
