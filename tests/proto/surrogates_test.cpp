#include "surrogates.hpp"

#include <doctest/doctest.h>

using namespace argocdpp::proto;

namespace {

/// The text mended in pieces of that size.
std::string mended(std::string_view text, std::size_t size) {
    surrogate_mender mender;
    std::string all;
    for (; text.size() > size; text.remove_prefix(size))
        all += mender.mend(text.substr(0, size));
    all += mender.mend(text);
    all += mender.finish();
    return all;
}

void check(std::string_view text, std::string_view expected) {
    for (std::size_t size = 1; size <= text.size(); ++size) {
        CAPTURE(size);
        CHECK(mended(text, size) == expected);
    }
}

} // namespace

TEST_CASE("a pair of surrogates is left as it is, however it is cut") {
    check(R"("\ud83d\ude00\\ud83d")", R"("\ud83d\ude00\\ud83d")");
}

TEST_CASE("half a pair becomes a replacement character") {
    check(R"("\ud83d")", R"("\ufffd")");
    check(R"("\uDE00x")", R"("\ufffdx")");
    check(R"("\ud83d\u0041")", R"("\ufffd\u0041")");
    check(R"("\ude00\ude00")", R"("\ufffd\ufffd")");
    check(R"("\ud83d\n")", R"("\ufffd\n")");
}

TEST_CASE("half a pair before a pair leaves the pair whole") {
    check(R"("\ud83d\ud83d\ude00\ude00")", R"("\ufffd\ud83d\ude00\ufffd")");
}

TEST_CASE("text that is no JSON comes through unchanged") {
    for (const char* text :
         {"\\", "\\u", "\\ud8", R"(\ud83d\)", R"(\ud83d\u)", R"(\uzzzz\ud8zz)", "\\\\\\"})
        CHECK(mended(text, 2).size() == std::string_view(text).size());
    CHECK(mended(R"(\uzzzz\u-123\u+123)", 3) == R"(\uzzzz\u-123\u+123)");
}
