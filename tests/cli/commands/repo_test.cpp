#include "../../support/grpc_answer.hpp"
#include "application_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

namespace argocdpp {
namespace {

using tests::answer_grpc;
using tests::application_run;
using tests::field;
using tests::flag;
using tests::refuse_grpc;

constexpr std::string_view access_call = "POST /repository.RepositoryService/ValidateAccess";
constexpr std::string_view add_call = "POST /api/v1/repositories";
constexpr std::string_view https = "https://git.x/r";
constexpr std::string_view one =
    R"({"repo":"git@x:r","connectionState":{"status":"Failed","message":"no","attemptedAt":null},)"
    R"("insecure":true,"type":"git","name":"n","project":"p","enableLfs":true,"username":"u"})";
constexpr std::string_view inherited =
    R"({"repo":"oci://x","connectionState":{"status":"Successful",)"
    R"("message":""},"type":"oci","inheritedCreds":true,"new":1})";

/// Runs `repo add` with these words; what the two requests were told.
struct addition {
    std::string query = "nothing";
    std::string body = "nothing";
    std::string output;
};

addition add(std::vector<std::string> words, const std::vector<std::string>& input = {}) {
    addition made;
    application_run world;
    world.streams.input = input;
    answer_grpc(world.server.on(access_call), "").inspect([&](const http_request& request) {
        made.query = request.body;
    });
    world.server.on(add_call).json(R"({"repo":"U"})").inspect([&](const http_request& request) {
        made.body = request.body;
    });
    words.insert(words.begin(), {"repo", "add"});
    CHECK(world.run(words) == 0);
    made.output = world.streams.output;
    return made;
}

/// Whether `repo add` refuses so before it asks the server anything.
bool is_refused(std::vector<std::string> words, std::string_view message, int code = 20) {
    application_run world;
    words.insert(words.begin(), {"repo", "add"});
    return world.run(words) == code && world.streams.output.empty() && world.said(message);
}

/// A file in the run's folder.
std::string write(const application_run& world, const std::string& name, std::string_view text) {
    const auto path = world.directory / name;
    std::ofstream(path) << text;
    return path.string();
}

} // namespace

TEST_CASE("repo list: a table, URLs and documents") {
    const std::string answer =
        R"({"items":[)" + std::string(one) + "," + std::string(inherited) + "]}";
    application_run world;
    world.server.on("GET /api/v1/repositories").json(answer);
    CHECK(world.run({"repo", "list"}) == 0);
    CHECK(world.streams.output ==
          "TYPE  NAME  REPO     INSECURE  OCI    LFS    CREDS      STATUS      MESSAGE  PROJECT\n"
          "git   n     git@x:r  true      false  true   true       Failed      no       p\n"
          "oci         oci://x  false     false  false  inherited  Successful           \n");

    application_run urls;
    urls.server.on("GET /api/v1/repositories?forceRefresh=true").json(answer);
    CHECK(urls.run({"repo", "list", "-o", "url", "--refresh", "hard"}) == 0);
    CHECK(urls.streams.output == "git@x:r\noci://x\n");

    application_run document;
    document.server.on("GET /api/v1/repositories").json(answer);
    CHECK(document.run({"repo", "list", "-o", "yaml"}) == 0);
    CHECK(document.streams.output.ends_with("  new: 1\n  repo: oci://x\n  type: oci\n"));
}

TEST_CASE("repo list and get: wrong arguments, and no permission") {
    application_run world;
    CHECK(world.run({"repo", "list", "--refresh", "soft"}) == 20);
    CHECK(world.said("unknown refresh value: soft. Supported values: hard"));
    application_run format;
    format.server.on("GET /api/v1/repositories").json("{}");
    CHECK(format.run({"repo", "list", "-o", "name"}) == 20);
    CHECK(format.said("unknown output format: name. Supported formats: yaml|json|url|wide"));
    application_run denied;
    denied.server.on("GET /api/v1/repositories/x")
        .status(403)
        .json(R"({"code":7,"message":"permission denied"})");
    CHECK(denied.run({"repo", "get", "x"}) == 20);
    CHECK(denied.said("rpc error: code = PermissionDenied desc = permission denied"));
    application_run missing;
    CHECK(missing.run({"repo", "get"}) == 1);
}

TEST_CASE("repo get: the URL is one segment of the path") {
    application_run world;
    world.server
        .on("GET /api/v1/repositories/https%3A%2F%2Fgit.x%2Fr?appProject=p&forceRefresh=true")
        .json(one);
    CHECK(world.run({"repo", "get", "https://git.x/r", "--project", "p", "--refresh", "hard", "-o",
                     "json"}) == 0);
    CHECK(world.streams.output.starts_with("{\n  \"repo\": \"git@x:r\",\n"));
}

TEST_CASE("repo add: access is tried, then it is added, and nothing stands in a URL") {
    const auto made = add({std::string(https), "--username", "u", "--password", "s3cret", "--name",
                           "n", "--project", "p", "--depth", "3", "--enable-lfs", "--proxy",
                           "http://q", "--no-proxy", "a,b", "--insecure-skip-server-verification",
                           "--force-http-basic-auth", "--webhook-manifest-cache-warm-disabled"});
    CHECK(made.output == "Repository 'U' added\n");
    CHECK(made.body == R"({"repo":"https://git.x/r","name":"n","project":"p","type":"git",)"
                       R"("username":"u","password":"s3cret","forceHttpBasicAuth":true,)"
                       R"("proxy":"http://q","noProxy":"a,b","insecure":true,"enableLfs":true,)"
                       R"("depth":3,"webhookManifestCacheWarmDisabled":true})");
    for (const auto& told : {field(1, https), field(2, "u"), field(3, "s3cret"), field(9, "git"),
                             field(10, "n"), field(16, "http://q"), flag(5, true)})
        CHECK(made.query.find(told) != std::string::npos);
}

TEST_CASE("repo add: keys of files") {
    application_run files;
    const auto key = write(files, "key", "one\ntwo\n");
    const auto other = write(files, "other", "three");
    CHECK(add({"git@x:r", "--ssh-private-key-path", key}).body ==
          R"({"repo":"git@x:r","type":"git","sshPrivateKey":"one\ntwo\n"})");
    CHECK(add({std::string(https), "--tls-client-cert-path", key, "--tls-client-cert-key-path",
               other})
              .body == R"({"repo":"https://git.x/r","type":"git","tlsClientCertData":"one\ntwo\n",)"
                       R"("tlsClientCertKey":"three"})");
    CHECK(add({std::string(https), "--github-app-private-key-path", other, "--github-app-id", "1",
               "--github-app-installation-id", "2", "--github-app-enterprise-base-url", "e"})
              .body ==
          R"({"repo":"https://git.x/r","type":"git","githubAppPrivateKey":"three","githubAppID":1,)"
          R"("githubAppInstallationID":2,"githubAppEnterpriseBaseUrl":"e"})");
    const auto gcp = add({std::string(https), "--gcp-service-account-key-path", other});
    CHECK(gcp.body == R"({"repo":"https://git.x/r","type":"git","gcpServiceAccountKey":"three"})");
    CHECK(gcp.query.find(field(18, "three")) != std::string::npos);
}

TEST_CASE("repo add: Azure, bearer tokens, registries") {
    const auto azure = add(
        {std::string(https), "--use-azure-workload-identity", "--azure-service-principal-client-id",
         "i", "--azure-service-principal-client-secret", "s", "--azure-service-principal-tenant-id",
         "t", "--azure-active-directory-endpoint", "e"});
    CHECK(azure.body ==
          R"({"repo":"https://git.x/r","type":"git","azureServicePrincipalClientId":"i",)"
          R"("azureServicePrincipalClientSecret":"s","azureServicePrincipalTenantId":"t",)"
          R"("azureActiveDirectoryEndpoint":"e","useAzureWorkloadIdentity":true})");
    CHECK(azure.query.find(field(24, "s") + field(25, "t")) != std::string::npos);
    CHECK(add({std::string(https), "--bearer-token", "t"}).body ==
          R"({"repo":"https://git.x/r","type":"git","bearerToken":"t"})");
    const auto registry = add(
        {"x:5000/r", "--type", "helm", "--name", "n", "--enable-oci", "--insecure-oci-force-http"});
    CHECK(registry.body == R"({"repo":"x:5000/r","name":"n","type":"helm","enableOCI":true,)"
                           R"("insecureOCIForceHttp":true})");
    CHECK(registry.query.find(flag(5, true)) != std::string::npos);
    const auto old_name = add({"git@x:r", "--insecure-ignore-host-key"});
    CHECK(old_name.body == R"({"repo":"git@x:r","type":"git","insecureIgnoreHostKey":true})");
    CHECK(old_name.query.find(flag(5, true)) != std::string::npos);
}

TEST_CASE("repo add: a password is asked for, or is the first line of standard input") {
    const auto asked = add({std::string(https), "--username", "u"}, {"s3cret"});
    CHECK(asked.body.find(R"("password":"s3cret")") != std::string::npos);
    CHECK(asked.output == "Password: Repository 'U' added\n");
    const auto given =
        add({std::string(https), "--username", "u", "--password-stdin"}, {"s3cret\r"});
    CHECK(given.body.find(R"("password":"s3cret")") != std::string::npos);
    CHECK(given.output == "Repository 'U' added\n");
    CHECK(is_refused({std::string(https), "--password-stdin"},
                     "--password-stdin: no password on standard input"));
    CHECK(is_refused({std::string(https), "--password-stdin", "--password", "x"},
                     "only --password or --password-stdin is allowed, not both"));
}

TEST_CASE("repo add: what makes no sense is refused") {
    const struct {
        std::vector<std::string> words;
        std::string_view message;
    } cases[] = {
        {{"https://u@x/r", "--ssh-private-key-path", "/nonexistent"},
         "--ssh-private-key-path is only supported for SSH repositories."},
        {{"http://x", "--tls-client-cert-path", "a"},
         "--tls-client-cert-path and --tls-client-cert-key-path must be specified together"},
        {{"http://x", "--tls-client-cert-path", "a", "--tls-client-cert-key-path", "b"},
         "--tls-client-cert-path is only supported for HTTPS repositories"},
        {{"https://x", "--tls-client-cert-path", "/nonexistent", "--tls-client-cert-key-path", "b"},
         "open /nonexistent: no such file or directory"},
        {{"http://x", "--github-app-private-key-path", "a"},
         "--github-app-private-key-path is only supported for HTTPS repositories"},
        {{"ssh://g@x/r", "--gcp-service-account-key-path", "a"},
         "--gcp-service-account-key-path is only supported for HTTPS repositories"},
        {{"https://x", "--type", "helm"}, "Must specify --name for repos of type 'helm'"},
        {{"https://x", "--insecure-oci-force-http", "--enable-oci"},
         "--insecure-oci-force-http requires --type oci or --enable-oci"},
        {{"https://x", "--bearer-token", "a", "--password", "b"},
         "only --bearer-token or --password is allowed, not both"},
        {{"https://x", "--bearer-token", "a", "--type", "oci"},
         "--bearer-token is only supported for Git repositories"},
        {{"http://x", "--bearer-token", "a"},
         "--bearer-token is only supported for HTTPS repositories"},
    };
    for (const auto& [words, message] : cases)
        CHECK(is_refused(words, message));
    for (const auto url : {"git@x:r", "ssh://git@x/r", "a@b@c"})
        CHECK(is_refused({url, "--ssh-private-key-path", "/nonexistent"},
                         "open /nonexistent: no such file or directory", 1));
    application_run missing;
    CHECK(missing.run({"repo", "add"}) == 1);
}

TEST_CASE("repo add: what can't be read is not added, and no secret is in an error") {
    application_run world;
    refuse_grpc(world.server.on(access_call), 2,
                "no s3cret, not even one\\ntwo for http://u:pr0xy@q");
    const auto key = write(world, "key", "one\ntwo");
    CHECK(world.run({"repo", "add", std::string(https), "--username", "u", "--password", "s3cret",
                     "--github-app-private-key-path", key, "--proxy", "http://u:pr0xy@q"}) == 20);
    CHECK(world.said("rpc error: code = Unknown desc = no ***, not even *** for http://u:***@q"));

    application_run word;
    refuse_grpc(word.server.on(access_call), 2, "error testing: no (test) in the pipe");
    CHECK(word.run({"repo", "add", "x", "--password", "test"}) == 20);
    CHECK(word.said("rpc error: code = Unknown desc = error testing: no (***) in the pipe"));

    application_run denied;
    answer_grpc(denied.server.on(access_call), "");
    denied.server.on(std::string(add_call) + "?upsert=true")
        .status(403)
        .json(R"({"code":7,"message":"permission denied for s3cret"})");
    CHECK(denied.run({"repo", "add", "x", "--password", "s3cret", "--upsert"}) == 20);
    CHECK(denied.said("rpc error: code = PermissionDenied desc = permission denied for ***"));
}

TEST_CASE("repo add with every fault: it is added once at most") {
    tests::with_every_fault(
        [](application_run& world) {
            answer_grpc(world.server.on(access_call), "").forever();
            world.server.on(add_call).json(R"({"repo":"x"})").forever();
        },
        {"repo", "add", "x", "--password", "s3cret"},
        [](application_run& world, int code) {
            tests::check_ending(world, code);
            CHECK(world.streams.talk.find("s3cret") == std::string::npos);
            const auto additions =
                std::ranges::count_if(world.server.requests(), [](const http_request& request) {
                    return request.target == "/api/v1/repositories";
                });
            const bool is_lost =
                world.streams.talk.find("it may have been taken") != std::string::npos;
            CHECK((code == 0 || additions == is_lost));
        });
}

TEST_CASE("repo rm: one after the other, asked about only where that is wanted") {
    application_run world;
    world.server.on("DELETE /api/v1/repositories/a?appProject=p").json("{}");
    world.server.on("DELETE /api/v1/repositories/b%2Fc?appProject=p")
        .status(403)
        .json(R"({"code":7,"message":"permission denied"})");
    CHECK(world.run({"repo", "rm", "a", "b/c", "d", "--project", "p"}) == 20);
    CHECK(world.streams.output == "Repository 'a' removed\n");
    CHECK(world.said("rpc error: code = PermissionDenied desc = permission denied"));
    application_run unwilling;
    unwilling.streams.input = {"n"};
    CHECK(unwilling.run({"repo", "rm", "a", "--prompts-enabled"}) == 0);
    CHECK(unwilling.streams.output == "Are you sure you want to delete repository 'a'? [y/n]"
                                      "The command to delete 'a' was cancelled.\n");
    application_run missing;
    CHECK(missing.run({"repo", "rm"}) == 1);
}

} // namespace argocdpp
