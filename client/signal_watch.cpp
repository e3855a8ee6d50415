#include "signal_watch.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace argocdpp {

namespace {

constexpr int numbers[] = {SIGINT, SIGTERM};

// A handler can reach nothing else.
volatile sig_atomic_t first_signal = 0;
volatile sig_atomic_t event = -1;

extern "C" void take_signal(int number) {
    if (first_signal != 0)
        ::_exit(128 + number);
    first_signal = number;
    const int saved = errno;
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(event, &one, sizeof one);
    errno = saved;
}

} // namespace

signal_watch::signal_watch() {
    first_signal = 0;
    event = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    // Without SA_RESTART: a system call that waits is to return.
    struct sigaction action = {};
    action.sa_handler = take_signal;
    for (std::size_t i = 0; i < 2; ++i)
        ::sigaction(numbers[i], &action, &before_[i]);
}

signal_watch::~signal_watch() {
    for (std::size_t i = 0; i < 2; ++i)
        ::sigaction(numbers[i], &before_[i], nullptr);
    ::close(event);
    event = -1;
}

std::optional<int> signal_watch::number() {
    const int number = first_signal;
    return number == 0 ? std::nullopt : std::optional(number);
}

int signal_watch::descriptor() { return event; }

} // namespace argocdpp
