#include "key_id.hpp"

#include <stdexcept>

namespace argocdpp::cli {

std::string gnupg_key_id(std::string_view text) {
    const bool is_hexadecimal =
        text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    if (is_hexadecimal && text.size() == 40)
        return std::string(text.substr(24));
    if (is_hexadecimal && text.size() == 16)
        return std::string(text);
    throw std::invalid_argument("'" + std::string(text) + "' is not a valid GnuPG key ID");
}

} // namespace argocdpp::cli
