#pragma once
// A table whose rows come over time.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// Aligns as align() does, and no column is narrower than it was before.
class steady_table {
  public:
    explicit steady_table(int padding)
        : padding_(padding) {}

    /// Lines with tabs between their cells, of which all have the same columns.
    std::string aligned(std::string_view tabbed);

  private:
    int padding_;
    std::vector<std::size_t> widths_; ///< of every column but the last
};

} // namespace argocdpp::cli
