#pragma once
// Projects: what applications may use, who may change them, and the tokens of their roles.

#include <argocdpp/proto/project.hpp>
#include <argocdpp/task.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace argocdpp {

class rest;

/// The role of a project that a token speaks for.
struct role_ref {
    std::string project;
    std::string role;
};

class projects {
  public:
    /// Changes a project in place and says whether it is to be written. It is called again with
    /// what is there by then where somebody else was quicker.
    using change = std::function<bool(proto::project&)>;

    explicit projects(rest& calls)
        : rest_(&calls) {}

    task<std::vector<proto::project>> list();
    /// The names alone, which is all that the server then sends.
    task<std::vector<std::string>> names();
    /// Throws `error` (not_found).
    task<proto::project> get(std::string name);
    /// With the repositories and clusters that are limited to it.
    task<proto::detailed_project> detailed(std::string name);
    /// The windows that are open now, as the server judges.
    task<std::vector<proto::sync_window>> active_windows(std::string name);

    /// Throws `error` (conflict) for one that exists, unless `upsert` replaces it.
    task<void> create(proto::project project, bool upsert = false);
    /// Reads a project, changes it and writes it back under the version that was read, with all
    /// that this library does not know; after a conflict all over again, five times at most.
    /// Returns whether anything was written. Where the answer was lost, `error` (lost).
    task<bool> edit(std::string name, change apply);
    task<void> remove(std::string name);

    /// A new token; `id` may be empty (the server then makes one up), zero never expires.
    task<std::string> create_token(role_ref who, std::chrono::seconds expires_in, std::string id);
    /// Tokens are told apart by the second they were made in.
    task<void> delete_token(role_ref who, long long issued_at);

  private:
    rest* rest_;
};

} // namespace argocdpp
