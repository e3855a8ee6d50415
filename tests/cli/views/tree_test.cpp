#include "views/tree.hpp"

#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::cli;

namespace {

proto::resource_node node(const std::string& kind, const std::string& name, const std::string& uid,
                          const std::vector<std::string>& parents = {}) {
    proto::resource_node made;
    made.kind = kind;
    made.name = name;
    made.uid = uid;
    for (const std::string& parent : parents) {
        made.parent_refs.emplace_back();
        made.parent_refs.back().uid = parent;
    }
    return made;
}

std::string tree_of(const std::vector<proto::resource_node>& nodes,
                    const std::vector<resource_state>& rows = {}, bool detailed = false,
                    std::int64_t now = 0) {
    proto::resource_tree tree;
    tree.nodes = nodes;
    return resource_tree_table(tree, rows, detailed, now);
}

const std::string header = "KIND/NAME  STATUS  HEALTH  MESSAGE\n";

} // namespace

TEST_CASE("an empty tree is no text") { CHECK(tree_of({}).empty()); }

TEST_CASE("branches show who came out of whom, roots in the order received") {
    CHECK(tree_of({node("B", "second", "2"), node("A", "first", "1"), node("C", "x", "3", {"1"}),
                   node("C", "y", "4", {"1"}), node("D", "x1", "5", {"3"}),
                   node("D", "y1", "6", {"4"}), node("D", "y2", "7", {"4"})}) ==
          "KIND/NAME  STATUS  HEALTH  MESSAGE\n"
          "B/second                   \n"
          "A/first                    \n"
          "├─C/x                      \n"
          "│ └─D/x1                   \n"
          "└─C/y                      \n"
          "  ├─D/y1                   \n"
          "  └─D/y2                   \n");
}

TEST_CASE("a node takes its state from the row of its kind and name, else its own health") {
    proto::resource_node pod = node("Pod", "p", "1");
    pod.health.emplace();
    pod.health->status = "Degraded";
    proto::resource_node job = node("Job", "j", "2");
    job.health = pod.health;
    CHECK(tree_of({pod, job}, {{"", "Job", "", "j", "Succeeded", "Synced", "Sync", "done"}}) ==
          "KIND/NAME  STATUS     HEALTH    MESSAGE\n"
          "Pod/p                 Degraded  \n"
          "Job/j      Succeeded  Synced    done\n");
}

TEST_CASE("of rows with the same kind and name the last one counts") {
    CHECK(tree_of({node("Job", "j", "1")}, {{"", "Job", "a", "j", "One", "", "", ""},
                                            {"", "Job", "b", "j", "Two", "", "", ""}})
              .find("Two") != std::string::npos);
}

TEST_CASE("the detailed tree has age and reason") {
    proto::resource_node pod = node("Pod", "p", "1");
    pod.created_at = "1970-01-01T00:01:00Z";
    pod.health.emplace();
    pod.health->status = "Degraded";
    pod.health->message = "crashed";
    CHECK(tree_of({pod, node("Pod", "q", "2")}, {}, true, 142) ==
          "KIND/NAME  STATUS  HEALTH    AGE        MESSAGE  REASON\n"
          "Pod/p              Degraded  82s                 crashed\n"
          "Pod/q                        <unknown>           \n");
}

TEST_CASE("only the first parent counts, and children of nobody are not shown") {
    CHECK(tree_of({node("A", "a", "1"), node("B", "b", "2"), node("C", "c", "3", {"2", "1"}),
                   node("D", "lost", "4", {"9"})}) == header + "A/a                        \n"
                                                               "B/b                        \n"
                                                               "└─C/c                      \n");
}

TEST_CASE("nodes without a UID share one place, and the last one is shown there") {
    CHECK(tree_of({node("A", "missing-1", ""), node("B", "b", "1"), node("A", "missing-2", "")}) ==
          "KIND/NAME    STATUS  HEALTH  MESSAGE\n"
          "A/missing-2                  \n"
          "B/b                          \n");
}

TEST_CASE("parents in a circle end") {
    CHECK(tree_of({node("A", "a", ""), node("B", "b", "", {""})}) ==
          header + "B/b                        \n");
    CHECK(tree_of({node("R", "r", "1"), node("A", "a", "2", {"1"}), node("B", "b", "3", {"2"}),
                   node("A", "a", "2", {"3"})})
              .find("B/b") != std::string::npos);
    // Nothing but a circle: no root, so no rows.
    CHECK(tree_of({node("A", "a", "1", {"2"}), node("B", "b", "2", {"1"})}) == header);
}

TEST_CASE("a chain of 100,000 nodes does not eat the stack") {
    std::vector<proto::resource_node> chain = {node("A", "root", "0")};
    for (int at = 1; at < 100000; ++at)
        chain.push_back(node("A", "n", std::to_string(at), {std::to_string(at - 1)}));
    CHECK(tree_of(chain).find("A/root") != std::string::npos);
}
