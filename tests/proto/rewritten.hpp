#pragma once
// The law of the wire model: what was read and not changed is written back byte for byte.

#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/json.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace argocdpp::proto::test {

template<class T>
T read_as(std::string_view text) {
    return decode<T>(parse(text));
}

template<class T>
std::string written(const T& value) {
    return write(encode(value));
}

/// The text after it went through T; the law says that it is the same.
template<class T>
std::string rewritten(std::string_view text) {
    return written(read_as<T>(text));
}

/// Empty where both are the same, otherwise the place where they part; short enough for a log.
inline std::string difference(std::string_view got, std::string_view expected) {
    const auto parts = std::ranges::mismatch(got, expected);
    if (parts.in1 == got.end() && parts.in2 == expected.end())
        return {};
    const auto at = static_cast<std::size_t>(parts.in1 - got.begin());
    const auto from = at < 40 ? 0 : at - 40;
    return "at " + std::to_string(at) + " got: " + std::string(got.substr(from, 80)) +
           "\n expected: " + std::string(expected.substr(from, 80));
}

/// What the format_error says that `run` throws; "no error" where it throws none.
template<class Run>
std::string complaint_of(Run run) {
    try {
        run();
    } catch (const format_error& e) {
        return e.what();
    }
    return "no error";
}

} // namespace argocdpp::proto::test
