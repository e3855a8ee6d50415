#include "views/runes.hpp"
#include "views/table.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

using namespace argocdpp::cli;

namespace {

using row = std::vector<std::string>; ///< cells; the last one belongs to no column

std::vector<row> rows_of(const std::string& text) {
    std::vector<row> rows(1, row(1));
    for (const char sign : text) {
        if (sign == '\n')
            rows.emplace_back(1);
        else if (sign == '\t')
            rows.back().emplace_back();
        else
            rows.back().back() += sign;
    }
    return rows;
}

/// The width of a cell's column, found by walking up and down from it: slow and obvious.
std::size_t width_at(const std::vector<row>& rows, std::size_t line, std::size_t column,
                     std::size_t min_width, std::size_t padding) {
    const auto has_column = [&](std::size_t at) { return column + 1 < rows[at].size(); };
    std::size_t first = line;
    while (first > 0 && has_column(first - 1))
        --first;
    std::size_t width = min_width;
    for (std::size_t at = first; at < rows.size() && has_column(at); ++at)
        width = std::max(width, rune_count(rows[at][column]) + padding);
    return width;
}

std::string align_slowly(const std::string& text, std::size_t min_width, std::size_t padding) {
    const std::vector<row> rows = rows_of(text);
    std::string aligned;
    for (std::size_t line = 0; line < rows.size(); ++line) {
        for (std::size_t column = 0; column + 1 < rows[line].size(); ++column) {
            const std::string& cell = rows[line][column];
            const std::size_t width = width_at(rows, line, column, min_width, padding);
            aligned += cell + std::string(width - rune_count(cell), ' ');
        }
        aligned += rows[line].back();
        if (line + 1 < rows.size())
            aligned += '\n';
    }
    return aligned;
}

} // namespace

TEST_CASE("a column is as wide as its widest cell plus the padding") {
    CHECK(align("NAME\tSTATUS\nwaves\tSynced\n", 0, 2) == "NAME   STATUS\nwaves  Synced\n");
}

TEST_CASE("text behind a line's last tab belongs to no column") {
    CHECK(align("a\tvery long tail\nb\tc\td\n", 0, 1) == "a very long tail\nb c d\n");
}

TEST_CASE("an empty column is as wide as the padding, and trailing blanks stay") {
    CHECK(align("A\tB\tC\tD\nx\t\t\t\n", 0, 2) == "A  B  C  D\nx        \n");
    CHECK(align("\t\tx\n", 0, 2) == "    x\n");
}

TEST_CASE("a line without a column ends it, and another one begins behind it") {
    CHECK(align("wide cell\tx\nno columns here\na\tx\n", 0, 2) ==
          "wide cell  x\nno columns here\na  x\n");
    CHECK(align("aaa\tb\tc\nd\te\nf\tgggg\th\n", 0, 1) == "aaa b c\nd   e\nf   gggg h\n");
}

TEST_CASE("columns have a least width") {
    CHECK(align("a\tb\tlong cell\tc\n", 5, 2) == "a    b    long cell  c\n");
}

TEST_CASE("characters count, not bytes, and invalid bytes count one each") {
    CHECK(align("é中\tx\nabc\ty\n", 0, 1) == "é中  x\nabc y\n");
    CHECK(align("\xC3\x28\tx\nabc\ty\n", 0, 1) == "\xC3\x28  x\nabc y\n");
}

TEST_CASE("a vertical tab ends a cell, and a form feed ends all columns") {
    CHECK(align("aaa\vb\nc\td\n", 0, 1) == "aaa b\nc   d\n");
    CHECK(align("aaa\tb\fc\td\n", 0, 1) == "aaa b\nc d\n");
}

TEST_CASE("an unfinished last line loses the tab at its end") {
    CHECK(align("a\tb", 0, 2) == "a  b");
    CHECK(align("abc\td\ta\nx\ty\t", 0, 2) == "abc  d  a\nx    y");
    CHECK(align("", 0, 2).empty());
}

TEST_CASE("random tables come out as a slow reading of the rules says") {
    std::mt19937 random(20261124);
    const std::vector<std::string> parts = {"\t", "\t", "\t", "\n",   "\n",   "a",           "bb",
                                            "é",  "中", " ",  "\xC3", "\x80", "\xED\xA0\x80"};
    for (int round = 0; round < 5000; ++round) {
        std::string text;
        for (auto left = random() % 40; left > 0; --left)
            text += parts[random() % parts.size()];
        text += "end\n"; // unfinished lines have a test of their own
        const auto min_width = static_cast<int>(random() % 7);
        const auto padding = static_cast<int>(random() % 4);
        CAPTURE(text);
        REQUIRE(align(text, min_width, padding) == align_slowly(text,
                                                                static_cast<std::size_t>(min_width),
                                                                static_cast<std::size_t>(padding)));
    }
}

TEST_CASE("a table of many pages comes out as one of one page") {
    std::mt19937 random(20261125);
    std::string whole;
    table_text table(0, 2);
    for (int number = 0; number < 5000; ++number) {
        std::string row;
        for (auto columns = 2 + random() % 3; columns > 0; --columns)
            row += std::string(random() % 30, 'x') + "\t";
        row += number % 700 == 0 ? "end\f" : "end\n";
        whole += row;
        table.add(row);
    }
    const auto printed = [&] {
        std::string aligned;
        int pages = 0;
        table.print([&](std::string_view lines) { aligned += lines, ++pages; });
        CHECK(pages > 3);
        return aligned;
    };
    CHECK(printed() == align(whole, 0, 2));
    CHECK(printed() == align(whole, 0, 2)); // printing takes nothing away
    table.clear();
    table.add("a\tb\n");
    table.print([](std::string_view lines) { CHECK(lines == "a  b\n"); });
}
