#pragma once
// A folder for files that other programs are to read, gone with this object.

#include "environment.hpp"

#include <string>
#include <string_view>

namespace argocdpp::cli {

class temporary_folder {
  public:
    /// Made in $TMPDIR, else in /tmp, open to its owner alone; `prefix` begins its name, which
    /// nobody can guess. Throws `failure` where that can't be done.
    temporary_folder(std::string_view prefix, const environment& variables);
    ~temporary_folder();
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;

    /// Writes a file of that name (slashes in it become underscores), readable by its owner alone,
    /// and returns its path. Throws `failure`.
    std::string write(std::string_view name, std::string_view text) const;

  private:
    std::string path_;
};

} // namespace argocdpp::cli
