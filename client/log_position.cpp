#include "log_position.hpp"

#include <argocdpp/logs.hpp>

#include <ctime>

namespace argocdpp {
std::string sortable_time(const proto::log_entry& line) {
    if (line.time.empty())
        return "";
    std::string fraction;
    if (const auto point = line.exact_time.find('.'); point != std::string::npos) {
        const auto end = line.exact_time.find_first_not_of("0123456789", point + 1);
        fraction = line.exact_time.substr(point + 1, end - point - 1);
    }
    fraction.resize(9, '0');
    return line.time + fraction;
}

bool log_position::take(const proto::log_entry& line) {
    auto time = sortable_time(line);
    const auto [found, is_first] = pods_.try_emplace(line.pod_name);
    mark& known = found->second;
    if (is_first || time > known.time) {
        known = {std::move(time), 1, 0, false};
        return true;
    }
    if (time < known.time)
        return !known.is_repeating; // else the node mixed up the lines of two outputs
    if (known.is_repeating && known.repeated < known.count) {
        ++known.repeated;
        return false;
    }
    known.is_repeating = false;
    ++known.count;
    return true;
}

void log_position::repeat() {
    for (auto& [pod, known] : pods_) {
        known.repeated = 0;
        known.is_repeating = true;
    }
}

std::optional<std::int64_t> log_position::since() const {
    std::string earliest;
    for (const auto& [pod, known] : pods_)
        if (!known.time.empty() && (earliest.empty() || known.time < earliest))
            earliest = known.time;
    std::tm utc = {};
    if (earliest.empty() || !::strptime(earliest.c_str(), "%Y-%m-%dT%H:%M:%SZ", &utc))
        return std::nullopt;
    return ::timegm(&utc);
}

} // namespace argocdpp
