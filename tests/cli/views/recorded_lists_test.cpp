// Lists and small documents against what the official CLI printed.

#include "recordings.hpp"
#include "views/application_rows.hpp"
#include "views/table.hpp"
#include "views/yaml.hpp"

#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::cli;
using namespace argocdpp::tests;

namespace {

/// A list's table, made from what its projection leaves.
std::string list_table(const std::string& path, bool wide) {
    std::string tabbed = application_list_header(wide);
    proto::list_reader reader("items", application_list_projection(wide), [&](proto::any item) {
        add_application_row(tabbed, proto::decode<proto::application>(std::move(item)), wide);
    });
    reader.push(recorded_body(path));
    reader.finish();
    return align(tabbed, 0, 2);
}

} // namespace

TEST_CASE("app list prints the official CLI's table from the projection alone") {
    CHECK(list_table("/api/v1/applications", true) == recorded_run_of("app list -o wide").output);
    CHECK(list_table("/api/v1/applications?selector=team%3Dweb", true) ==
          recorded_run_of("app list -l team=web").output);
    CHECK(list_table("/api/v1/applications?appNamespace=argocd-apps", true) ==
          recorded_run_of("app list -N argocd-apps").output);
}

TEST_CASE("app list with an empty format leaves out the source") {
    const std::string table = list_table("/api/v1/applications?appNamespace=argocd-apps", false);
    CHECK(table ==
          "NAME                  CLUSTER                         NAMESPACE  PROJECT  STATUS   "
          "  HEALTH   SYNCPOLICY  CONDITIONS\n"
          "argocd-apps/external  https://kubernetes.default.svc  default    ext      "
          "OutOfSync  Healthy  Manual      SharedResourceWarning(3)\n");
}

TEST_CASE("lists print as YAML as the official CLI prints them") {
    const auto items = [](const std::string& path) {
        const proto::any list = proto::parse(recorded_body(path));
        return to_yaml(*list.find("items"));
    };
    CHECK(items("/api/v1/applications") == recorded_run_of("app list -o yaml").output);
    CHECK(items("/api/v1/applications?appNamespace=argocd-apps") ==
          recorded_run_of("app list -N argocd-apps -o yaml").output);
    CHECK(items("/api/v1/clusters") == recorded_run_of("cluster list -o yaml").output);
    CHECK(to_yaml(proto::any(proto::array())) ==
          recorded_run_of("app list -l team=nobody -o yaml").output);
}

TEST_CASE("small documents print as YAML as the official CLI prints them") {
    const auto document = [](const std::string& path) {
        return to_yaml(proto::parse(recorded_body(path)));
    };
    CHECK(document("/api/v1/account/admin") ==
          recorded_run_of("account get --account admin -o yaml").output);
    // The command adds a blank line.
    CHECK(document("/api/v1/session/userinfo") + "\n" ==
          recorded_run_of("account get-user-info -o yaml").output);
}
