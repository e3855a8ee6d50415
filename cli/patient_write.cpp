#include "patient_write.hpp"

#include <argocdpp/task.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal_watch.hpp>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdint>

namespace argocdpp::cli {

namespace {

/// How much a pipe that is ready takes without blocking; anything else is taken at its word.
std::size_t room_in(int descriptor) {
    const int size = ::fcntl(descriptor, F_GETPIPE_SZ);
    if (size <= 0)
        return SIZE_MAX;
    int queued = 1;
    const bool is_empty = ::ioctl(descriptor, FIONREAD, &queued) == 0 && queued == 0;
    return is_empty ? static_cast<std::size_t>(size) : PIPE_BUF;
}

} // namespace

void wait_until_ready(int descriptor, short wanted) {
    pollfd either[] = {{descriptor, wanted, 0}, {signal_watch::descriptor(), POLLIN, 0}};
    while (::poll(either, 2, -1) < 0 && errno == EINTR) {
    }
    if (either[0].revents == 0 && signal_watch::number())
        throw interrupted{*signal_watch::number()};
}

bool write_patiently(int descriptor, std::string_view text) {
    while (!text.empty()) {
        // Whatever shares the terminal may have made it non-blocking, too.
        wait_until_ready(descriptor, POLLOUT);
        const auto piece = text.substr(0, room_in(descriptor));
        const ssize_t written = ::write(descriptor, piece.data(), piece.size());
        if (written >= 0)
            text.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EAGAIN && errno != EINTR)
            return false;
    }
    return true;
}

} // namespace argocdpp::cli
