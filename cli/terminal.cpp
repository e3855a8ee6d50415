#include "terminal.hpp"

#include "failure.hpp"
#include "file_descriptor.hpp"
#include "patient_write.hpp"

#include <argocdpp/task.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
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

/// False with errno set where it could not all be written. Throws `interrupted`.
bool write_or_end(int descriptor, std::string_view text) {
    if (write_patiently(descriptor, text))
        return true;
    if (errno == EPIPE)
        end_by_broken_pipe();
    return false;
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
        if (!write_or_end(STDOUT_FILENO, text))
            throw file_failure("write", "/dev/stdout", exit_code::failure);
    }
    void err(std::string_view text) override {
        try {
            write_or_end(STDERR_FILENO, text);
        } catch (const interrupted&) {
            // Also said while things are taken down; the run ends by the signal all the same.
        }
    }

    void end_if_unread() override {
        pollfd output{STDOUT_FILENO, 0, 0};
        if (::poll(&output, 1, 0) > 0 && (output.revents & POLLERR) != 0)
            end_by_broken_pipe();
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
