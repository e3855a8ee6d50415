#pragma once
// --parallel, --keep-going and --total-timeout: how something is done to many applications.

#include "flags.hpp"

#include <argocdpp/proto/application.hpp>

#include <chrono>
#include <functional>

namespace argocdpp::cli {

struct many_options {
    long long parallel = 1;
    bool keep_going = false;
    bool recursive = false;
    std::chrono::nanoseconds total_timeout = std::chrono::nanoseconds::zero(); ///< zero is none
    /// With `recursive`: whether an application that its children may have changed is to have its
    /// turn once more. Never where it is empty.
    std::function<bool(const proto::application&)> is_to_be_repeated = {};
    bool has_documents = false; ///< the answer is read by programs: the table goes elsewhere

    /// Whether anything but the official CLI's order is asked for: one after the other, and the
    /// first failure is the end.
    bool is_used() const;
    /// Whether a table at the end says how it ended for each.
    bool has_summary() const { return parallel > 1 || keep_going || recursive; }
};

void describe_many(flag_set& flags, many_options& given);
/// --parallel and --keep-going alone.
void describe_at_once(flag_set& flags, many_options& given);
/// --recursive, of the commands that follow applications of applications.
void describe_recursion(flag_set& flags, many_options& given);

/// Throws `failure` for a number that can't be.
void check_many(const many_options& given);

} // namespace argocdpp::cli
