#pragma once
// SIGINT and SIGTERM while a run lasts. The first is noted so that nothing that waits can miss it,
// whether it waits in the io_context or in a system call; a second one ends the process at once.

#include <signal.h>

#include <optional>

namespace argocdpp {

/// Takes the two signals while it lives. One lives at a time.
class signal_watch {
  public:
    signal_watch();
    ~signal_watch();
    signal_watch(const signal_watch&) = delete;
    signal_watch& operator=(const signal_watch&) = delete;

    /// The first signal that has come, if any.
    static std::optional<int> number();
    /// Readable from the first signal on, for poll(); -1 where no watch lives.
    static int descriptor();

  private:
    struct sigaction before_[2] = {};
};

} // namespace argocdpp
