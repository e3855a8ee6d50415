#include "random_document.hpp"
#include "recordings.hpp"
#include "rewritten.hpp"

#include <argocdpp/proto/application.hpp>
#include <argocdpp/proto/event.hpp>
#include <argocdpp/proto/project.hpp>
#include <argocdpp/proto/resource_tree.hpp>
#include <argocdpp/proto/server.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

namespace {

/// The body after it went through the struct that its path stands for.
std::string rewritten_by_path(const recorded_text& body) {
    const std::string_view path = body.path;
    if (body.text.starts_with(R"({"error":)"))
        return rewritten<gateway_error>(body.text);
    if (path == "/api/version")
        return rewritten<version_info>(body.text);
    if (path == "/api/v1/settings")
        return rewritten<server_settings>(body.text);
    if (path == "/api/v1/session/userinfo")
        return rewritten<user_info>(body.text);
    if (path == "/api/v1/applications")
        return rewritten<application_list>(body.text);
    if (path.ends_with("/resource-tree"))
        return rewritten<resource_tree>(body.text);
    if (path.ends_with("/managed-resources"))
        return rewritten<managed_resources>(body.text);
    if (path.ends_with("/syncwindows"))
        return rewritten<application_sync_windows>(body.text);
    const auto name = path.substr(path.rfind('/') + 1);
    if (path == "/api/v1/applications/" + std::string(name))
        return rewritten<application>(body.text);
    if (path == "/api/v1/projects/" + std::string(name))
        return rewritten<project>(body.text);
    return write(parse(body.text));
}

} // namespace

TEST_CASE("every recorded body is written back as Argo CD wrote it") {
    REQUIRE(recorded_bodies().size() > 100);
    for (const auto& body : recorded_bodies()) {
        CAPTURE(body.path);
        CHECK(difference(write(parse(body.text)), body.text) == "");
        CHECK(difference(rewritten_by_path(body), body.text) == "");
    }
}

TEST_CASE("every recorded message of a stream is written back as Argo CD wrote it") {
    REQUIRE(recorded_messages().size() > 50);
    for (const auto& message : recorded_messages()) {
        CAPTURE(message.path);
        if (message.path == "/api/v1/stream/applications")
            CHECK(difference(rewritten<application_stream_message>(message.text), message.text) ==
                  "");
        else
            CHECK(difference(write(parse(message.text)), message.text) == "");
    }
}

TEST_CASE("every application around a recorded operation is written back as it was") {
    REQUIRE(recorded_applications().size() > 20);
    for (const auto& app : recorded_applications())
        CHECK(difference(rewritten<application>(app), app) == "");
}

TEST_CASE("random documents are written back as they were") {
    document_maker make(1);
    for (int round = 0; round < 20'000; ++round) {
        const std::string text = write(make.value(5));
        REQUIRE(difference(write(parse(text)), text) == "");
    }
}

TEST_CASE("applications of unknown versions are written back as they were") {
    document_maker make(2);
    const any list = parse(recorded_body("/api/v1/applications"));
    const auto& known = list.find("items")->items();
    for (int round = 0; round < 20'000; ++round) {
        any document = known[make.below(known.size())];
        make.vary(document);
        const std::string text = write(document);
        REQUIRE(difference(rewritten<application>(text), text) == "");
    }
}

TEST_CASE("an application survives being taken apart and put together twice") {
    const std::string& text = recorded_body("/api/v1/applications/guestbook");
    CHECK(difference(rewritten<application>(rewritten<application>(text)), text) == "");
}
