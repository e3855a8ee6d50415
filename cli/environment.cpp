#include "environment.hpp"

#include <unistd.h>

namespace argocdpp::cli {

environment process_environment() {
    environment variables;
    for (char** entry = environ; *entry; ++entry) {
        const std::string_view text = *entry;
        const std::size_t equals = text.find('=');
        if (equals != std::string_view::npos)
            variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

} // namespace argocdpp::cli
