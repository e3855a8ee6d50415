#include "http/pool.hpp"
#include "scripted_stream.hpp"

#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::tests;
using argocdpp::http::pool;
using std::chrono::seconds;

namespace {

std::unique_ptr<scripted_stream> silent(fake_clock& clock, faults& plan) {
    return std::make_unique<scripted_stream>(clock, stream_script(), plan);
}

task<void> use(pool& shared, fake_clock& clock, seconds time, std::string& log, std::string name) {
    co_await shared.enter();
    const pool::place place(shared);
    log += name;
    co_await clock.sleep_until(clock.now() + time);
}

task<bool> use_before(pool& shared, fake_clock& clock, seconds limit, std::string& log) {
    task<void> work = use(shared, clock, seconds(1), log, "x");
    co_return co_await finishes_before(clock, clock.now() + limit, std::move(work));
}

task<void> give_up(pool& shared, fake_clock& clock, seconds limit, std::string& log) {
    const bool finished = co_await use_before(shared, clock, limit, log);
    CHECK_FALSE(finished);
}

} // namespace

TEST_CASE("the connection used last is used again, while it is quiet and not too old") {
    fake_clock clock;
    faults none;
    pool shared(clock);
    CHECK(shared.take() == nullptr);
    auto first = silent(clock, none);
    auto second = silent(clock, none);
    auto third = silent(clock, none);
    const auto* first_seen = first.get();
    const auto* second_seen = second.get();
    auto* third_seen = third.get();
    shared.put_back(std::move(first));
    clock.advance(seconds(40));
    shared.put_back(std::move(second));
    shared.put_back(std::move(third));
    third_seen->end_quietness();
    const auto taken = shared.take();
    CHECK(taken.get() == second_seen);
    CHECK(shared.take().get() == first_seen);
    shared.put_back(silent(clock, none));
    clock.advance(seconds(61));
    CHECK(shared.take() == nullptr);
}

TEST_CASE("places are given first come, first served") {
    fake_clock clock;
    std::string log;
    pool shared(clock, seconds(60), 2);
    std::vector<task<void>> users;
    users.push_back(use(shared, clock, seconds(2), log, "a"));
    users.push_back(use(shared, clock, seconds(1), log, "b"));
    users.push_back(use(shared, clock, seconds(2), log, "c"));
    users.push_back(use(shared, clock, seconds(1), log, "d"));
    clock.run(when_all(std::move(users)));
    CHECK(log == "abcd");
    CHECK(clock.elapsed() == seconds(3));
}

TEST_CASE("who gives up waiting for a place takes none along") {
    fake_clock clock;
    std::string log;
    pool shared(clock, seconds(60), 1);
    std::vector<task<void>> users;
    users.push_back(use(shared, clock, seconds(5), log, "a"));
    users.push_back(give_up(shared, clock, seconds(2), log));
    users.push_back(give_up(shared, clock, seconds(3), log));
    users.push_back(use(shared, clock, seconds(1), log, "b"));
    clock.run(when_all(std::move(users)));
    CHECK(log == "ab");
    std::vector<task<void>> later;
    later.push_back(use(shared, clock, seconds(1), log, "c"));
    later.push_back(use(shared, clock, seconds(1), log, "d"));
    clock.run(when_all(std::move(later)));
    CHECK(log == "abcd");
}

TEST_CASE("a place that came too late for who waited goes to the next") {
    fake_clock clock;
    std::string log;
    pool shared(clock, seconds(60), 1);
    const auto race = [](std::vector<task<void>> users) -> task<void> {
        co_await first_of(std::move(users));
    };
    std::vector<task<void>> users;
    users.push_back(use(shared, clock, seconds(1), log, "a"));
    users.push_back(use(shared, clock, seconds(1), log, "x"));
    clock.run(race(std::move(users)));
    CHECK(log == "a");
    clock.run(use(shared, clock, seconds(1), log, "b"));
    CHECK(log == "ab");
}
