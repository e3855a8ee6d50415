#include "../support/scratch_folder.hpp"
#include "folder_archive.hpp"
#include "folder_entries.hpp"
#include "tar.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

namespace fs = std::filesystem;
using tests::scratch_folder;

/// "name" of a file, "name/" of a directory, "name -> target" of a link.
std::vector<std::string> listed(local_folder folder) {
    std::vector<std::string> names;
    folder_entries entries(std::move(folder));
    while (const auto entry = entries.next())
        names.push_back(entry->name + (entry->kind == folder_entry::directory ? "/" : "") +
                        (entry->kind == folder_entry::link ? " -> " + entry->target : ""));
    return names;
}

std::string refusal(local_folder folder) {
    try {
        folder_packer packer(std::move(folder));
        while (packer.pack_next()) {
        }
        packer.finish();
    } catch (const error& failure) {
        CHECK(failure.kind == error_kind::local);
        return failure.what();
    }
    return "";
}

local_folder folder_at(const scratch_folder& folder, const std::string& name = "") {
    local_folder made;
    made.directory = folder.path(name);
    return made;
}

const std::string failed = "failed to compress files: error creating app tgz file: ";

using names = std::vector<std::string>;

} // namespace

TEST_CASE("a folder's entries: by name, directories first themselves, without .git") {
    scratch_folder folder;
    folder.write("b.yaml");
    folder.write("a/z.yaml");
    folder.write("a/b/c.json");
    folder.write(".git/config");
    folder.write("a/.git");
    folder.write(".argocd-source.yaml");
    folder.link("a/link", "../b.yaml");
    folder.make_pipe("pipe");
    CHECK(listed(folder_at(folder)) == names{".argocd-source.yaml", "a/", "a/b/", "a/b/c.json",
                                             "a/link -> ../b.yaml", "a/z.yaml", "b.yaml"});
}

TEST_CASE("a folder's entries: patterns are about the file's name alone") {
    scratch_folder folder;
    for (const auto* name : {"a.yaml", "d/b.yml", "d/c.txt", "d/x.json"})
        folder.write(name);
    auto given = folder_at(folder);
    given.include = {"*.yaml", "[b-d].y?l"};
    CHECK(listed(given) == names{"a.yaml", "d/", "d/b.yml"});
    given.include = {"["};
    CHECK(refusal(given) ==
          failed + "error verifying inclusion pattern \"[\": syntax error in pattern");
}

TEST_CASE("a folder's entries: the application's own, with the root around them") {
    scratch_folder folder;
    folder.write("repo/apps/web/old.yaml");
    folder.write("repo/apps/base/x.yaml");
    folder.write("mine/new.yaml");
    auto given = folder_at(folder, "mine");
    given.at = "./apps/web/";
    CHECK(listed(given) == names{"apps/web/new.yaml"});
    given.root = folder.path("repo");
    CHECK(listed(given) == names{"apps/", "apps/base/", "apps/base/x.yaml", "apps/web/new.yaml"});
    // The usual case: it is the one that the root has there.
    given.directory = folder.path("repo/apps/web");
    CHECK(listed(given) == names{"apps/", "apps/base/", "apps/base/x.yaml", "apps/web/old.yaml"});
    given.directory = given.root;
    given.at = ".";
    CHECK(listed(given) ==
          names{"apps/", "apps/base/", "apps/base/x.yaml", "apps/web/", "apps/web/old.yaml"});
    given.at = "../x";
    CHECK(refusal(given) == failed + "the path ../x leads out of the repository");
}

TEST_CASE("a folder's entries: links stay inside") {
    scratch_folder folder;
    folder.write("in/a.yaml");
    folder.link("in/d/absolute", folder.path("in/a.yaml"));
    folder.link("in/top", folder.path("in/a.yaml"));
    CHECK(listed(folder_at(folder, "in")) ==
          names{"a.yaml", "d/", "d/absolute -> ../a.yaml", "top -> a.yaml"});
    folder.link("in/d/out", "../../b.yaml");
    CHECK(refusal(folder_at(folder, "in")) == failed + "the link " + folder.path("in/d/out") +
                                                  " leads out of the folder, to ../../b.yaml");
    // Around it there is more, and there other links.
    folder.link("venv", "/usr/bin");
    auto both = folder_at(folder, "in");
    both.at = "in";
    both.root = folder.path();
    CHECK(listed(both) == names{"in/a.yaml", "in/d/", "in/d/absolute -> ../a.yaml",
                                "in/d/out -> ../../b.yaml", "in/top -> a.yaml"});
    auto deeper = folder_at(folder, "in");
    deeper.at = "apps";
    CHECK(refusal(deeper).empty());
    folder.link("in/d/out2", "/etc/passwd");
    CHECK(refusal(deeper) == failed + "the link " + folder.path("in/d/out2") +
                                 " leads out of the folder, to /etc/passwd");
}

TEST_CASE("a folder that can't be read says why") {
    scratch_folder folder;
    folder.write("file");
    const auto missing = folder.path("missing");
    CHECK(refusal(folder_at(folder, "missing")) == failed + "error inspecting srcPath \"" +
                                                       missing + "\": stat " + missing +
                                                       ": no such file or directory");
    CHECK(refusal(folder_at(folder, "file")) ==
          failed + folder.path("file") + " is not a directory");
    folder.make("empty");
    CHECK(refusal(folder_at(folder, "empty")) == "no files to send");
}

TEST_CASE("tar: long names go into a header of their own") {
    folder_entry entry;
    entry.name = "a/b.yaml";
    entry.size = 9;
    const auto plain = tar_header(entry);
    CHECK(plain.size() == 512);
    CHECK(plain.substr(0, 9) == std::string("a/b.yaml\0", 9));
    CHECK(plain.substr(124, 11) == "00000000011");
    CHECK(plain.substr(257, 5) == "ustar");
    entry.name = std::string(150, 'n');
    const auto extended = tar_header(entry);
    CHECK(extended.size() == 3 * 512);
    CHECK(extended[156] == 'x');
    CHECK(extended.substr(512, 10) == "160 path=n");
    entry.name = std::string(89, 'n'); // the number's own digits count
    entry.kind = folder_entry::link;
    entry.target = std::string(100 - 13 + 20, 't');
    CHECK(tar_header(entry).substr(512, 14) == "121 linkpath=t");
    entry.target.clear();
    entry.kind = folder_entry::file;
    entry.size = std::uintmax_t{1} << 33;
    CHECK(tar_header(entry).substr(512, 19) == "19 size=8589934592\n");
    CHECK(tar_padding(0).empty());
    CHECK(tar_padding(1).size() == 511);
    CHECK(tar_padding(512).empty());
}

TEST_CASE("equal folders give equal archives, whenever they were made and by whom") {
    const auto checksum_of = [](const local_folder& folder) {
        folder_packer packer(folder);
        while (packer.pack_next()) {
        }
        return packer.finish().checksum;
    };
    scratch_folder one;
    scratch_folder other;
    for (const auto* folder : {&one, &other})
        folder->write("a.yaml", "kind: x\n");
    fs::last_write_time(one.path("a.yaml"), fs::file_time_type{});
    CHECK(checksum_of(folder_at(one)) == checksum_of(folder_at(other)));
    other.write("a.yaml", "kind: y\n");
    CHECK(checksum_of(folder_at(one)) != checksum_of(folder_at(other)));
}

} // namespace argocdpp
