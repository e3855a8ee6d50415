#include "fake_clock.hpp"

#include <argocdpp/error.hpp>
#include <argocdpp/task.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <stdexcept>
#include <string>

using namespace argocdpp;
using argocdpp::tests::fake_clock;
using std::chrono::seconds;

namespace {

task<void> note_after(fake_clock& clock, seconds wait, std::string& log, std::string text) {
    co_await clock.sleep_until(clock.now() + wait);
    log += text;
}

task<void> fail_after(fake_clock& clock, seconds wait, std::string text) {
    co_await clock.sleep_until(clock.now() + wait);
    throw std::runtime_error(text);
}

task<void> note_cancelling(fake_clock& clock, std::string& log, std::string text) {
    try {
        co_await clock.sleep_until(clock.now() + std::chrono::hours(1));
    } catch (const boost::system::system_error&) {
        log += text;
        throw;
    }
}

task<void> cancel_after(fake_clock& clock, seconds wait) {
    co_await clock.sleep_until(clock.now() + wait);
    clock.cancel();
}

bool was_cancelled(fake_clock& clock, task<void> work) {
    try {
        clock.run(std::move(work));
    } catch (const boost::system::system_error& e) {
        return e.code() == boost::asio::error::operation_aborted;
    }
    return false;
}

std::vector<task<void>> three_notes(fake_clock& clock, std::string& log) {
    std::vector<task<void>> children;
    children.push_back(note_after(clock, seconds(3), log, "c"));
    children.push_back(note_after(clock, seconds(1), log, "a"));
    children.push_back(note_after(clock, seconds(2), log, "b"));
    return children;
}

} // namespace

TEST_CASE("when_all runs its children side by side") {
    fake_clock clock;
    std::string log;
    clock.run(when_all(three_notes(clock, log)));
    CHECK(log == "abc");
    CHECK(clock.elapsed() == seconds(3));
}

TEST_CASE("when_all with a limit starts its children in order, so many at once") {
    fake_clock clock;
    std::string log;
    clock.run(when_all(three_notes(clock, log), 1));
    CHECK(log == "cab");
    CHECK(clock.elapsed() == seconds(6));
    clock.run(when_all(three_notes(clock, log), 2));
    CHECK(log == "cabacb");
}

TEST_CASE("when_all of nothing returns at once") {
    fake_clock clock;
    std::vector<task<void>> none;
    clock.run(when_all(std::move(none)));
    std::vector<task<void>> none_limited;
    clock.run(when_all(std::move(none_limited), 3));
    CHECK(clock.elapsed() == seconds(0));
}

TEST_CASE("the first exception cancels the other children and is thrown when they are done") {
    fake_clock clock;
    std::string log;
    std::vector<task<void>> children;
    children.push_back(note_cancelling(clock, log, "x"));
    children.push_back(fail_after(clock, seconds(2), "second"));
    children.push_back(fail_after(clock, seconds(1), "first"));
    CHECK_THROWS_WITH(clock.run(when_all(std::move(children))), "first");
    CHECK(log == "x");
    CHECK(clock.elapsed() == seconds(1));
}

TEST_CASE("an exception keeps a limited when_all from starting what has not begun") {
    fake_clock clock;
    std::string log;
    std::vector<task<void>> children;
    children.push_back(fail_after(clock, seconds(1), "no"));
    children.push_back(note_after(clock, seconds(1), log, "late"));
    CHECK_THROWS_WITH(clock.run(when_all(std::move(children), 1)), "no");
    CHECK(log.empty());
}

TEST_CASE("first_of returns the index of the first and cancels the others") {
    fake_clock clock;
    std::string log;
    std::vector<task<void>> children = three_notes(clock, log);
    children.push_back(note_cancelling(clock, log, "x"));
    std::size_t first = 9;
    const auto race = [](std::vector<task<void>> all, std::size_t& winner) -> task<void> {
        winner = co_await first_of(std::move(all));
    };
    clock.run(race(std::move(children), first));
    CHECK(first == 1);
    CHECK(log == "ax");
}

TEST_CASE("a deadline that passes cancels the work and is a value") {
    fake_clock clock;
    std::string log;
    bool finished = true;
    const auto wait = [](fake_clock& time, task<void> work, bool& result) -> task<void> {
        result = co_await finishes_before(time, time.now() + seconds(5), std::move(work));
    };
    clock.run(wait(clock, note_cancelling(clock, log, "x"), finished));
    CHECK_FALSE(finished);
    CHECK(log == "x");
    CHECK(clock.elapsed() == seconds(5));
    clock.run(wait(clock, note_after(clock, seconds(4), log, "y"), finished));
    CHECK(finished);
    CHECK(log == "xy");
    CHECK_THROWS_WITH(clock.run(wait(clock, fail_after(clock, seconds(1), "no"), finished)), "no");
}

