#pragma once
// How far a stream of log lines has come, so that another stream can go on behind it.
//
// A stream that is opened again begins a while before the last line known. What comes then is told
// from what is new by its time, and of lines of one pod with the same time the first so many are
// known.

#include <argocdpp/proto/log_entry.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace argocdpp {

class log_position {
  public:
    /// Whether a line is new; it is known from then on.
    bool take(const proto::log_entry& line);

    /// Says that another stream begins, with lines that are known already.
    void repeat();

    /// When the pod that has been silent for longest spoke last, in seconds since 1970: lines from
    /// then on may be missing. Nothing before a line with a time has come.
    std::optional<std::int64_t> since() const;

    bool has_lines() const { return !pods_.empty(); }

  private:
    struct mark {
        std::string time;
        long long count = 0;    ///< lines known with this time
        long long repeated = 0; ///< of them, those that have come again
        bool is_repeating = false;
    };
    std::map<std::string, mark> pods_;
};

} // namespace argocdpp
