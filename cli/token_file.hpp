#pragma once
// A token kept in a file (--auth-token-file), which another program may write anew at any time, as
// Kubernetes does with a projected token.

#include <argocdpp/token_source.hpp>

#include <memory>
#include <string>

namespace argocdpp::cli {

/// The token in a file, without the blanks around it; "-" is standard input. Throws `failure` (exit
/// code 1) where the file can't be read, is empty, is longer than 64 KiB, or holds more than a
/// token.
std::string read_token_file(const std::string& path);

/// Hands out the token that was read from the file, and reads the file again where the server
/// refuses it. A file that holds no token then is as one that still holds the old one: what the
/// server said stands. What is no regular file, such as a pipe, can be read but once.
std::unique_ptr<token_source> tokens_of_file(std::string path, std::string token);

} // namespace argocdpp::cli
