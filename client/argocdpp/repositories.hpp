#pragma once
// Repositories that the server knows: where manifests come from, and how they are reached.
//
//     proto::repository wanted;
//     wanted.repo = "https://git.example.com/apps";
//     co_await argocd.repos().check_access(wanted);
//     co_await argocd.repos().add(wanted, false);
//
// Secrets are sent in bodies only, and masked in errors.

#include <argocdpp/proto/repository.hpp>
#include <argocdpp/task.hpp>

#include <string>
#include <vector>

namespace argocdpp {

class rest;

class repositories {
  public:
    explicit repositories(rest& calls)
        : rest_(&calls) {}

    /// `refresh` has the server try the connections now instead of telling what it remembers.
    task<std::vector<proto::repository>> list(bool refresh = false);
    /// `project` tells two of the same URL apart. Throws `error` (denied where there is none).
    task<proto::repository> get(std::string url, std::string project = "", bool refresh = false);
    /// Has the server try whether it can read the repository so. Throws `error` where it can't.
    task<void> check_access(proto::repository wanted);
    /// Adds it, once; `upsert` replaces one that is there and differs. Returns its URL.
    task<std::string> add(proto::repository wanted, bool upsert);
    task<void> remove(std::string url, std::string project = "");

  private:
    rest* rest_;
};

} // namespace argocdpp
