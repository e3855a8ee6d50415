#include "symbolic_links.hpp"

#include <charconv>
#include <filesystem>
#include <string_view>

namespace argocdpp::cli {

namespace {

/// One link further; false where the path is no link.
bool follow(std::string& path) {
    std::error_code fault;
    const std::filesystem::path target = std::filesystem::read_symlink(path, fault);
    if (fault)
        return false;
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    path = (folder / target).string(); // an absolute target stays what it is
    return true;
}

std::optional<int> descriptor_named(std::string_view path) {
    for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
        if (!path.starts_with(folder))
            continue;
        const auto text = path.substr(folder.size());
        int number = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (fault == std::errc() && end == text.data() + text.size())
            return number;
    }
    return std::nullopt;
}

// As many as Linux follows.
constexpr int most_links = 40;

} // namespace

std::string behind_links(std::string path) {
    for (int links = 0; links < most_links && follow(path); ++links) {
    }
    return path;
}

std::optional<int> descriptor_behind(std::string path) {
    for (int links = 0; links < most_links; ++links) {
        if (const auto number = descriptor_named(path))
            return number;
        if (!follow(path))
            return std::nullopt;
    }
    return std::nullopt;
}

} // namespace argocdpp::cli
