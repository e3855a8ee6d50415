#include "resource_version.hpp"

#include <charconv>

namespace argocdpp {

bool is_older(const std::string& version, const std::string& than) {
    unsigned long long left = 0;
    unsigned long long right = 0;
    const auto read = [](const std::string& text, unsigned long long& value) {
        const auto end = text.data() + text.size();
        const auto [stop, problem] = std::from_chars(text.data(), end, value);
        return problem == std::errc() && stop == end;
    };
    return read(version, left) && read(than, right) && left < right;
}

} // namespace argocdpp
