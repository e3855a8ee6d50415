#include "joined_text.hpp"

namespace argocdpp::cli {

std::string joined(const std::vector<std::string>& texts, std::string_view separator) {
    std::string all;
    for (const std::string& text : texts) {
        if (&text != &texts.front())
            all += separator;
        all += text;
    }
    return all;
}

} // namespace argocdpp::cli
