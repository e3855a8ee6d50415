#include "rest.hpp"

#include <argocdpp/certificates.hpp>
#include <argocdpp/proto/codec.hpp>

namespace argocdpp {
namespace {

constexpr std::string_view base = "/api/v1/certificates";

api_path path_of(const certificate_choice& choice) {
    api_path path(base);
    path.query("hostNamePattern", choice.host_pattern)
        .query("certType", choice.type)
        .query("certSubType", choice.sub_type);
    return path;
}

} // namespace

task<std::vector<proto::repository_certificate>> certificates::list(certificate_choice choice) {
    auto found = co_await rest_->get_as<proto::repository_certificate_list>(path_of(choice));
    co_return std::move(found.items);
}

task<std::vector<proto::repository_certificate>>
certificates::create(std::vector<proto::repository_certificate> wanted, bool upsert) {
    api_path path(base);
    path.query("upsert", upsert ? "true" : "");
    proto::repository_certificate_list body;
    body.items = std::move(wanted);
    auto answer =
        co_await rest_->change_once("POST", std::move(path), proto::write(proto::encode(body)),
                                    "addition", "certificates of repository servers");
    auto made =
        decoded<proto::repository_certificate_list>(std::move(answer), "POST /api/v1/certificates");
    co_return std::move(made.items);
}

task<std::vector<proto::repository_certificate>> certificates::remove(certificate_choice choice) {
    auto answer = co_await rest_->change_once("DELETE", path_of(choice), "", "removal",
                                              "certificates of '" + choice.host_pattern + "'");
    auto gone = decoded<proto::repository_certificate_list>(std::move(answer),
                                                            "DELETE /api/v1/certificates");
    co_return std::move(gone.items);
}

} // namespace argocdpp
