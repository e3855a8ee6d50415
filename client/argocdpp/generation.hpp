#pragma once
// What the server makes of manifests that are not in git: folders that it renders, pairs that it
// compares. Both are reads, and tried again as reads are.

#include <cstddef>
#include <string>
#include <vector>

namespace argocdpp {

/// Files of this machine, to be rendered in the place of what is in git. The server looks for the
/// application's path in what it gets, so that must be there: either `directory` is the whole
/// repository and `at` is empty, or `directory` holds the application's own files and `at` is its
/// path, with `root`, where set, for what lies around it (bases, value files).
///
/// Sent are regular files, directories and symbolic links, all but `.git`; of files neither owner
/// nor time, so that equal folders give equal archives. The server takes no link that leads out of
/// what it gets: one below `directory` is an error, others are left out.
struct local_folder {
    std::string directory;
    std::string at;                   ///< "env/prod"; empty is the top
    std::string root;                 ///< without what it has at `at` itself
    std::vector<std::string> include; ///< patterns of file names ("*.yaml"); empty is every file
};

/// How pairs go to the server to be compared.
struct comparison_limits {
    std::size_t batch_bytes = std::size_t{250}
                              << 10; ///< of one request, which has one pair at least
    std::size_t requests_at_once = 10;
};

} // namespace argocdpp
