#include "staged_file.hpp"

#include "failure.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace argocdpp::cli {

namespace {

std::string directory_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "./" : path.substr(0, slash + 1);
}

} // namespace

staged_file::staged_file(std::string target)
    : target_(std::move(target)) {
    struct stat there = {};
    const bool is_directory = ::stat(target_.c_str(), &there) == 0 && S_ISDIR(there.st_mode);
    if (target_.empty() || target_.back() == '/' || is_directory)
        fail(is_directory ? EISDIR : ENOENT);
    path_ = directory_of(target_) + ".argocdpp-XXXXXX";
    descriptor_ = ::mkostemp(path_.data(), O_CLOEXEC);
    if (descriptor_ < 0) {
        path_.clear();
        fail(errno);
    }
}

staged_file::~staged_file() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
    if (!path_.empty())
        ::unlink(path_.c_str());
}

void staged_file::write(std::string_view piece) {
    while (!piece.empty()) {
        const ssize_t written = ::write(descriptor_, piece.data(), piece.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            fail(errno);
        piece.remove_prefix(static_cast<std::size_t>(written));
    }
}

void staged_file::clear() {
    if (::ftruncate(descriptor_, 0) != 0 || ::lseek(descriptor_, 0, SEEK_SET) != 0)
        fail(errno);
}

void staged_file::keep(unsigned int mode) {
    if (::fchmod(descriptor_, mode) != 0 || ::fsync(descriptor_) != 0)
        fail(errno);
    const int closed = ::close(descriptor_);
    descriptor_ = -1;
    if (closed != 0 || ::rename(path_.c_str(), target_.c_str()) != 0)
        fail(errno);
    path_.clear();
    // The name is in the directory, which is a file of its own. Not every file system can do this.
    const int directory = ::open(directory_of(target_).c_str(), O_RDONLY | O_CLOEXEC);
    if (directory >= 0) {
        ::fsync(directory);
        ::close(directory);
    }
}

void staged_file::fail(int error_number) const {
    throw failure(exit_code::failure,
                  "can't write " + target_ + ": " + std::generic_category().message(error_number));
}

} // namespace argocdpp::cli
