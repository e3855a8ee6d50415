#include "poll_interval.hpp"

#include "failure.hpp"
#include "go_values.hpp"

#include <algorithm>
#include <stdexcept>

namespace argocdpp::cli {

namespace {

constexpr auto name = "ARGOCDPP_POLL";
constexpr auto least = std::chrono::milliseconds(10);
constexpr auto most = std::chrono::hours(1);

[[noreturn]] void refuse(const std::string& text) {
    throw failure(exit_code::failure, std::string(name) +
                                          " takes a duration between 10ms and 1h, "
                                          "such as 500ms, not " +
                                          go_quote(text));
}

} // namespace

void choose_poll_interval(const invocation& call, wait_options& options) {
    const std::string text = call.variable(name);
    if (text.empty())
        return;
    std::chrono::nanoseconds longest{};
    try {
        longest = parse_go_duration(text);
    } catch (const std::invalid_argument&) {
        refuse(text);
    }
    if (longest < least || longest > most)
        refuse(text);
    options.longest_poll = longest;
    options.shortest_poll = std::min<duration>(options.shortest_poll, longest);
}

} // namespace argocdpp::cli
