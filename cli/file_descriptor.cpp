#include "file_descriptor.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace argocdpp::cli {

file_descriptor::~file_descriptor() {
    if (number_ >= 0)
        ::close(number_);
}

bool write_fully(const file_descriptor& file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(file.get(), text.data(), text.size());
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0)
            text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

failure file_failure(std::string_view action, const std::string& path, exit_code code) {
    std::string reason = std::strerror(errno);
    if (!reason.empty() && reason[0] >= 'A' && reason[0] <= 'Z')
        reason[0] = static_cast<char>(reason[0] + ('a' - 'A'));
    return {code, std::string(action) + " " + path + ": " + reason};
}

} // namespace argocdpp::cli
