// Against the real diff and patch, on texts of all sorts.

#include "views/text_diff.hpp"

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <stdlib.h>

using argocdpp::cli::normal_diff;

namespace {

std::string read(const std::filesystem::path& file) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

/// A folder with two texts, and the programs at work on them.
class bench {
  public:
    bench() {
        std::string pattern = (std::filesystem::temp_directory_path() / "diff-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
    }
    ~bench() { std::filesystem::remove_all(folder_); }
    bench(const bench&) = delete;
    bench& operator=(const bench&) = delete;

    std::string diff(const std::string& before, const std::string& after) {
        std::ofstream(folder_ / "old") << before;
        std::ofstream(folder_ / "new") << after;
        run("diff --text old new >differences");
        return read(folder_ / "differences");
    }
    std::string patched(const std::string& before, const std::string& differences) {
        std::ofstream(folder_ / "old") << before;
        std::ofstream(folder_ / "differences") << differences;
        if (differences.empty())
            return before;
        std::filesystem::remove(folder_ / "patched");
        const int status = run("patch --normal --silent --output=patched old <differences");
        return status == 0 ? read(folder_ / "patched") : "patch refused";
    }

  private:
    int run(const std::string& command) {
        return std::system(("cd " + folder_.string() + " && " + command).c_str());
    }
    std::filesystem::path folder_;
};

using generator = std::mt19937;

std::size_t below(generator& random, std::size_t limit) { return random() % limit; }

/// A line as manifests have them, many of them alike.
std::string yaml_line(generator& random) {
    static constexpr std::array<const char*, 12> words = {
        "apiVersion: v1",      "- name: web",     "image: nginx",  "ports:",
        "- containerPort: 80", "protocol: TCP",   "resources: {}", "env:",
        "value: \"\"",         "kind: ConfigMap", "metadata:",     "imagePullPolicy: Always"};
    std::string line(2 * below(random, 4), ' ');
    line += words[below(random, words.size())];
    if (below(random, 3) == 0)
        line += std::to_string(below(random, 1000));
    return line;
}

using lines = std::vector<std::string>;

lines yaml_like(generator& random) {
    lines made;
    for (auto count = below(random, below(random, 10) == 0 ? 600 : 60); count > 0; --count)
        made.push_back(yaml_line(random));
    return made;
}

lines edited(lines text, generator& random) {
    for (auto edits = below(random, 12); edits > 0; --edits) {
        const auto at = static_cast<std::ptrdiff_t>(below(random, text.size() + 1));
        const auto rest = static_cast<std::ptrdiff_t>(text.size()) - at;
        const auto count =
            std::min<std::ptrdiff_t>(rest, static_cast<std::ptrdiff_t>(below(random, 8)));
        const lines block(text.begin() + at, text.begin() + at + count);
        const auto target = static_cast<std::ptrdiff_t>(below(random, text.size() + 1));
        switch (below(random, 4)) {
        case 0: // a block goes
            text.erase(text.begin() + at, text.begin() + at + count);
            break;
        case 1: // a block comes twice
            text.insert(text.begin() + target, block.begin(), block.end());
            break;
        case 2: // a line comes
            text.insert(text.begin() + at, yaml_line(random));
            break;
        default: // a line changes
            if (rest > 0)
                text[static_cast<std::size_t>(at)] = yaml_line(random);
        }
    }
    return text;
}

std::string joined(const lines& text, generator& random) {
    std::string all;
    for (const auto& line : text)
        all += line + "\n";
    if (!all.empty() && below(random, 10) == 0)
        all.pop_back();
    return all;
}

/// Lines of few sorts in any order: as many scripts of one length as can be.
std::string confusing(generator& random, std::size_t count, std::size_t sorts) {
    std::string all;
    for (; count > 0; --count)
        all += std::string(1, static_cast<char>('a' + below(random, sorts))) + "\n";
    return all;
}

void check_pair(bench& world, const std::string& before, const std::string& after) {
    const std::string ours = normal_diff(before, after);
    CHECK(ours == world.diff(before, after));
    CHECK(world.patched(before, ours) == after);
}

} // namespace

TEST_CASE("A diff names what goes, what comes and what changes") {
    CHECK(normal_diff("a\nb\nc\n", "a\nb\nc\n") == "");
    CHECK(normal_diff("a\nb\nc\n", "a\nx\nc\n") == "2c2\n< b\n---\n> x\n");
    CHECK(normal_diff("a\nb\nc\n", "a\n") == "2,3d1\n< b\n< c\n");
    CHECK(normal_diff("", "a\nb\n") == "0a1,2\n> a\n> b\n");
    CHECK(normal_diff("a\nb", "a\nb\n") == "2c2\n< b\n\\ No newline at end of file\n---\n> b\n");
}

TEST_CASE("Of scripts of one length the diff is the one that GNU diff chooses") {
    CHECK(normal_diff("x\n{\n}\n", "x\n{\n}\n{\n}\n") == "3a4,5\n> {\n> }\n");
    bench world;
    check_pair(world, "a\nb\n\nc\n", "a\nb\n\nd\n\nc\n");
    check_pair(world, "a", "b");
    check_pair(world, "", "b");
    check_pair(world, "\n\n\n", "\n\n");
    check_pair(world, "ab\ncd\n", "cd\n");
    check_pair(world, "x\ncd\n", "abcd\n");
    check_pair(world, "a\nb", "a\nb\nc\n");
    check_pair(world, "a\nb", "c\nb");
}

TEST_CASE("Random edits: byte for byte what diff prints, and what patch takes") {
    bench world;
    generator random(20261124);
    for (int round = 0; round < 150; ++round) {
        CAPTURE(round);
        const lines text = yaml_like(random);
        const std::string before = joined(text, random);
        check_pair(world, before, joined(edited(text, random), random));
        check_pair(world, confusing(random, below(random, 200), 2 + below(random, 20)),
                   confusing(random, below(random, 200), 2 + below(random, 20)));
    }
}

TEST_CASE("Large texts of few sorts of lines: no longer than what diff prints") {
    bench world;
    generator random(7);
    for (const std::size_t sorts : {2UL, 5UL, 26UL}) {
        const std::string before = confusing(random, 8000, sorts);
        const std::string after = confusing(random, 9000, sorts);
        check_pair(world, before, after);
    }
}

TEST_CASE("Two texts of a megabyte with nothing in common are compared at once") {
    std::string before;
    std::string after;
    for (int at = 0; before.size() < 1'000'000; ++at) {
        before += "old line " + std::to_string(at) + "\n";
        after += "new line " + std::to_string(at) + "\n";
    }
    const auto started = std::clock();
    const std::string all = normal_diff(before, after);
    CHECK(all.size() > before.size() + after.size());
    CHECK((std::clock() - started) / CLOCKS_PER_SEC < 3);
}
