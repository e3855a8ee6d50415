#include "key_values.hpp"

#include "failure.hpp"

namespace argocdpp::cli {

std::vector<std::pair<std::string, std::string>> key_values(const text_list& texts) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& text : texts) {
        const auto at = text.find('=');
        if (at == std::string::npos || text.find('=', at + 1) != std::string::npos)
            throw failure(exit_code::error,
                          "labels should have key=value, but instead got: " + text);
        const auto key = text.substr(0, at);
        std::erase_if(pairs, [&](const auto& pair) { return pair.first == key; });
        pairs.emplace_back(key, text.substr(at + 1));
    }
    return pairs;
}

} // namespace argocdpp::cli
