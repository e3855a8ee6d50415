#include "rest.hpp"

#include <argocdpp/gpg_keys.hpp>

namespace argocdpp {
namespace {

constexpr std::string_view base = "/api/v1/gpgkeys";

} // namespace

task<std::vector<proto::gpg_key>> gpg_keys::list() {
    auto found = co_await rest_->get_as<proto::gpg_key_list>(api_path(base));
    co_return std::move(found.items);
}

task<proto::gpg_key> gpg_keys::get(std::string key_id) {
    api_path path(base);
    path.segment(key_id);
    return rest_->get_as<proto::gpg_key>(std::move(path));
}

task<proto::gpg_key_creation> gpg_keys::add(std::string key_data) {
    proto::any body;
    body.set("keyData", std::move(key_data));
    auto answer = co_await rest_->change_once("POST", api_path(base), proto::write(body),
                                              "addition", "GnuPG keys");
    co_return decoded<proto::gpg_key_creation>(std::move(answer), "POST /api/v1/gpgkeys");
}

task<void> gpg_keys::remove(std::string key_id) {
    api_path path(base);
    path.query("keyID", key_id);
    co_await rest_->change_once("DELETE", std::move(path), "", "removal",
                                "GnuPG key '" + key_id + "'");
}

} // namespace argocdpp
