#include "temporary_folder.hpp"

#include "file_descriptor.hpp"

#include <fcntl.h>

#include <algorithm>
#include <filesystem>
#include <stdlib.h>

namespace argocdpp::cli {

temporary_folder::temporary_folder(std::string_view prefix, const environment& variables) {
    path_ = variable(variables, "TMPDIR");
    path_ = (path_.empty() ? "/tmp" : path_) + "/" + std::string(prefix) + "XXXXXX";
    if (!::mkdtemp(path_.data()))
        throw file_failure("mkdir", path_, exit_code::error);
}

temporary_folder::~temporary_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string temporary_folder::write(std::string_view name, std::string_view text) const {
    std::string file(name);
    std::replace(file.begin(), file.end(), '/', '_');
    file.insert(0, path_ + "/");
    const file_descriptor target(
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!target)
        throw file_failure("open", file, exit_code::error);
    if (!write_fully(target, text))
        throw file_failure("write", file, exit_code::error);
    return file;
}

} // namespace argocdpp::cli
