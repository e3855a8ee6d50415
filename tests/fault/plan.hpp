#pragma once
// What goes wrong in one run of one command, drawn from a seed.
//
//   fault_plan plan = draw_plan(fault::reset, subject::wait, 42);
//   plan.strikes(request_kind::read)      // whether this answer is hit
//
// The same seed gives the same plan, and what the server has (see model.hpp) does not depend on
// the fault.

#include <argocdpp/clock.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string_view>
#include <vector>

namespace argocdpp::tests {

enum class fault_kind {
    none,
    reset,           ///< the connection breaks at byte n, of the request or of the answer
    silence,         ///< from byte n on nothing more comes, and the connection stays
    delay,           ///< the answer comes late
    drip,            ///< one byte at a time
    truncated_body,  ///< the connection ends, in order, in the middle of a body
    tls_close,       ///< TLS ends without its farewell
    truncated_gzip,  ///< half of the packed body, the HTTP around it complete
    corrupt_gzip,    ///< a byte of the packed body is another
    too_many,        ///< 429
    too_many_paused, ///< 429 with Retry-After
    internal_error,  ///< 500
    bad_gateway,     ///< 502, from something in between
    unavailable,     ///< 503, likewise
    gateway_timeout, ///< 504, likewise; the server may have done it
    web_page,        ///< HTML instead of JSON
    login_redirect,  ///< 302
    duplicate_events,
    reordered_events,
    dropped_events,
    expired_token, ///< from some moment on
    revoked_token, ///< likewise
    recreated,     ///< the application is deleted, and another one made under its name
    restart,       ///< all connections break, nobody listens for a while, other versions
};

enum class subject { sync, wait, list, removal, logs, download };

struct fault_name {
    fault_kind fault;
    std::string_view name;
};
struct subject_name {
    subject command;
    std::string_view name;
};
/// Every fault and every command with its name for people, in the order of the enumerations.
const std::vector<fault_name>& all_faults();
const std::vector<subject_name>& all_subjects();

std::string_view name_of(fault_kind fault);
std::string_view name_of(subject command);

/// Whether the fault can strike the command at all: a list has no events.
bool can_strike(fault_kind fault, subject command);

/// Numbers from a seed.
class dice {
  public:
    explicit dice(std::uint64_t seed);
    /// 0 … limit-1.
    std::size_t below(std::size_t limit);
    bool chance(unsigned percent) { return below(100) < percent; }
    double share() { return static_cast<double>(below(1U << 20)) / (1U << 20); }
    duration between(duration least, duration most);

  private:
    std::mt19937_64 engine_;
};

enum class request_kind { read, change, stream };

struct fault_plan {
    fault_kind fault = fault_kind::none;
    std::optional<request_kind> aim; ///< only these requests; all where empty
    std::size_t skip = 0;            ///< so many are left alone first
    std::size_t times = 0;           ///< so many are struck then
    bool is_endless = false;         ///< and all that follow
    double place = 0;                ///< where in the request or the answer, as a share of it
    bool is_in_request = false;      ///< the connection breaks while it is sent
    bool is_taken = false;           ///< a gateway's answer hides that the server has done it
    bool is_packed = true;           ///< the server packs what the client lets it pack
    bool is_chunked = true;
    int version_shift = 0;              ///< of resource versions, after a restart
    duration pause = duration::zero();  ///< a delay, a Retry-After, how long nobody listens
    duration moment = duration::zero(); ///< when a token expires, a server restarts, …

    /// Whether to strike the answer to a request of this kind; counts it.
    bool strikes(request_kind kind);
};

fault_plan draw_plan(fault_kind fault, subject command, std::uint64_t seed);

} // namespace argocdpp::tests
