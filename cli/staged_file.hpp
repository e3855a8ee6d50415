#pragma once
// A file that appears at its path only when it is complete.
//
// It is written beside its target under a name nobody can guess, readable by its owner alone, and
// renamed when it is kept; else it is removed with this object.

#include <string>
#include <string_view>

namespace argocdpp::cli {

class staged_file {
  public:
    /// Throws `failure` where nothing can be written there.
    explicit staged_file(std::string target);
    ~staged_file();
    staged_file(const staged_file&) = delete;
    staged_file& operator=(const staged_file&) = delete;

    // Each throws `failure` that names the target and the reason.
    void write(std::string_view piece);
    /// Forgets what was written.
    void clear();
    /// Puts the file in its place, on disk and with these permissions; a file there is replaced.
    void keep(unsigned int mode);

  private:
    [[noreturn]] void fail(int error_number) const;

    std::string target_;
    std::string path_; ///< empty once the file is kept
    int descriptor_ = -1;
};

} // namespace argocdpp::cli
