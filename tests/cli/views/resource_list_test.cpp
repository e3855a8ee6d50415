#include "views/resource_list.hpp"

#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::cli;

namespace {

proto::resource_node node(const std::string& kind, const std::string& name, const std::string& uid,
                          const std::string& parent = "") {
    proto::resource_node made;
    made.kind = kind;
    made.name = name;
    made.uid = uid;
    if (!parent.empty())
        made.parent_refs.emplace_back().uid = parent;
    return made;
}

proto::resource_tree tree() {
    proto::resource_tree made;
    made.nodes = {node("Deployment", "web", "1"), node("Pod", "web-1", "2", "1")};
    made.nodes[1].health.emplace().status = "Degraded";
    made.nodes[1].health->message = "crashed";
    made.nodes[1].created_at = "1970-01-01T00:01:00Z";
    made.orphaned_nodes = {node("Job", "lost", "3"), node("Pod", "lost-1", "4", "3")};
    return made;
}

std::string list_of(resource_list_form form, bool managed = true, bool orphaned = true) {
    return resource_list(tree(), {managed, orphaned, form}, 142);
}

} // namespace

TEST_CASE("the flat list has no children, but those of orphans") {
    CHECK(list_of(resource_list_form::flat) == "GROUP  KIND        NAMESPACE  NAME    ORPHANED\n"
                                               "       Deployment             web     No\n"
                                               "       Job                    lost    Yes\n"
                                               "       Pod                    lost-1  Yes\n");
}

TEST_CASE("the tree has everything below its parent") {
    CHECK(list_of(resource_list_form::tree) == "GROUP  KIND        NAMESPACE  NAME    ORPHANED\n"
                                               "       Deployment             web     No\n"
                                               "└─     Pod                    web-1   No\n"
                                               "       Job                    lost    Yes\n"
                                               "└─     Pod                    lost-1  Yes\n");
}

TEST_CASE("the detailed tree has age, health and reason") {
    CHECK(list_of(resource_list_form::detailed, true, false) ==
          "GROUP  KIND        NAMESPACE  NAME   ORPHANED  AGE        HEALTH    REASON\n"
          "       Deployment             web    No        <unknown>            \n"
          "└─     Pod                    web-1  No        82s        Degraded  crashed\n");
}

TEST_CASE("one half of the list alone, and no resources at all") {
    CHECK(list_of(resource_list_form::tree, false, true) ==
          "GROUP  KIND  NAMESPACE  NAME    ORPHANED\n"
          "       Job              lost    Yes\n"
          "└─     Pod              lost-1  Yes\n");
    CHECK(resource_list({}, {}, 0) == "GROUP  KIND  NAMESPACE  NAME  ORPHANED\n");
}
