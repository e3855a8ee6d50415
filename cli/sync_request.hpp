#pragma once
// What `app sync` asks for, as its flags say it.

#include "flags.hpp"

#include <argocdpp/proto/sync_request.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace argocdpp::cli {

struct sync_request_flags {
    std::string revision;
    std::string strategy;
    text_list infos;
    text_list revisions;
    std::vector<long long> source_positions;
    long long retry_limit = 0;
    long long retry_factor = 2;
    std::chrono::nanoseconds retry_duration = std::chrono::seconds(5);
    std::chrono::nanoseconds retry_max_duration = std::chrono::minutes(3);
    bool retry_refresh = false;
    bool out_of_sync_only = false;
    bool dry_run = false;
    bool force = false;
    bool prune = false;
    bool replace = false;
    bool server_side = false;
};

/// Declares how to sync; which revisions, and of which sources, is declared by the command.
void describe_sync_request(flag_set& flags, sync_request_flags& given);

/// The request, but for what it takes the application to know. Throws `failure`.
proto::sync_request sync_request_of(const sync_request_flags& given);

} // namespace argocdpp::cli
