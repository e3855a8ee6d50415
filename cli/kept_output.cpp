#include "kept_output.hpp"

#include <utility>

namespace argocdpp::cli {

void kept_output::let_go(std::string_view title) {
    real().out(std::string(title) + std::exchange(kept_, {}));
}

} // namespace argocdpp::cli
