#include "command_run.hpp"

#include <argocdpp/proto/json.hpp>

#include <algorithm>
#include <base64.hpp>
#include <fstream>
#include <program.hpp>
#include <sstream>
#include <stdlib.h>

namespace argocdpp::tests {

namespace {

std::optional<std::string> take_first(std::vector<std::string>& lines) {
    if (lines.empty())
        return std::nullopt;
    std::string line = lines.front();
    lines.erase(lines.begin());
    return line;
}

/// A server that can't be reached.
class closed_door final : public transport {
  public:
    explicit closed_door(error reason)
        : reason_(std::move(reason)) {}
    task<http_head> exchange(http_request, body_sink&) override {
        if (reason_.kind != error_kind::cancelled)
            throw reason_;
        co_return http_head();
    }
    task<std::unique_ptr<body_stream>> open(http_request) override {
        if (reason_.kind != error_kind::cancelled)
            throw reason_;
        co_return nullptr;
    }

  private:
    error reason_;
};

} // namespace

std::optional<std::string> string_terminal::read_line() { return take_first(input); }

std::optional<std::string> string_terminal::read_secret() {
    return take_first(is_terminal ? secrets : input);
}

command_run::command_run() {
    std::string pattern = (std::filesystem::temp_directory_path() / "argocdpp-XXXXXX").string();
    directory = ::mkdtemp(pattern.data());
    variables["ARGOCD_CONFIG_DIR"] = directory.string();
    variables["HOME"] = directory.string();
}

command_run::~command_run() {
    std::error_code ignored;
    std::filesystem::remove_all(directory, ignored);
}

int command_run::run(std::vector<std::string> words) {
    words.insert(words.begin(), "argocdpp");
    const auto connect = [this](const client_settings& settings, clock&) {
        connections.push_back(settings);
        const auto other = others.find(settings.server.authority());
        auto made = other == others.end() ? server.connection() : other->second.connection();
        if (obstacle)
            if (auto reason = obstacle(settings))
                made = std::make_unique<closed_door>(std::move(*reason));
        return made;
    };
    cli::world outside{.streams = streams,
                       .time = time,
                       .random = [] { return 0.0; },
                       .variables = variables,
                       .connect = connect,
                       .run_child = run_child};
    return cli::run_program(words, outside);
}

std::string command_run::config() const {
    std::ifstream file(directory / "config");
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

void command_run::write_config(std::string_view text) const {
    const auto path = directory / "config";
    std::ofstream(path) << text;
    std::filesystem::permissions(path, std::filesystem::perms(0600));
}

bool command_run::said(std::string_view message) const {
    const std::string quoted = proto::write(proto::any(message));
    return streams.talk.find("\"msg\":" + quoted) != std::string::npos;
}

std::string token_of(std::string_view claims) {
    std::string payload = cli::encode_base64(claims);
    std::replace(payload.begin(), payload.end(), '+', '-');
    std::replace(payload.begin(), payload.end(), '/', '_');
    std::erase(payload, '=');
    return "eyJhbGciOiJIUzI1NiJ9." + payload + ".c2lnbmF0dXJl";
}

} // namespace argocdpp::tests
