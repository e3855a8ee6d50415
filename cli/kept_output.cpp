#include "kept_output.hpp"

#include <utility>

namespace argocdpp::cli {

void kept_output::let_go() {
    if (!kept_.empty())
        real().out(std::exchange(kept_, {}));
}

} // namespace argocdpp::cli
