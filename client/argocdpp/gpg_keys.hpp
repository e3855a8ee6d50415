#pragma once
// The keys that signatures of commits are checked with.

#include <argocdpp/proto/gpg_key.hpp>
#include <argocdpp/task.hpp>

#include <string>
#include <vector>

namespace argocdpp {

class rest;

class gpg_keys {
  public:
    explicit gpg_keys(rest& calls)
        : rest_(&calls) {}

    task<std::vector<proto::gpg_key>> list();
    /// With the key's data. Throws `error` (not_found).
    task<proto::gpg_key> get(std::string key_id);
    /// Adds the keys of an ASCII-armoured text, once.
    task<proto::gpg_key_creation> add(std::string key_data);
    task<void> remove(std::string key_id);

  private:
    rest* rest_;
};

} // namespace argocdpp
