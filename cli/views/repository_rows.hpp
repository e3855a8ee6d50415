#pragma once
// Repositories and shared credentials as tables.

#include <argocdpp/proto/repository.hpp>

#include <string>
#include <vector>

namespace argocdpp::cli {

std::string repository_table(const std::vector<proto::repository>& found);
std::string credentials_table(const std::vector<proto::repository_credentials>& found);

} // namespace argocdpp::cli
