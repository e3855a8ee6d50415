// argocdpp account bcrypt: the hash of a password, as Argo CD keeps it.

#include "../commands.hpp"
#include "../invocation.hpp"
#include "../questions.hpp"

#include <array>
#include <crypt.h>

namespace argocdpp::cli {
namespace {

struct options {
    std::string password;
    bool password_stdin = false;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.password, "password", 0, "the password; asked for where missing");
    flags
        .add(given.password_stdin, "password-stdin", 0,
             "take the first line of standard input as the password")
        .not_in_argocd();
}

constexpr unsigned long cost = 10;         // Go's default
constexpr std::size_t longest_secret = 72; // what bcrypt looks at

std::string hash_of(const std::string& password) {
    // Go refuses what would not count.
    if (password.size() > longest_secret)
        throw failure(exit_code::failure, "Failed to generate bcrypt hash: bcrypt: password length "
                                          "exceeds 72 bytes");
    std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> salt{};
    // "$2a$" as Go writes it. The salt's bytes come from the system.
    if (!::crypt_gensalt_rn("$2a$", cost, nullptr, 0, salt.data(), salt.size()))
        throw failure(exit_code::failure, "Failed to generate bcrypt hash: no random bytes");
    crypt_data work{};
    const char* hash = ::crypt_rn(password.c_str(), salt.data(), &work, sizeof work);
    if (!hash)
        throw failure(exit_code::failure, "Failed to generate bcrypt hash");
    return hash;
}

task<exit_code> run(invocation& call, options given) {
    if (given.password_stdin)
        take_secret_line(call.streams(), "password", given.password);
    else if (given.password.empty())
        given.password = ask_secret(call.streams(), "Password", "--password or --password-stdin");
    call.streams().out(hash_of(given.password)); // without a line break, as there
    co_return exit_code::success;
}

} // namespace

const command account_bcrypt = {
    .path = "account bcrypt",
    .summary = "Print the bcrypt hash of a password",
    .details = "For accounts.NAME.password in argocd-secret. Asks no server.",
    .examples = "argocdpp account bcrypt",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
