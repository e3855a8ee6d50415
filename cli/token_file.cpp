#include "token_file.hpp"

#include "failure.hpp"
#include "go_values.hpp"
#include "text_file.hpp"

#include <algorithm>
#include <filesystem>

namespace argocdpp::cli {

namespace {

/// No server takes a header of that length.
constexpr std::size_t longest = std::size_t{64} << 10;

const std::string& name_of(const std::string& path) {
    static const std::string standard_input = "/dev/stdin";
    return path == "-" ? standard_input : path;
}

/// Whether it may stand in a header. A token that does not could change the request.
bool is_one_word(std::string_view token) {
    return std::ranges::all_of(token, [](char c) { return c > ' ' && c < '\x7f'; });
}

class file_tokens final : public token_source {
  public:
    file_tokens(std::string path, std::string token)
        : path_(std::move(path))
        , token_(std::move(token)) {}

    task<std::string> current() override { co_return token_; }
    task<std::string> after_refusal(std::string refused) override {
        if (refused == token_)
            read_again();
        co_return token_;
    }

  private:
    void read_again() {
        std::error_code ignored;
        if (!std::filesystem::is_regular_file(name_of(path_), ignored))
            return;
        try {
            token_ = read_token_file(path_);
        } catch (const failure&) {
            // As the header says.
        }
    }

    std::string path_;
    std::string token_;
};

} // namespace

std::string read_token_file(const std::string& path) {
    const auto refuse = [&path](const char* why) { throw failure(exit_code::failure, path + why); };
    const auto text = read_text_file_start(name_of(path), longest + 1);
    if (text.size() > longest)
        refuse(" is longer than 64 KiB");
    auto token = trimmed(text);
    if (token.empty())
        refuse(" is empty");
    if (!is_one_word(token))
        refuse(" holds more than a token");
    return token;
}

std::unique_ptr<token_source> tokens_of_file(std::string path, std::string token) {
    return std::make_unique<file_tokens>(std::move(path), std::move(token));
}

} // namespace argocdpp::cli
