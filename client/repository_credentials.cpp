#include "repository_secrets.hpp"
#include "rest.hpp"

#include <argocdpp/repository_credentials.hpp>

namespace argocdpp {
namespace {

constexpr std::string_view base = "/api/v1/repocreds";

std::string named(const std::string& url) { return "repository credentials for '" + url + "'"; }

} // namespace

task<std::vector<proto::repository_credentials>> repository_credentials::list() {
    auto found = co_await rest_->get_as<proto::repository_credentials_list>(api_path(base));
    co_return std::move(found.items);
}

task<std::string> repository_credentials::add(proto::repository_credentials wanted, bool upsert) {
    api_path path(base);
    path.query("upsert", upsert ? "true" : "");
    try {
        auto answer = co_await rest_->change_once("POST", std::move(path),
                                                  proto::write(proto::encode(wanted)), "addition",
                                                  named(wanted.url));
        co_return decoded<proto::repository_credentials>(std::move(answer),
                                                         "POST /api/v1/repocreds")
            .url;
    } catch (const error& failure) {
        throw without_secrets(failure, wanted);
    }
}

task<void> repository_credentials::remove(std::string url) {
    api_path path(base);
    path.segment(url);
    co_await rest_->change_once("DELETE", std::move(path), "", "removal", named(url));
}

} // namespace argocdpp
