#pragma once
// Options of a spec outside of its sources as the command line names them, put into the document.

#include "flags.hpp"

#include <argocdpp/proto/any.hpp>

#include <optional>
#include <string>

namespace argocdpp::cli {

/// none, manual, automated, automatic or auto. Throws `failure`.
void set_sync_policy(proto::any& spec, const std::string& policy);
/// Adds options, and removes those that begin with `!`.
void change_sync_options(proto::any& spec, const text_list& options);

struct retry_options_given {
    long long limit = 0;
    bool refresh = false;
    std::string duration;
    std::string max_duration;
    long long factor = 2;
};
/// No retries with a limit of 0. Throws `failure` for a negative one.
void set_sync_retry(proto::any& spec, const retry_options_given& given);
void set_retry_refresh(proto::any& spec, bool refresh);

/// Of automated syncs; the policy comes disabled where there was none.
struct automation_given {
    std::optional<bool> prune;
    std::optional<bool> self_heal;
    std::optional<bool> allow_empty;
};
void set_automation(proto::any& spec, const automation_given& given);

} // namespace argocdpp::cli
