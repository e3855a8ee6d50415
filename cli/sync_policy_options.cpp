#include "sync_policy_options.hpp"

#include "failure.hpp"
#include "spec_document.hpp"

#include <algorithm>

namespace argocdpp::cli {

using proto::any;

void set_sync_policy(any& spec, const std::string& policy) {
    if (policy == "none" || policy == "manual") {
        if (any* known = spec.find("syncPolicy"))
            known->erase("automated");
        erase_zero_policy(spec);
        return;
    }
    if (policy != "automated" && policy != "automatic" && policy != "auto")
        throw failure(exit_code::failure, "Invalid sync-policy: " + policy);
    // An automated policy starts anew; what nobody knows here stays.
    any& automated = object_in(object_in(spec, "syncPolicy"), "automated");
    for (const auto* key : {"prune", "selfHeal", "allowEmpty", "enabled"})
        automated.erase(key);
}

void change_sync_options(any& spec, const text_list& options) {
    any& policy = object_in(spec, "syncPolicy");
    auto& listed = list_in(policy, "syncOptions");
    for (const auto& option : options) {
        const bool removes = option.starts_with('!');
        const auto found = std::ranges::find(listed, any(removes ? option.substr(1) : option));
        if (removes && found != listed.end())
            listed.erase(found);
        else if (!removes && found == listed.end())
            listed.emplace_back(option);
    }
    erase_if_empty(policy, "syncOptions");
    erase_zero_policy(spec);
}

void set_sync_retry(any& spec, const retry_options_given& given) {
    if (given.limit < 0)
        throw failure(exit_code::failure,
                      "Invalid sync-retry-limit [" + std::to_string(given.limit) + "]");
    if (given.limit == 0) {
        if (any* policy = spec.find("syncPolicy"))
            policy->erase("retry");
        erase_zero_policy(spec);
        return;
    }
    any& retry = object_in(object_in(spec, "syncPolicy"), "retry");
    retry.set("limit", any::integer(given.limit));
    any& pause = object_in(retry, "backoff");
    pause.set("duration", given.duration);
    pause.set("factor", any::integer(given.factor));
    pause.set("maxDuration", given.max_duration);
    put_switch(retry, "refresh", given.refresh);
}

void set_retry_refresh(any& spec, bool refresh) {
    put_switch(object_in(object_in(spec, "syncPolicy"), "retry"), "refresh", refresh);
}

void set_automation(any& spec, const automation_given& given) {
    if (!given.prune && !given.self_heal && !given.allow_empty)
        return;
    any& policy = object_in(spec, "syncPolicy");
    if (const any* known = policy.find("automated"); !known || !known->is_object())
        object_in(policy, "automated").set("enabled", false);
    any& automated = object_in(policy, "automated");
    if (given.prune)
        automated.set("prune", *given.prune);
    if (given.self_heal)
        automated.set("selfHeal", *given.self_heal);
    if (given.allow_empty)
        automated.set("allowEmpty", *given.allow_empty);
}

} // namespace argocdpp::cli
