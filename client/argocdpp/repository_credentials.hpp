#pragma once
// Credentials that all repositories share whose URL begins with a text.

#include <argocdpp/proto/repository.hpp>
#include <argocdpp/task.hpp>

#include <string>
#include <vector>

namespace argocdpp {

class rest;

class repository_credentials {
  public:
    explicit repository_credentials(rest& calls)
        : rest_(&calls) {}

    /// Without their secrets.
    task<std::vector<proto::repository_credentials>> list();
    /// Adds them, once; `upsert` replaces those that are there and differ. Returns their URL.
    task<std::string> add(proto::repository_credentials wanted, bool upsert);
    task<void> remove(std::string url);

  private:
    rest* rest_;
};

} // namespace argocdpp
