#pragma once
// Lines on standard error, as the official CLI's logger writes them.
//
// {"level":"fatal","msg":"…","time":"2026-11-24T00:30:20Z"} where standard error is no terminal;
// plain text on one, unless --logformat was given.

#include "terminal.hpp"

#include <argocdpp/clock.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace argocdpp::cli {

enum class log_level { trace, debug, info, warning, error, fatal, panic };

enum class log_format {
    json,
    text,  ///< time="…" level=… msg="…"; on a terminal coloured, as the official CLI's
    plain, ///< "error: …", for people
};

/// The name of --logformat, in any case. Throws `failure` with the official CLI's words and code.
log_format parse_log_format(std::string_view name);
/// The name of --loglevel, in any case; empty means info. Throws likewise.
log_level parse_log_level(std::string_view name);

class log {
  public:
    log(terminal& streams, clock& time, log_format format, log_level least)
        : streams_(streams)
        , time_(time)
        , format_(format)
        , least_(least)
        , started_(time.unix_seconds()) {}

    void line(log_level level, std::string_view message);
    /// From here on every message begins so.
    void begin_with(std::string_view what) { beginning_ = what; }
    void debug(std::string_view message) { line(log_level::debug, message); }
    void info(std::string_view message) { line(log_level::info, message); }
    void warning(std::string_view message) { line(log_level::warning, message); }

  private:
    terminal& streams_;
    clock& time_;
    log_format format_;
    log_level least_;
    std::int64_t started_;
    std::string beginning_;
};

} // namespace argocdpp::cli
