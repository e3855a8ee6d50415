#pragma once
// The flags of `repo add` and `repocreds add` that say how a repository is reached and as whom, and
// their checks.
//
//     describe_access(flags, given.access);
//     …
//     read_key_files(given.access, url);
//     read_password(call, given.access);

#include "flags.hpp"
#include "invocation.hpp"

#include <argocdpp/proto/repository.hpp>

#include <string>

namespace argocdpp::cli {

struct access_options {
    proto::repository_access access;
    std::string ssh_private_key_path;
    std::string tls_client_cert_path;
    std::string tls_client_cert_key_path;
    std::string github_app_private_key_path;
    std::string gcp_service_account_key_path;
    bool password_stdin = false;

    access_options() { access.type = "git"; }
};

/// Declares the flags that both commands have.
void describe_access(flag_set& flags, access_options& given);

/// Reads the files that flags name. Throws `failure` where one can't be read, or is of no use for
/// a repository with such a URL.
void read_key_files(access_options& given, const std::string& url);

/// Throws `failure` where plain HTTP was asked for of what is no OCI registry.
void check_oci(const proto::repository_access& access);

/// Takes the password from standard input, or asks for it where only a user name was given. Throws
/// `failure` where there is none.
void read_password(invocation& call, access_options& given);

/// Throws `failure` for a bearer token that is not all there is, or is of no use there.
void check_bearer_token(const proto::repository_access& access, const std::string& url);

} // namespace argocdpp::cli
