#include "views/application_rows.hpp"

#include <argocdpp/proto/codec.hpp>

#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::cli;

namespace {

proto::application with_conditions(const std::vector<std::string>& types) {
    proto::application app;
    for (const std::string& type : types) {
        app.status.conditions.emplace_back();
        app.status.conditions.back().type = type;
    }
    return app;
}

/// The row of the only application in a list, read through the projection.
std::string projected_row(const std::string& item, bool wide) {
    std::string tabbed;
    proto::list_reader reader("items", application_list_projection(wide), [&](proto::any found) {
        add_application_row(tabbed, proto::decode<proto::application>(std::move(found)), wide);
    });
    reader.push(R"({"items":[)" + item + "]}");
    reader.finish();
    return tabbed;
}

} // namespace

TEST_CASE("conditions are counted by type and sorted as they are written") {
    CHECK(conditions_summary({}) == "<none>");
    CHECK(conditions_summary(with_conditions({"B", "A"})) == "A,B");
    CHECK(conditions_summary(with_conditions({"B", "A", "B"})) == "A,B(2)");
    // "A" sorts before "A!", but "A(2)" behind it.
    CHECK(conditions_summary(with_conditions({"A!", "A", "A"})) == "A!,A(2)");
}

TEST_CASE("the header has the source's columns only where it is wide") {
    CHECK(application_list_header(false) ==
          "NAME\tCLUSTER\tNAMESPACE\tPROJECT\tSTATUS\tHEALTH\tSYNCPOLICY\tCONDITIONS\n");
    CHECK(application_list_header(true) ==
          "NAME\tCLUSTER\tNAMESPACE\tPROJECT\tSTATUS\tHEALTH\tSYNCPOLICY\tCONDITIONS\tREPO\tPATH\t"
          "TARGET\n");
}

TEST_CASE("rows show what the projection keeps, of a single source") {
    const std::string item =
        R"({"metadata":{"name":"web","namespace":"argocd","labels":{"a":"b"}},
            "spec":{"source":{"repoURL":"r","path":"p","targetRevision":"main","helm":{"values":"x"}},
                    "destination":{"name":"in-cluster","namespace":"ns"},"project":"team",
                    "syncPolicy":{"automated":{"prune":true}}},
            "status":{"sync":{"status":"Synced"},"health":{"status":"Healthy"},
                      "conditions":[{"type":"A","message":"long"},{"type":"A"}]}})";
    CHECK(projected_row(item, true) ==
          "argocd/web\tin-cluster\tns\tteam\tSynced\tHealthy\tAuto-Prune\tA(2)\tr\tp\tmain\n");
    CHECK(projected_row(item, false) ==
          "argocd/web\tin-cluster\tns\tteam\tSynced\tHealthy\tAuto-Prune\tA(2)\n");
}

TEST_CASE("rows show the first of several sources, and the hydrator's sync source") {
    CHECK(projected_row(R"({"metadata":{"name":"m"},"spec":{"sources":[{"repoURL":"one","path":"p",
            "targetRevision":"v1"},{"repoURL":"two"}],"destination":{"server":"s","name":"n"},
            "syncPolicy":{"automated":{}}}})",
                        true) == "m\ts\t\tdefault\t\t\tAuto\t<none>\tone\tp\tv1\n");
    CHECK(projected_row(R"({"metadata":{"name":"h"},"spec":{"sourceHydrator":{"drySource":
            {"repoURL":"dry","path":"d","targetRevision":"HEAD"},"syncSource":{"path":"s",
            "targetBranch":"env"}},"syncPolicy":{"automated":{"enabled":false}}}})",
                        true) == "h\t\t\tdefault\t\t\tManual\t<none>\tdry\ts\tenv\n");
}
