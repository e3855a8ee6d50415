#pragma once
// What of a folder is to be sent, one entry after the other: names in the archive, in order.

#include <argocdpp/error.hpp>
#include <argocdpp/generation.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace argocdpp {

struct folder_entry {
    enum type { file, directory, link };

    type kind = file;
    std::filesystem::path path; ///< on this machine
    std::string name;           ///< in the archive
    std::string target;         ///< of a link
    std::uintmax_t size = 0;    ///< of a file
    bool is_executable = false;
};

class folder_entries {
  public:
    /// Throws `error` (local) where the folder is none or a pattern is broken.
    explicit folder_entries(local_folder folder);
    ~folder_entries();

    /// The next one, nothing after the last. Throws `error` (local) for what can't be read, and for
    /// a link of `directory` that leads out of the archive: the server takes none. Of `root` such
    /// links are left out.
    std::optional<folder_entry> next();

  private:
    struct state;
    std::unique_ptr<state> state_;
};

/// An error in the official CLI's words: "failed to compress files: …".
error packing_error(std::string_view what);
/// "open x: permission denied", of errno.
std::string failed_call(std::string_view call, const std::filesystem::path& path);

} // namespace argocdpp
