#include "terminal.hpp"

#include "failure.hpp"
#include "file_descriptor.hpp"

#include <argocdpp/task.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <signal_watch.hpp>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <utility>

namespace argocdpp::cli {

namespace {

/// Ends the process as a write to a closed pipe does by default. The signal is ignored otherwise,
/// so that a server which hangs up is an error like others.
[[noreturn]] void end_by_broken_pipe() {
    ::signal(SIGPIPE, SIG_DFL);
    sigset_t only_this;
    sigemptyset(&only_this);
    sigaddset(&only_this, SIGPIPE);
    sigprocmask(SIG_UNBLOCK, &only_this, nullptr);
    ::raise(SIGPIPE);
    ::_exit(128 + SIGPIPE);
}

/// Waits until reading or writing would not block. Throws `interrupted` where it would and a signal
/// has come, be it long before: nobody else looks while the program waits here.
void wait_until_ready(int descriptor, short wanted) {
    pollfd either[] = {{descriptor, wanted, 0}, {signal_watch::descriptor(), POLLIN, 0}};
    while (::poll(either, 2, -1) < 0 && errno == EINTR) {
    }
    if (either[0].revents == 0 && signal_watch::number())
        throw interrupted{*signal_watch::number()};
}

/// How much a pipe that is ready takes without blocking; anything else is taken at its word.
std::size_t room_in(int descriptor) {
    const int size = ::fcntl(descriptor, F_GETPIPE_SZ);
    if (size <= 0)
        return SIZE_MAX;
    int queued = 1;
    const bool is_empty = ::ioctl(descriptor, FIONREAD, &queued) == 0 && queued == 0;
    return is_empty ? static_cast<std::size_t>(size) : PIPE_BUF;
}

/// False with errno set where it could not all be written. Throws `interrupted`.
bool write_fully(int descriptor, std::string_view text) {
    while (!text.empty()) {
        // Whatever shares the terminal may have made it non-blocking, too.
        wait_until_ready(descriptor, POLLOUT);
        const auto piece = text.substr(0, room_in(descriptor));
        const ssize_t written = ::write(descriptor, piece.data(), piece.size());
        if (written >= 0)
            text.remove_prefix(static_cast<std::size_t>(written));
        else if (errno == EPIPE)
            end_by_broken_pipe();
        else if (errno != EAGAIN && errno != EINTR)
            return false;
    }
    return true;
}

/// A stream that the caller closed becomes /dev/null, as Go does it; else the next file or
/// connection would get its number, and what is printed.
void open_closed_streams() {
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor)
        if (::fcntl(descriptor, F_GETFD) < 0 && errno == EBADF)
            ::open("/dev/null", O_RDWR); // takes the lowest free number: this one
}

/// Turns echo off while it lives.
class echo_off {
  public:
    echo_off() {
        ::tcgetattr(STDIN_FILENO, &before_);
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        quiet.c_lflag |= ECHONL; // the cursor still moves on to the next line
        // Not TCSAFLUSH: who types while the prompt appears would lose what was typed.
        ::tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
    }
    ~echo_off() { ::tcsetattr(STDIN_FILENO, TCSANOW, &before_); }
    echo_off(const echo_off&) = delete;
    echo_off& operator=(const echo_off&) = delete;

  private:
    termios before_{};
};

class real_terminal final : public terminal {
  public:
    real_terminal() {
        ::signal(SIGPIPE, SIG_IGN);
        ::signal(SIGXFSZ, SIG_IGN); // a file that may not grow is an error like a full disk
        open_closed_streams();
    }

    void out(std::string_view text) override {
        if (!write_fully(STDOUT_FILENO, text))
            throw file_failure("write", "/dev/stdout", exit_code::failure);
    }
    void err(std::string_view text) override {
        try {
            write_fully(STDERR_FILENO, text);
        } catch (const interrupted&) {
            // Also said while things are taken down; the run ends by the signal all the same.
        }
    }

    bool out_is_terminal() const override { return ::isatty(STDOUT_FILENO) == 1; }
    bool err_is_terminal() const override { return ::isatty(STDERR_FILENO) == 1; }
    bool in_is_terminal() const override { return ::isatty(STDIN_FILENO) == 1; }

    int width() const override { return size().ws_col > 0 ? size().ws_col : 80; }
    int height() const override { return size().ws_row > 0 ? size().ws_row : 24; }

    std::optional<std::string> read_line() override {
        std::string line;
        for (;;) {
            if (const std::size_t end = pending_.find('\n'); end != std::string::npos) {
                line = pending_.substr(0, end);
                pending_.erase(0, end + 1);
                return line;
            }
            if (!read_more())
                break;
        }
        line.swap(pending_);
        return line.empty() ? std::nullopt : std::optional(line);
    }

    std::optional<std::string> read_secret() override {
        if (!in_is_terminal())
            return read_line();
        const echo_off quiet;
        return read_line();
    }

    std::string read_all() override {
        while (read_more()) {
        }
        return std::exchange(pending_, {});
    }

  private:
    static winsize size() {
        winsize known{};
        ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &known);
        return known;
    }

    bool read_more() {
        std::array<char, 4096> buffer;
        ssize_t got = 0;
        do {
            wait_until_ready(STDIN_FILENO, POLLIN);
            got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        } while (got < 0 && (errno == EINTR || errno == EAGAIN));
        if (got < 0)
            throw file_failure("read", "/dev/stdin", exit_code::error);
        pending_.append(buffer.data(), static_cast<std::size_t>(got));
        return got > 0;
    }

    std::string pending_;
};

} // namespace

terminal& process_terminal() {
    static real_terminal streams;
    return streams;
}

} // namespace argocdpp::cli
