#include "report_file.hpp"

#include "../file_descriptor.hpp"
#include "../patient_write.hpp"
#include "../staged_file.hpp"

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
    bool is_special = false; ///< there, and neither a file nor a directory
    mode_t mode = 0;
};

place look_at(const std::string& path) {
    struct stat there = {};
    if (::stat(path.c_str(), &there) != 0)
        return {false, usual_mode()};
    return {!S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode), there.st_mode & 0777U};
}

void write_to(const std::string& path, int flags, const std::string& text) {
    const file_descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | flags, 0666));
    if (!file || !write_patiently(file.get(), text))
        throw file_failure("write", path, exit_code::failure);
}

} // namespace

void check_report_path(const std::string& path) {
    if (!look_at(path).is_special)
        const staged_file probe(path);
}

void write_report(const std::string& path, const std::string& text) {
    const auto where = look_at(path);
    if (where.is_special)
        return write_to(path, 0, text);
    staged_file file(path);
    file.write(text);
    file.keep(where.mode);
}

void append_report(const std::string& path, const std::string& text) {
    write_to(path, O_APPEND | O_CREAT, text);
}

} // namespace argocdpp::cli
