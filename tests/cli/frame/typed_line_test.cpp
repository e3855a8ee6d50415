#include "commands.hpp"
#include "typed_line.hpp"

#include <doctest/doctest.h>

using namespace argocdpp::cli;

namespace {

/// What the last word of a line may become.
wanted_word wanted(std::vector<std::string> words) {
    return typed_line(std::move(words), global_flags()).wanted();
}

name_kind names(std::vector<std::string> words) { return wanted(std::move(words)).names; }

} // namespace

TEST_CASE("The last word is a command as long as the words before it lead to a group") {
    CHECK(wanted({""}).command);
    CHECK(wanted({"app", "ge"}).command);
    CHECK(wanted({"app", "ge"}).prefix == "ge");
    CHECK(wanted({"--server", "app", "proj", "role", ""}).command);
    CHECK_FALSE(wanted({"app", "get", ""}).command);
    CHECK_FALSE(wanted({"bogus", ""}).command);
    CHECK_FALSE(wanted({"cluster", "add", ""}).command);
    CHECK_FALSE(wanted({"app", "-"}).command);
}

TEST_CASE("Arguments name what the row says, the last kind again and again where it repeats") {
    CHECK(names({"app", "get", ""}) == name_kind::application);
    CHECK(names({"app", "get", "x", ""}) == name_kind::none);
    CHECK(names({"app", "sync", "x", "y", ""}) == name_kind::application);
    CHECK(names({"app", "rollback", "x", ""}) == name_kind::deployment);
    CHECK(names({"proj", "role", "get", "x", ""}) == name_kind::role);
    CHECK(names({"project", "windows", "delete", "x", ""}) == name_kind::sync_window);
    CHECK(names({"ctx", ""}) == name_kind::context);
    CHECK(names({"app", "create", ""}) == name_kind::none);
    CHECK(names({"app", "get", "--", "-x"}) == name_kind::application);
    CHECK(names({"app", "get", "--", ""}) == name_kind::application);
}

TEST_CASE("The value of a flag stands behind it, behind =, or behind its letter") {
    for (const auto& [words, head, prefix] :
         {std::tuple<std::vector<std::string>, std::string, std::string>({"app", "list", "-p", "a"},
                                                                         "", "a"),
          {{"app", "list", "--project", "a"}, "", "a"},
          {{"app", "list", "--project=a"}, "--project=", "a"},
          {{"app", "list", "-pa"}, "-p", "a"},
          {{"app", "list", "-p=a"}, "-p=", "a"},
          {{"app", "list", "x", "-p", ""}, "", ""}}) {
        CAPTURE(words.back());
        const auto found = wanted(words);
        CHECK(found.names == name_kind::project);
        CHECK(found.head == head);
        CHECK(found.prefix == prefix);
    }
    CHECK(wanted({"app", "logs", "x", "-fp", "--c"}).flag);
    CHECK(names({"app", "logs", "x", "-fc", "y"}) == name_kind::file);
    CHECK(names({"app", "sync", "--server-crt", ""}) == name_kind::file);
    CHECK(names({"app", "sync", "--timeout", ""}) == name_kind::none);
    CHECK(wanted({"app", "sync", "--prune="}).choices == "true false");
    CHECK(wanted({"app", "list", "-o", ""}).choices ==
          "wide name json yaml jsonpath= custom-columns=");
    CHECK(wanted({"proj", "create", "x", "--signature-keys", "a,b"}).head == "a,");
    CHECK(wanted({"proj", "create", "x", "--signature-keys", "a,b"}).prefix == "b");
}

TEST_CASE("What the line says so far is known, and what is wrong on it does no harm") {
    const typed_line line({"app", "--bogus", "delete-resource", "--kind=Pod", "x", "--timeout", "z",
                           "--plaintext", "--header", "a", "--group", "apps", "--resource-name",
                           ""},
                          global_flags());
    CHECK(line.row().path == "app");
    const typed_line other({"--server", "cd.example", "app", "delete-resource", "--kind=Pod", "x",
                            "--bogus", "--plaintext", "--group", "apps", "--resource-name", ""},
                           global_flags());
    CHECK(other.row().path == "app delete-resource");
    CHECK(other.arguments() == std::vector<std::string>{"x"});
    CHECK(other.value("kind") == "Pod");
    CHECK(other.value("group") == "apps");
    CHECK(other.value("resource-name") == "");
    CHECK(other.value("nothing") == "");
    CHECK(other.globals().server == "cd.example");
    CHECK(other.globals().plaintext);
    CHECK(other.wanted().names == name_kind::resource_name);
}

TEST_CASE("Every flag that takes a project, a cluster or a repository offers them") {
    for (const command* row : all_commands()) {
        if (!row->bind)
            continue;
        flag_set flags;
        const auto bound = row->bind(flags);
        CAPTURE(row->path);
        for (const auto& [name, kind] :
             {std::pair("project", name_kind::project), std::pair("repo", name_kind::repository),
              std::pair("dest-server", name_kind::cluster_url),
              std::pair("dest-name", name_kind::cluster_name)})
            if (const flag* known = flags.find(name))
                CHECK(known->names == kind);
        for (const flag& each : flags.all())
            CHECK((each.name != "output" || !each.choices.empty() || row->path == "self-download"));
    }
}

TEST_CASE("Every command that works on what is there says what its arguments name") {
    for (const command* row : all_commands()) {
        CAPTURE(row->path);
        const std::string_view first = row->arguments.substr(0, row->arguments.find(' '));
        const bool creates = row->path == "app create" || row->path == "proj create";
        for (const auto& [word, kind] :
             {std::pair("APPNAME", name_kind::application),
              std::pair("PROJECT", name_kind::project), std::pair("CONTEXT", name_kind::context),
              std::pair("APPSETNAME", name_kind::application_set)})
            if (first.starts_with(word) || first.starts_with("[" + std::string(word)))
                CHECK(row->names[0] == (creates ? name_kind::none : kind));
    }
}
