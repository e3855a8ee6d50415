// A config file is read or refused; a login into it adds its entries and loses nothing; no error
// quotes a token.

#include "failure.hpp"
#include "local_config.hpp"
#include "scratch_folder.hpp"
#include "target.hpp"
#include "yaml_reader.hpp"

#include <argocdpp/proto/json.hpp>

#include <sys/stat.h>

#include <fstream>
#include <sstream>

namespace argocdpp::fuzz {

namespace {

std::string text_of(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

void log_in(cli::local_config& config) {
    config.upsert({.server = "argocd.example:443", .grpc_web = true});
    config.upsert({.name = "argocd.example:443", .auth_token = "t"});
    config.upsert({.name = "new", .server = "argocd.example:443", .user = "argocd.example:443"});
    config.set_current_context("new");
}

/// Nothing where the file is refused.
std::optional<cli::local_config> read(const std::string& path) {
    try {
        return cli::read_local_config(path);
    } catch (const cli::failure& refused) {
        expect(refused.code == cli::exit_code::error, "a bad file ends with 20");
        expect_no_secret(refused.what());
        return std::nullopt;
    }
}

void check_update(const std::string& path, const cli::local_config& before) {
    cli::update_local_config(path, log_in);
    const std::optional<cli::local_config> after = cli::read_local_config(path);
    cli::local_config wanted = before;
    log_in(wanted);
    expect(after && after->resolve("").server == "argocd.example:443", "the login is there");
    expect(after->current_context() == "new" &&
               after->user("argocd.example:443")->auth_token == "t",
           "the login is there");
    expect(after->contexts().size() == wanted.contexts().size(), "no context is lost");
    for (const cli::config_context& one : before.contexts())
        expect(after->server(one.server).has_value() == wanted.server(one.server).has_value(),
               "no server is lost");
    const std::string written = text_of(path);
    cli::update_local_config(path, log_in);
    expect_equal(text_of(path), written, "logging in again changes nothing");
}

} // namespace

void config(std::string_view text) {
    static const tests::scratch_folder folder;
    const std::string path = folder.path() + "/config";
    std::ofstream(path, std::ios::binary) << text;
    ::chmod(path.c_str(), 0600);
    if (const std::optional<cli::local_config> before = read(path))
        return check_update(path, *before);
    try {
        cli::update_local_config(path, log_in);
    } catch (const cli::failure& refused) {
        expect_no_secret(refused.what());
        expect(text_of(path) == text, "a file that is refused stays as it is");
        return;
    }
    throw broken_promise("a file that can't be read can't be changed");
}

} // namespace argocdpp::fuzz
