// Templates of -o jsonpath and -o custom-columns, each over a document that has everything.

#include "target.hpp"
#include "views/custom_columns.hpp"
#include "views/jsonpath.hpp"

#include <argocdpp/proto/json.hpp>

namespace argocdpp::fuzz {

namespace {

// A range without an end goes through the rest of the template twice.
constexpr std::size_t longest = 80;

const proto::any& document() {
    static const proto::any made = proto::parse(
        R"([{"name":"a","n":[1,2.5,[3]],"s":"\u00e9","z":null,"t":true,"a.b":{"c":"d"}},{}])");
    return made;
}

std::string answer(const cli::jsonpath& path) {
    try {
        return path.text(document());
    } catch (const cli::jsonpath_error&) {
        return "";
    }
}

} // namespace

void jsonpath(std::string_view text) {
    text = text.substr(0, longest);
    try {
        const cli::jsonpath path(text);
        expect_equal(answer(path), answer(path), "a template answers the same twice");
        if (text.find('{') == text.npos)
            expect_equal(answer(path), text, "text stands for itself");
    } catch (const cli::jsonpath_error&) {
        // As documented.
    }
    try {
        const cli::custom_columns columns(text);
        const std::string header = columns.header();
        expect(header.ends_with('\n'), "a header is a line");
        expect(columns.table(proto::array()).ends_with('\n'), "a table without rows is a line");
        columns.table(document());
    } catch (const cli::jsonpath_error&) {
        // As documented.
    }
}

} // namespace argocdpp::fuzz
