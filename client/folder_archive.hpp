#pragma once
// Packs a folder of this machine into a gzipped tar, as GetManifestsWithFiles takes it.
//
//     folder_packer packer(folder);
//     while (packer.pack_next()) {}              // a file at a time, so that others may run
//     const folder_archive packed = packer.finish();
//
// The archive is kept in memory, packed and once: 50 MB of manifests are 5 to 10 MB, and what no
// server would take (its limit is 100 MB unless set) is refused. Errors are `error` (local) in the
// official CLI's words, where it has any.

#include <argocdpp/generation.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace argocdpp {

struct folder_archive {
    std::vector<std::string> pieces; ///< none is empty
    std::string checksum;            ///< SHA-256 of the whole
};

class folder_packer {
  public:
    /// Looks at the folder's top, and at no file yet. Throws `error` (local).
    explicit folder_packer(local_folder folder);
    ~folder_packer();

    /// Packs the next entry; false where there is none left. Throws `error` (local).
    bool pack_next();
    /// Throws `error` (local) "no files to send" where no file was packed.
    folder_archive finish();

  private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace argocdpp
