#include "text_file.hpp"

#include "failure.hpp"
#include "file_descriptor.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace argocdpp::cli {

namespace {

std::string read_all(const file_descriptor& file, const std::string& path, exit_code code,
                     std::size_t longest = std::string::npos) {
    std::string text;
    std::array<char, 16384> buffer;
    for (;;) {
        const std::size_t wanted = std::min(buffer.size(), longest - text.size());
        const ssize_t got = ::read(file.get(), buffer.data(), wanted);
        if (got == 0)
            return text;
        if (got < 0 && errno != EINTR)
            throw file_failure("read", path, code);
        if (got > 0)
            text.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

} // namespace

std::optional<std::string> read_optional_text_file(const std::string& path, exit_code code) {
    const file_descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file && (errno == ENOENT || errno == ENOTDIR))
        return std::nullopt;
    if (!file)
        throw file_failure("open", path, code);
    return read_all(file, path, code);
}

std::string read_text_file(const std::string& path, exit_code code) {
    return read_text_file_start(path, std::string::npos, code);
}

std::string read_text_file_start(const std::string& path, std::size_t longest, exit_code code) {
    const file_descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file)
        throw file_failure("open", path, code);
    return read_all(file, path, code, longest);
}

void write_text_file(const std::string& path, const std::string& text, unsigned mode,
                     exit_code code) {
    const file_descriptor file(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
    if (!file)
        throw file_failure("open", path, code);
    if (!write_fully(file, text))
        throw file_failure("write", path, code);
}

} // namespace argocdpp::cli
