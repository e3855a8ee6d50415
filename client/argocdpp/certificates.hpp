#pragma once
// Certificates and SSH host keys that repository servers are known by.

#include <argocdpp/proto/certificate.hpp>
#include <argocdpp/task.hpp>

#include <string>
#include <vector>

namespace argocdpp {

class rest;

/// Which certificates are meant; empty fields restrict nothing.
struct certificate_choice {
    std::string host_pattern; ///< "*.example.com"
    std::string type;         ///< ssh, https
    std::string sub_type;     ///< "ssh-rsa"
};

class certificates {
  public:
    explicit certificates(rest& calls)
        : rest_(&calls) {}

    /// Without their data.
    task<std::vector<proto::repository_certificate>> list(certificate_choice choice);
    /// Sent once. Returns those that are new or, with `upsert`, changed.
    task<std::vector<proto::repository_certificate>>
    create(std::vector<proto::repository_certificate> wanted, bool upsert);
    /// Sent once. Returns those that are gone now.
    task<std::vector<proto::repository_certificate>> remove(certificate_choice choice);

  private:
    rest* rest_;
};

} // namespace argocdpp