TEST_CASE("being cancelled from outside is operation_aborted, wherever it strikes") {
    for (int shape = 0; shape < 4; ++shape) {
        CAPTURE(shape);
        fake_clock clock;
        std::string log;
        std::vector<task<void>> inner;
        inner.push_back(note_cancelling(clock, log, "x"));
        const auto bounded = [](fake_clock& time, task<void> work) -> task<void> {
            co_await finishes_before(time, time.now() + seconds(9), std::move(work));
        };
        const auto race = [](std::vector<task<void>> all) -> task<void> {
            co_await first_of(std::move(all));
        };
        std::vector<task<void>> outer;
        if (shape == 0)
            outer.push_back(when_all(std::move(inner)));
        else if (shape == 1)
            outer.push_back(when_all(std::move(inner), 2));
        else if (shape == 2)
            outer.push_back(race(std::move(inner)));
        else
            outer.push_back(bounded(clock, std::move(inner.front())));
        outer.push_back(cancel_after(clock, seconds(1)));
        CHECK(was_cancelled(clock, when_all(std::move(outer))));
        CHECK(log == "x");
        CHECK(clock.elapsed() == seconds(1));
    }
}

task<void> tidied(fake_clock& clock, std::string& log, task<void> work, seconds length) {
    std::function<task<void>()> clean_up = [&clock, &log, length] {
        return note_after(clock, length, log, "tidy");
    };
    co_await with_clean_up(std::move(work), std::move(clean_up));
    log += "never";
}

TEST_CASE("what is cancelled from outside is cleaned up after, however deep, and stays cancelled") {
    for (const bool is_deep : {false, true}) {
        CAPTURE(is_deep);
        fake_clock clock;
        std::string log;
        std::vector<task<void>> all;
        auto work = tidied(clock, log, note_cancelling(clock, log, "x"), seconds(3));
        if (is_deep) {
            std::vector<task<void>> inner;
            inner.push_back(std::move(work));
            inner.push_back(note_cancelling(clock, log, "y"));
            all.push_back(when_all(std::move(inner)));
        } else {
            all.push_back(std::move(work));
        }
        all.push_back(cancel_after(clock, seconds(1)));
        CHECK(was_cancelled(clock, when_all(std::move(all))));
        CHECK(log == (is_deep ? "xytidy" : "xtidy"));
        CHECK(clock.elapsed() == seconds(4));
    }
}

TEST_CASE("a clean-up may race against time, and is not needed where the work ends by itself") {
    fake_clock clock;
    std::string log;
    const auto bounded = [](fake_clock& time, std::string& noted) -> task<void> {
        std::function<task<void>()> clean_up = [&time, &noted]() -> task<void> {
            const auto limit = time.now() + seconds(2);
            const bool is_done =
                co_await finishes_before(time, limit, note_cancelling(time, noted, "late"));
            noted += is_done ? "?" : "!";
        };
        co_await with_clean_up(note_cancelling(time, noted, "x"), std::move(clean_up));
    };
    std::vector<task<void>> all;
    all.push_back(bounded(clock, log));
    all.push_back(cancel_after(clock, seconds(1)));
    CHECK(was_cancelled(clock, when_all(std::move(all))));
    CHECK(log == "xlate!");
    CHECK(clock.elapsed() == seconds(3));

    log.clear();
    const auto quiet = [](fake_clock& time, std::string& noted) -> task<void> {
        std::function<task<void>()> clean_up = [&time, &noted] {
            return note_after(time, seconds(1), noted, "tidy");
        };
        co_await with_clean_up(note_after(time, seconds(1), noted, "done"), std::move(clean_up));
    };
    clock.run(quiet(clock, log));
    CHECK(log == "done");
}

TEST_CASE("run returns the result, throws the exception, and can be called again") {
    const auto work = [](int value) -> task<int> {
        co_await argocdpp::system_clock().sleep_until(argocdpp::system_clock().now());
        if (value == 0)
            throw error(error_kind::denied, "no");
        co_return value;
    };
    CHECK(run(work(7)) == 7);
    CHECK_THROWS_WITH(run(work(0), true), "no");
    CHECK(run(work(8), true) == 8);
}

TEST_CASE("a cancellation that reaches run is an error of kind cancelled") {
    const auto work = []() -> task<int> {
        throw_cancelled();
        co_return 0;
    };
    CHECK_THROWS_WITH_AS(run(work()), "context canceled", error);
}

TEST_CASE("the first signal cancels and winds up, and run says which it was") {
    for (int signal : {SIGINT, SIGTERM}) {
        fake_clock unused;
        std::string log;
        const auto work = [](int number, std::string& text) -> task<int> {
            ::raise(number);
            argocdpp::clock& time = argocdpp::system_clock();
            try {
                co_await time.sleep_until(time.now() + std::chrono::hours(1));
            } catch (const boost::system::system_error&) {
                text += "wound up";
                throw;
            }
            co_return 0;
        };
        int caught = 0;
        try {
            run(work(signal, log), true);
        } catch (const interrupted& end) {
            caught = end.signal;
        }
        CHECK(caught == signal);
        CHECK(log == "wound up");
    }
}

TEST_CASE("a second signal ends the process at once, even while it computes") {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const auto work = []() -> task<int> {
            ::raise(SIGINT);
            argocdpp::clock& time = argocdpp::system_clock();
            try {
                co_await time.sleep_until(time.now() + std::chrono::hours(1));
            } catch (const boost::system::system_error&) {
                ::raise(SIGTERM);
            }
            co_return 0;
        };
        run(work(), true);
        ::_exit(1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 128 + SIGTERM);
}
