#pragma once
// Applications for tests, written as the JSON a server sends.

#include <argocdpp/proto/application.hpp>
#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/json.hpp>

#include <string>
#include <string_view>

namespace argocdpp::tests {

/// What a test wants to say of an application; everything else is ordinary.
struct app_facts {
    std::string version = "10";
    std::string sync = "Synced";
    std::string health = "Healthy";
    std::string operation = {};       ///< JSON of `operation`
    std::string operation_state = {}; ///< JSON of `status.operationState`
    std::string resources = "[]";
    std::string uid = "u1";
    std::string reconciled_at = "2026-11-24T00:00:10Z";
};

inline std::string app_json(const app_facts& facts) {
    return R"({"metadata":{"name":"waves","namespace":"argocd","uid":")" + facts.uid +
           R"(","resourceVersion":")" + facts.version +
           R"("},"spec":{"project":"default","destination":{"server":"https://k","namespace":"d"}},)" +
           R"("status":{"resources":)" + facts.resources + R"(,"sync":{"status":")" + facts.sync +
           R"("},"health":{"status":")" + facts.health + R"("},"reconciledAt":")" +
           facts.reconciled_at + "\"" +
           (facts.operation_state.empty() ? "" : R"(,"operationState":)" + facts.operation_state) +
           "}" + (facts.operation.empty() ? "" : R"(,"operation":)" + facts.operation) + "}";
}

inline proto::application app(const app_facts& facts) {
    return proto::decode<proto::application>(proto::parse(app_json(facts)));
}

/// The message of a stream.
inline std::string event_json(std::string_view type, const app_facts& facts) {
    return R"({"result":{"type":")" + std::string(type) + R"(","application":)" + app_json(facts) +
           "}}";
}

} // namespace argocdpp::tests
