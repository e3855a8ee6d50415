#include "fake_terminal.hpp"

#include "failure.hpp"
#include "program.hpp"

#include <argocdpp/error.hpp>

namespace argocdpp::tests {

namespace {

/// Refuses everything, as where nobody listens.
class no_network final : public transport {
  public:
    task<http_head> exchange(http_request, body_sink&) override {
        refuse();
        co_return http_head();
    }
    task<std::unique_ptr<body_stream>> open(http_request) override {
        refuse();
        co_return nullptr;
    }

  private:
    static void refuse() {
        error fault(error_kind::unreachable, "connection refused");
        fault.first_contact = true;
        throw fault;
    }
};

} // namespace

void fake_terminal::out(std::string_view text) {
    if (disk_is_full)
        throw cli::failure(cli::exit_code::failure, "write /dev/stdout: no space left on device");
    out_text += text;
}

std::optional<std::string> fake_terminal::read_line() {
    if (answers.empty())
        return std::nullopt;
    std::string line = answers.front();
    answers.pop_front();
    return line;
}

std::string fake_terminal::read_all() {
    std::string text;
    for (const std::string& line : answers)
        text += line + "\n";
    answers.clear();
    return text;
}

cli::world fake_world::view() {
    const auto connected = [this](const client_settings& settings,
                                  clock& with) -> std::unique_ptr<transport> {
        connections.push_back(settings);
        return connect ? connect(settings, with) : std::make_unique<no_network>();
    };
    return {streams, *time, [] { return 0.5; }, variables, connected};
}

int fake_world::run(const std::vector<std::string>& argv) {
    cli::world outside = view();
    return cli::run_program(argv, outside);
}

} // namespace argocdpp::tests
