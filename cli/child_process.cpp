#include "child_process.hpp"

#include "failure.hpp"
#include "go_values.hpp"

#include <argocdpp/task.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <spawn.h>

namespace argocdpp::cli {

namespace {

bool is_executable(const std::string& path) {
    struct stat facts {};
    return ::stat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) &&
           ::access(path.c_str(), X_OK) == 0;
}

/// Holds back the signals that watch_child() takes, while it lives.
class held_signals {
  public:
    held_signals() {
        sigemptyset(&held);
        for (const int number : {SIGINT, SIGTERM, SIGCHLD})
            sigaddset(&held, number);
        ::sigprocmask(SIG_BLOCK, &held, &before);
        // Where it is ignored, nobody is told of a child's end.
        struct sigaction standard {};
        standard.sa_handler = SIG_DFL;
        ::sigaction(SIGCHLD, &standard, &child_action_);
    }
    ~held_signals() {
        ::sigaction(SIGCHLD, &child_action_, nullptr);
        ::sigprocmask(SIG_SETMASK, &before, nullptr);
    }
    held_signals(const held_signals&) = delete;
    held_signals& operator=(const held_signals&) = delete;

    sigset_t held;
    sigset_t before;

  private:
    struct sigaction child_action_ {};
};

/// What a child gets that differs from this program: signals that are held back or ignored here
/// are its own again.
class spawn_options {
  public:
    spawn_options(const sigset_t& mask, child_input input) {
        sigset_t restored;
        sigemptyset(&restored);
        sigaddset(&restored, SIGPIPE);
        sigaddset(&restored, SIGXFSZ);
        ::posix_spawnattr_init(&attributes);
        ::posix_spawnattr_setsigdefault(&attributes, &restored);
        ::posix_spawnattr_setsigmask(&attributes, &mask);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
        ::posix_spawn_file_actions_init(&files);
        if (input == child_input::nothing)
            ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    }
    ~spawn_options() {
        ::posix_spawn_file_actions_destroy(&files);
        ::posix_spawnattr_destroy(&attributes);
    }
    spawn_options(const spawn_options&) = delete;
    spawn_options& operator=(const spawn_options&) = delete;

    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t files;
};

/// As C wants them: a null pointer ends the list.
std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

struct child_end {
    int status = 0; ///< as waitpid tells it
    int signal = 0; ///< the one that was passed on, if any
};

child_end watch_child(pid_t child, const sigset_t& held) {
    child_end end;
    for (;;) {
        siginfo_t event{};
        const int number = ::sigwaitinfo(&held, &event);
        if (number == SIGCHLD) {
            if (::waitpid(child, &end.status, WNOHANG) == child)
                return end;
        } else if (number > 0 && (number != SIGINT || event.si_code != SI_KERNEL)) {
            // The terminal's own SIGINT has reached the child already.
            ::kill(child, end.signal ? SIGKILL : number);
            end.signal = number;
        }
    }
}

template<class Test>
std::optional<std::string> find_first(std::string_view name, const environment& variables,
                                      Test accepts) {
    const std::string path = variable(variables, "PATH");
    std::string_view rest = path;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(':'), rest.size());
        const std::string folder(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        // A program in a relative folder is not run: whoever made the folder would choose what
        // runs.
        if (!folder.starts_with('/'))
            continue;
        if (std::string file = folder + "/" + std::string(name);
            is_executable(file) && accepts(file))
            return file;
    }
    return std::nullopt;
}

std::string path_of(const std::string& name, const environment& variables) {
    if (name.find('/') != std::string::npos)
        return name;
    if (auto found = find_program(name, variables))
        return std::move(*found);
    throw failure(exit_code::error,
                  "exec: " + go_quote(name) + ": executable file not found in $PATH");
}

pid_t spawn(const std::vector<std::string>& words, const spawn_options& options,
            const environment& variables) {
    const std::string path = path_of(words.at(0), variables);
    std::vector<std::string> copies = words;
    std::vector<std::string> settings;
    for (const auto& [name, value] : variables)
        settings.push_back(name + "=" + value);
    const auto arguments = pointers_to(copies);
    const auto surroundings = pointers_to(settings);
    pid_t child = 0;
    if (const int fault = ::posix_spawn(&child, path.c_str(), &options.files, &options.attributes,
                                        arguments.data(), surroundings.data()))
        throw failure(exit_code::failure,
                      "fork/exec " + path + ": " + std::string(std::strerror(fault)));
    return child;
}

} // namespace

std::optional<std::string> find_program(std::string_view name, const environment& variables) {
    return find_first(name, variables, [](const std::string&) { return true; });
}

std::optional<std::string> find_other_program(std::string_view name, const environment& variables) {
    struct stat self {};
    // Without /proc nobody can be told apart.
    if (::stat("/proc/self/exe", &self) != 0)
        return std::nullopt;
    return find_first(name, variables, [&](const std::string& path) {
        struct stat facts {};
        return ::stat(path.c_str(), &facts) == 0 &&
               (facts.st_dev != self.st_dev || facts.st_ino != self.st_ino);
    });
}

int run_child(const std::vector<std::string>& words, child_input input,
              const environment& variables) {
    const held_signals signals;
    const spawn_options options(signals.before, input);
    const pid_t child = spawn(words, options, variables);
    const child_end end = watch_child(child, signals.held);
    if (end.signal)
        throw interrupted{end.signal};
    if (WIFEXITED(end.status))
        return WEXITSTATUS(end.status);
    if (WTERMSIG(end.status) == SIGINT)
        throw interrupted{SIGINT};
    return 128 + WTERMSIG(end.status);
}

void start_child(const std::vector<std::string>& words, const environment& variables) {
    sigset_t mask;
    ::sigprocmask(SIG_BLOCK, nullptr, &mask);
    spawn_options options(mask, child_input::nothing);
    ::posix_spawnattr_setflags(&options.attributes,
                               POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
        ::posix_spawn_file_actions_addopen(&options.files, stream, "/dev/null", O_WRONLY, 0);
    spawn(words, options, variables);
}

} // namespace argocdpp::cli
