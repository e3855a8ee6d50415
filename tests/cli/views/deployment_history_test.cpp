#include "views/deployment_history.hpp"

#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::cli;

namespace {

proto::application_source source(const std::string& url, const std::string& target) {
    proto::application_source made;
    made.repo_url = url;
    made.target_revision = target;
    return made;
}

proto::revision_history deployment(long long id, const std::string& commit,
                                   const proto::application_source& from) {
    proto::revision_history made;
    made.id = id;
    made.revision = commit;
    made.source = from;
    made.deployed_at = "2026-11-24T00:28:38Z";
    return made;
}

std::string table_of(const std::vector<proto::revision_history>& history) {
    return deployment_history(history, time_zone::utc());
}

} // namespace

TEST_CASE("no deployments are no text") {
    CHECK(table_of({}) == "");
    CHECK(deployment_ids({}) == "");
}

TEST_CASE("deployments stand below their repository, whenever they were") {
    CHECK(table_of({deployment(0, "fbec28c36853", source("https://git/a", "first")),
                    deployment(1, "short", source("https://git/longer", "v1")),
                    deployment(20, "faf0510e37bc", source("https://git/a", ""))}) ==
          "SOURCE  https://git/a\n"
          "ID      DATE                           REVISION\n"
          "0       2026-11-24 00:28:38 +0000 UTC  first (fbec28c)\n"
          "20      2026-11-24 00:28:38 +0000 UTC   (faf0510)\n"
          "\n"
          "SOURCE  https://git/longer\n"
          "ID      DATE                           REVISION\n"
          "1       2026-11-24 00:28:38 +0000 UTC  v1\n");
}

TEST_CASE(
    "a deployment from several sources has a row for each, with its commit where all have one") {
    auto several = deployment(4, "", {});
    several.source.reset();
    several.sources = {source("https://git/a", "x"), source("https://git/a", "y")};
    several.revisions = {"fbec28c36853", "short"};
    const std::string head = "SOURCE  https://git/a\n"
                             "ID      DATE                           REVISION\n";
    const std::string start = "4       2026-11-24 00:28:38 +0000 UTC  ";
    CHECK(table_of({several}) == head + start + "x (fbec28c)\n" + start + "y\n");
    several.revisions = {"fbec28c36853"};
    CHECK(table_of({several}) == head + start + "x\n" + start + "y\n");
}

TEST_CASE("a deployment that tells nothing has a row too") {
    CHECK(table_of({proto::revision_history()}) ==
          "SOURCE  \n"
          "ID      DATE                           REVISION\n"
          "0       0001-01-01 00:00:00 +0000 UTC  \n");
}

TEST_CASE("the numbers of deployments, oldest first") {
    CHECK(deployment_ids({deployment(0, "", {}), deployment(12, "", {})}) == "0\n12\n");
}
