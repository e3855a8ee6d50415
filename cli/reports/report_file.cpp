#include "report_file.hpp"

#include "../file_descriptor.hpp"
#include "../patient_write.hpp"
#include "../staged_file.hpp"
#include "../symbolic_links.hpp"

#include <fcntl.h>
#include <sys/stat.h>

namespace argocdpp::cli {
namespace {

mode_t usual_mode() {
    const mode_t mask = ::umask(077);
    ::umask(mask);
    return 0666 & ~mask;
}

struct place {
    bool is_special = false; ///< there, and neither a file nor a directory, or a descriptor
    mode_t mode = 0;
};

place look_at(const std::string& path) {
    if (descriptor_behind(path))
        return {true};
    struct stat there = {};
    if (::stat(path.c_str(), &there) != 0)
        return {false, usual_mode()};
    return {!S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode), there.st_mode & 0777U};
}

/// A descriptor that is there already goes on where it is; opened anew by its path it would not.
file_descriptor opened(const std::string& path, int flags) {
    if (const auto number = descriptor_behind(path))
        return file_descriptor(::fcntl(*number, F_DUPFD_CLOEXEC, 3));
    return file_descriptor(::open(path.c_str(), O_WRONLY | O_CLOEXEC | flags, 0666));
}

void write_to(const std::string& path, int flags, const std::string& text) {
    const auto file = opened(path, flags);
    if (!file || !write_patiently(file.get(), text))
        throw file_failure("write", path, exit_code::failure);
}

} // namespace

void check_report_path(const std::string& path) {
    if (!look_at(path).is_special)
        const staged_file probe(behind_links(path));
    else if (descriptor_behind(path) && !opened(path, 0))
        throw file_failure("open", path, exit_code::failure);
}

void write_report(const std::string& path, const std::string& text) {
    const auto where = look_at(path);
    if (where.is_special)
        return write_to(path, 0, text);
    staged_file file(behind_links(path));
    file.write(text);
    file.keep(where.mode);
}

void append_report(const std::string& path, const std::string& text) {
    write_to(path, O_APPEND | O_CREAT, text);
}

} // namespace argocdpp::cli
