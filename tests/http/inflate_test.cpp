#include "http/inflate.hpp"
#include "packed.hpp"

#include <argocdpp/error.hpp>

#include <doctest/doctest.h>
#include <zlib.h>

#include <random>
#include <vector>

using argocdpp::error;
using argocdpp::http::inflater;
using argocdpp::tests::gzipped;

namespace argocdpp::tests {

std::string gzipped(std::string_view text) {
    z_stream stream = {};
    REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 16 + 15, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string packed(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    packed.resize(packed.size() - stream.avail_out);
    deflateEnd(&stream);
    return packed;
}

} // namespace argocdpp::tests

namespace {

std::string unpacked(std::string_view packed, std::size_t piece, std::size_t room) {
    inflater gzip;
    std::string result;
    std::vector<char> out(room);
    for (std::size_t at = 0; at < packed.size(); at += piece) {
        std::string_view part = packed.substr(at, piece);
        std::size_t got = 0;
        do {
            got = gzip.unpack(part, out.data(), out.size());
            result.append(out.data(), got);
        } while (got != 0);
        CHECK(part.empty());
    }
    CHECK_FALSE(gzip.is_inside());
    return result;
}

} // namespace

TEST_CASE("gzip is unpacked from pieces of any size into rooms of any size") {
    const std::string text = std::string(5000, 'a') + "the end" + std::string(70000, 'b');
    const std::string packed = gzipped(text);
    for (std::size_t piece : {1UL, 7UL, 100000UL})
        for (std::size_t room : {1UL, 100UL, 1000000UL})
            CHECK(unpacked(packed, piece, room) == text);
}

TEST_CASE("an empty text and several members in a row are gzip too") {
    CHECK(unpacked(gzipped(""), 5, 10).empty());
    CHECK(unpacked(gzipped("one ") + gzipped("") + gzipped("two"), 3, 10) == "one two");
}

TEST_CASE("a member that is not over is noticed") {
    const std::string packed = gzipped("hello");
    for (std::size_t size = 0; size < packed.size(); ++size) {
        inflater gzip;
        char out[100];
        std::string_view part = std::string_view(packed).substr(0, size);
        gzip.unpack(part, out, sizeof out);
        CHECK(gzip.is_inside() == (size > 0));
    }
}

TEST_CASE("corrupt gzip gives an error or other bytes, and nothing worse") {
    std::mt19937 random(7);
    const std::string packed = gzipped(std::string(300, 'x') + "hello, world, hello");
    for (int round = 0; round < 2000; ++round) {
        std::string broken = packed;
        broken[random() % broken.size()] ^= static_cast<char>(1 + random() % 255);
        try {
            inflater gzip;
            char out[64];
            std::string_view part = broken;
            while (gzip.unpack(part, out, sizeof out) != 0) {
            }
        } catch (const error& failure) {
            CHECK(failure.kind == argocdpp::error_kind::protocol);
        }
    }
}
