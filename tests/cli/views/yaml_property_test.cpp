// What to_yaml writes is read back as what it was, by a reader that other people wrote.

#include "views/yaml.hpp"

#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include <random>

using namespace argocdpp;
using namespace argocdpp::cli;

namespace {

class documents {
  public:
    explicit documents(unsigned seed)
        : random_(seed) {}

    proto::any next(int depth) {
        const auto kind = depth > 0 ? below(10) : below(5);
        if (kind >= 8)
            return array(depth);
        if (kind >= 5)
            return object(depth);
        if (kind == 4)
            return below(2) == 0 ? proto::any(below(2) == 0) : proto::any();
        if (kind == 3)
            return proto::any::integer(static_cast<long long>(below(2'000'000)) - 1'000'000);
        return proto::any(text());
    }

  private:
    std::size_t below(std::size_t limit) { return random_() % limit; }

    std::string text() {
        static const std::vector<std::string> words = {
            "yes", "No",   "null", "~",    "0x1F", "017", "1_000", "1e3", "1:30", "2001-01-01",
            ".5",  ".inf", "---",  "- a",  "? a",  ": a", "a: b",  "#a",  "a #b", "",
            "<<",  "\n",   "\n\n", "a\n ", " a",   "a ",  "\t",    "%a",  "@a",   "'\""};
        if (below(3) == 0)
            return words[below(words.size())];
        static const std::vector<std::string> signs = {
            "a", "b", "c", "1", " ", " ", "  ", "\n", "\t", "\r", ":",  "#",    "-", "?",  ",",
            "[", "{", "&", "*", "!", "|", ">",  "'",  "\"", "%",  "\\", "\x01", "é", "中", "😀"};
        std::string made;
        const std::size_t variety = below(4) == 0 ? signs.size() : 6; // often just long words
        for (std::size_t left = below(below(3) == 0 ? 300 : 12); left > 0; --left)
            made += signs[below(variety)];
        return made;
    }

    proto::any array(int depth) {
        proto::array items;
        for (std::size_t left = below(4); left > 0; --left)
            items.push_back(next(depth - 1));
        return proto::any(std::move(items));
    }

    proto::any object(int depth) {
        proto::any made{proto::object{}};
        for (std::size_t left = below(5); left > 0; --left)
            made.set(text(), next(depth - 1));
        return made;
    }

    std::mt19937 random_;
};

bool is_equal(const proto::any& value, const YAML::Node& node);

bool is_equal_object(const proto::any& value, const YAML::Node& node) {
    if (!node.IsMap() || node.size() != value.members().size())
        return false;
    for (const auto& entry : node) {
        const proto::any* member = value.find(entry.first.Scalar());
        if (!member || !is_equal(*member, entry.second))
            return false;
    }
    return true;
}

bool is_equal(const proto::any& value, const YAML::Node& node) {
    if (value.is_object())
        return is_equal_object(value, node);
    if (value.is_array()) {
        if (!node.IsSequence() || node.size() != value.items().size())
            return false;
        for (std::size_t at = 0; at < node.size(); ++at)
            if (!is_equal(value.items()[at], node[at]))
                return false;
        return true;
    }
    if (value.is_null())
        return node.IsNull();
    if (!node.IsScalar())
        return false;
    if (value.is_bool())
        return node.Tag() == "?" && node.as<bool>() == value.boolean();
    if (value.is_number())
        return node.Tag() == "?" && node.Scalar() == value.num().spelling;
    return node.Scalar() == value.string();
}

} // namespace

TEST_CASE("random documents are read back as they were, in each dialect") {
    documents random(20261124);
    for (int round = 0; round < 3000; ++round) {
        const proto::any document = random.next(4);
        for (const auto* dialect : {&sigs_yaml, &yaml_v3}) {
            const std::string text = to_yaml(document, *dialect);
            CAPTURE(text);
            REQUIRE(is_equal(document, YAML::Load(text)));
        }
    }
}
