#include "log.hpp"

#include "failure.hpp"
#include "go_values.hpp"
#include "views/time_text.hpp"

#include <argocdpp/proto/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace argocdpp::cli {

namespace {

struct level_name {
    log_level level;
    std::string_view name;
    std::string_view short_name;
    int colour;
};

constexpr std::array<level_name, 7> levels = {{
    {log_level::trace, "trace", "TRAC", 37},
    {log_level::debug, "debug", "DEBU", 37},
    {log_level::info, "info", "INFO", 36},
    {log_level::warning, "warning", "WARN", 33},
    {log_level::error, "error", "ERRO", 31},
    {log_level::fatal, "fatal", "FATA", 31},
    {log_level::panic, "panic", "PANI", 31},
}};

std::string lower(std::string_view text) {
    std::string lowered(text);
    for (char& c : lowered)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + ('a' - 'A'));
    return lowered;
}

std::string json_text(std::string_view text) { return proto::write(proto::any(text)); }

/// As logrus: quoted only where something in it needs quotes.
std::string field_text(std::string_view text) {
    static constexpr std::string_view bare = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                             "0123456789-._/@^+";
    return text.find_first_not_of(bare) == std::string_view::npos ? std::string(text)
                                                                  : go_quote(text);
}

/// Messages quote servers, and a terminal obeys what it is sent.
std::string harmless(std::string_view message) {
    std::string text(message);
    for (char& c : text)
        if ((static_cast<unsigned char>(c) < ' ' && c != '\n') || c == '\x7f')
            c = '?';
    return text;
}

std::string plain_line(log_level level, std::string_view message) {
    if (level == log_level::info)
        return harmless(message) + "\n";
    const bool is_error = level >= log_level::error;
    const auto name = is_error ? "error" : levels[static_cast<std::size_t>(level)].name;
    return std::string(name) + ": " + harmless(message) + "\n";
}

std::string coloured_line(const level_name& level, std::int64_t seconds, std::string_view message) {
    std::array<char, 32> head{};
    std::snprintf(head.data(), head.size(), "\x1b[%dm%.4s\x1b[0m[%04lld] ", level.colour,
                  level.short_name.data(), static_cast<long long>(seconds));
    std::string padded = harmless(message);
    padded.resize(std::max<std::size_t>(padded.size(), 44), ' ');
    return head.data() + padded + " \n";
}

} // namespace

log_format parse_log_format(std::string_view name) {
    const std::string lowered = lower(name);
    if (lowered == "json" || lowered.empty())
        return log_format::json;
    if (lowered == "text")
        return log_format::text;
    throw failure(exit_code::failure, "Unknown log format '" + std::string(name) + "'");
}

log_level parse_log_level(std::string_view name) {
    const std::string lowered = lower(name);
    if (lowered.empty())
        return log_level::info;
    if (lowered == "warn")
        return log_level::warning;
    for (const level_name& known : levels)
        if (known.name == lowered)
            return known.level;
    throw failure(exit_code::error, "not a valid logrus Level: " + go_quote(name));
}

void log::line(log_level level, std::string_view message) {
    if (level < least_)
        return;
    const level_name& name = levels[static_cast<std::size_t>(level)];
    const std::int64_t now = time_.unix_seconds();
    const std::string time = rfc3339(now, time_zone::local());
    const std::string whole = beginning_ + std::string(message);
    std::string text;
    if (format_ == log_format::json)
        text = "{\"level\":\"" + std::string(name.name) + "\",\"msg\":" + json_text(whole) +
               ",\"time\":\"" + time + "\"}\n";
    else if (format_ == log_format::plain)
        text = plain_line(level, whole);
    else if (streams_.err_is_terminal())
        text = coloured_line(name, now - started_, whole);
    else
        text = "time=" + field_text(time) + " level=" + std::string(name.name) +
               " msg=" + field_text(whole) + "\n";
    streams_.err(text);
}

} // namespace argocdpp::cli
