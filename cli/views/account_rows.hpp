#pragma once
// Accounts as people see them.

#include <argocdpp/proto/account.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace argocdpp::cli {

/// The table of `account list`.
std::string account_table(const std::vector<proto::account>& accounts);

/// What `account get` prints; a token that is over by `now` (seconds since 1970) is said to be.
std::string account_text(const proto::account& account, std::int64_t now);

} // namespace argocdpp::cli
