#include "window_id.hpp"

#include "go_values.hpp"

namespace argocdpp::cli {

long long window_id(const std::string& text) {
    try {
        return parse_go_decimal(text);
    } catch (const std::invalid_argument& fault) {
        throw failure(exit_code::error, fault.what());
    }
}

bool is_window(long long id, std::size_t count) {
    return id >= 0 && id < static_cast<long long>(count);
}

failure no_window(long long id) {
    return {exit_code::error, "window with id '" + std::to_string(id) + "' not found"};
}

} // namespace argocdpp::cli
