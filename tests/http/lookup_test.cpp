#include "http/lookup.hpp"

#include <argocdpp/error.hpp>

#include <doctest/doctest.h>

using namespace argocdpp;

namespace {

task<int> find(std::string host, std::vector<std::string>& found) {
    found = co_await http::look_up(std::move(host));
    co_return 0;
}

task<int> find_at_once(std::string host, bool& found) {
    std::vector<std::string> addresses;
    const auto look = [](std::string name, std::vector<std::string>& into) -> task<void> {
        into = co_await http::look_up(std::move(name));
    };
    argocdpp::clock& time = argocdpp::system_clock();
    task<void> work = look(std::move(host), addresses);
    found = co_await finishes_before(time, time.now(), std::move(work));
    co_return 0;
}

} // namespace

TEST_CASE("an address is its own answer, and localhost has one") {
    std::vector<std::string> found;
    run(find("10.1.2.3", found));
    CHECK(found == std::vector<std::string>{"10.1.2.3"});
    run(find("fd00::1", found));
    CHECK(found == std::vector<std::string>{"fd00::1"});
    run(find("localhost", found));
    CHECK_FALSE(found.empty());
}

TEST_CASE("who is cancelled leaves a lookup without waiting for its answer") {
    bool found = true;
    const auto begun = std::chrono::steady_clock::now();
    run(find_at_once("slow.invalid", found));
    CHECK_FALSE(found);
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(2));
}

TEST_CASE("a name that cannot be one is unknown") {
    std::vector<std::string> found;
    CHECK_THROWS_WITH_AS(run(find("a b", found)), "dial tcp: lookup a b: no such host", error);
}
