#include "recordings.hpp"
#include "rewritten.hpp"

#include <argocdpp/proto/server.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

TEST_CASE("the version is read from Argo CD's capital names") {
    const auto version = read_as<version_info>(
        R"({"Version":"1","BuildDate":"2","GitCommit":"3","GitTag":"4","GitTreeState":"5",)"
        R"("GoVersion":"6","Compiler":"7","Platform":"8","KustomizeVersion":"9",)"
        R"("HelmVersion":"10",)"
        R"("KubectlVersion":"11","JsonnetVersion":"12","ExtraBuildInfo":"13"})");
    CHECK(version.version == "1");
    CHECK(version.build_date == "2");
    CHECK(version.git_commit == "3");
    CHECK(version.git_tag == "4");
    CHECK(version.git_tree_state == "5");
    CHECK(version.go_version == "6");
    CHECK(version.compiler == "7");
    CHECK(version.platform == "8");
    CHECK(version.kustomize_version == "9");
    CHECK(version.helm_version == "10");
    CHECK(version.kubectl_version == "11");
    CHECK(version.jsonnet_version == "12");
    CHECK(version.extra_build_info == "13");
    CHECK(read_as<version_info>(recorded_body("/api/version")).version == "v3.5.1+109ca7c");
}

TEST_CASE("settings, session and user are read from Argo CD's names") {
    CHECK(read_as<server_settings>(R"({"url":"https://cd"})").url == "https://cd");
    const auto user =
        read_as<user_info>(R"({"loggedIn":true,"username":"admin","iss":"argocd","groups":["g"]})");
    CHECK(user.logged_in);
    CHECK(user.username == "admin");
    CHECK(user.iss == "argocd");
    CHECK(user.groups == std::vector<std::string>{"g"});
}

TEST_CASE("a session is asked for with name and password") {
    session_request request;
    request.username = "admin";
    request.password = "<secret>";
    CHECK(written(request) == R"({"username":"admin","password":"\u003csecret\u003e"})");
}
