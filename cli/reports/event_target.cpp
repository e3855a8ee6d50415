#include "event_target.hpp"

#include "../patient_write.hpp"

#include <argocdpp/task.hpp>

#include <fcntl.h>
#include <signal_watch.hpp>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <optional>

namespace argocdpp::cli {
namespace {

class answer_target final : public event_target {
  public:
    explicit answer_target(terminal& streams)
        : streams_(streams) {}
    void write_line(std::string line) override { streams_.out(line + "\n"); }

  private:
    terminal& streams_;
};

class descriptor_target final : public event_target {
  public:
    descriptor_target(std::string name, int number, bool is_owned, log& talk)
        : name_(std::move(name))
        , number_(number)
        , owned_(is_owned ? number : -1)
        , talk_(talk) {}

    void write_line(std::string line) override {
        if (is_lost_ || write_patiently(number_, line + "\n"))
            return;
        is_lost_ = true;
        talk_.warning("no more events: " +
                      std::string(file_failure("write", name_, exit_code::failure).what()));
    }

  private:
    std::string name_;
    int number_;
    file_descriptor owned_;
    log& talk_;
    bool is_lost_ = false;
};

std::optional<int> descriptor_of(const std::string& where) {
    int number = 0;
    const auto* end = where.data() + where.size();
    const auto [stop, problem] = std::from_chars(where.data(), end, number);
    return problem == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

/// What this program opened itself closes when another one is started; it is nobody else's.
void check_inherited(int number, const std::string& name) {
    const int flags = ::fcntl(number, F_GETFD);
    const int mode = ::fcntl(number, F_GETFL);
    if (number >= 3 && flags >= 0 && (flags & FD_CLOEXEC) == 0 && (mode & O_ACCMODE) != O_RDONLY)
        return;
    throw failure(exit_code::failure,
                  "--events " + name + ": no descriptor from 3 on that is open for writing");
}

int open_file(const std::string& path) {
    for (;;) {
        const int number = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (number >= 0)
            return number;
        if (errno != EINTR) // a named pipe waits for its reader
            throw file_failure("open", path, exit_code::failure);
        if (signal_watch::number())
            throw interrupted{*signal_watch::number()};
    }
}

} // namespace

std::unique_ptr<event_target> make_event_target(const std::string& where, terminal& streams,
                                                log& talk) {
    if (where == "-")
        return std::make_unique<answer_target>(streams);
    if (const auto number = descriptor_of(where)) {
        check_inherited(*number, where);
        return std::make_unique<descriptor_target>("descriptor " + where, *number, false, talk);
    }
    return std::make_unique<descriptor_target>(where, open_file(where), true, talk);
}

} // namespace argocdpp::cli
