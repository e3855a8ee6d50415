#pragma once
// Where the token of each request comes from, for tokens that change while a client lives: a file
// that is written anew, a login that is refreshed.
//
//     client_world world;
//     world.tokens = std::make_unique<my_tokens>();
//     client argocd(settings, std::move(world));
//
// Requests may be under way at once: several may be refused with the same token, and only the first
// of them needs to fetch another.

#include <argocdpp/task.hpp>

#include <string>

namespace argocdpp {

class token_source {
  public:
    virtual ~token_source() = default;
    /// The token for the next request; may have been renewed. Empty means none. What it throws
    /// ends the request.
    virtual task<std::string> current() = 0;
    /// Another token, after the server refused this one (401); the same where there is none. Asked
    /// at most once for each request, which is sent once more with another token: who is refused
    /// has changed nothing.
    virtual task<std::string> after_refusal(std::string refused) = 0;
};

} // namespace argocdpp
