#pragma once
// Lines of containers' logs, as the server streams them.

#include <argocdpp/proto/event.hpp>
#include <argocdpp/proto/metadata.hpp>

#include <optional>
#include <string>

namespace argocdpp::proto {

/// One line. One that tells why a container has no log to show has neither pod nor time.
struct log_entry {
    std::string content;
    timestamp time;         ///< in UTC, without fractions
    std::string exact_time; ///< with them, in the node's zone; year 1 where there is none
    std::string pod_name;
    bool last = false; ///< nothing more is to come, and the content does not count
    any rest;
};

/// One message of the stream: a line or an error, never both.
struct log_stream_message {
    std::optional<log_entry> result;
    std::optional<stream_error> error;
    any rest;
};

} // namespace argocdpp::proto
