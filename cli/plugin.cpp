#include "plugin.hpp"

#include "failure.hpp"

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

/// Signals that this program ignores are the child's again.
class default_signals {
  public:
    default_signals() {
        sigset_t restored;
        sigemptyset(&restored);
        sigaddset(&restored, SIGPIPE);
        ::posix_spawnattr_init(&attributes_);
        ::posix_spawnattr_setsigdefault(&attributes_, &restored);
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
    }
    ~default_signals() { ::posix_spawnattr_destroy(&attributes_); }
    default_signals(const default_signals&) = delete;
    default_signals& operator=(const default_signals&) = delete;

    const posix_spawnattr_t* get() const { return &attributes_; }

  private:
    posix_spawnattr_t attributes_;
};

} // namespace

std::optional<std::string> find_program(std::string_view name, const environment& variables) {
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
        if (std::string file = folder + "/" + std::string(name); is_executable(file))
            return file;
    }
    return std::nullopt;
}

int run_program_file(const std::string& path, const std::vector<std::string>& arguments) {
    std::vector<std::string> words = {path};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);

    const default_signals signals;
    pid_t child = 0;
    if (const int fault =
            ::posix_spawn(&child, path.c_str(), nullptr, signals.get(), pointers.data(), environ))
        throw failure(exit_code::failure,
                      "fork/exec " + path + ": " + std::string(std::strerror(fault)));
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace argocdpp::cli
