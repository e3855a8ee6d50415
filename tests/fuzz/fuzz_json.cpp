// Text is JSON or refused; what is read and not changed is written back byte for byte, through any
// struct.

#include "target.hpp"

#include <argocdpp/proto/account.hpp>
#include <argocdpp/proto/application.hpp>
#include <argocdpp/proto/application_set.hpp>
#include <argocdpp/proto/certificate.hpp>
#include <argocdpp/proto/cluster.hpp>
#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/event.hpp>
#include <argocdpp/proto/gpg_key.hpp>
#include <argocdpp/proto/json.hpp>
#include <argocdpp/proto/log_entry.hpp>
#include <argocdpp/proto/manifests.hpp>
#include <argocdpp/proto/project.hpp>
#include <argocdpp/proto/repository.hpp>
#include <argocdpp/proto/resource.hpp>
#include <argocdpp/proto/resource_tree.hpp>
#include <argocdpp/proto/server.hpp>
#include <argocdpp/proto/sync_request.hpp>

#include <tuple>

namespace argocdpp::fuzz {

namespace {

template<class T>
void pass_through(const proto::any& document, const std::string& written) {
    try {
        const T value = proto::decode<T>(document);
        expect_equal(proto::write(proto::encode(value)), written, "a struct loses nothing");
    } catch (const proto::format_error&) {
        // Another shape than this struct's.
    }
}

template<class... Structs>
void pass_through_all(const proto::any& document, const std::string& written) {
    (pass_through<Structs>(document, written), ...);
}

} // namespace

void json(std::string_view text) {
    proto::any document;
    try {
        document = proto::parse(text);
    } catch (const proto::format_error&) {
        return;
    }
    const std::string written = proto::write(document);
    expect_equal(proto::write(proto::parse(written)), written, "what is written reads back");
    expect(proto::parse(proto::write_indented(document)) == proto::parse(written),
           "indented it means the same");
    pass_through_all<proto::account_list, proto::application, proto::application_list,
                     proto::application_set_list, proto::application_stream_message,
                     proto::cluster_list, proto::detailed_project, proto::gateway_error,
                     proto::gpg_key_creation, proto::log_stream_message, proto::managed_resources,
                     proto::object_identity, proto::project, proto::project_sync_windows,
                     proto::rendered_manifests, proto::repository_certificate_list,
                     proto::repository_credentials_list, proto::repository_list,
                     proto::resource_actions, proto::resource_tree, proto::server_settings,
                     proto::sync_request, proto::user_info, proto::version_info>(document, written);
}

} // namespace argocdpp::fuzz
