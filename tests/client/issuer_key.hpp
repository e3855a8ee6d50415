#pragma once
// A key of a simulated issuer: signs tokens, and shows its public part as a JSON Web Key.
//
//     const issuer_key key("RS256", "k1");
//     key.token(R"({"iss":"https://id.example.com"})");

#include <memory>
#include <string>
#include <string_view>

namespace argocdpp::tests {

class issuer_key {
  public:
    /// Makes a key that fits the kind of signature.
    issuer_key(std::string alg, std::string kid);
    ~issuer_key();

    std::string public_json() const;
    /// A signed token with these claims; `head` stands for its own header where it is given.
    std::string token(std::string_view claims, std::string_view head = "") const;

  private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace argocdpp::tests
