#pragma once
// Where `--events` goes: a file, a descriptor that is open already, or standard output.

#include "../file_descriptor.hpp"
#include "../log.hpp"
#include "../terminal.hpp"

#include <memory>
#include <string>

namespace argocdpp::cli {

class event_target {
  public:
    virtual ~event_target() = default;
    /// One line, at once, so that a reader may follow.
    virtual void write_line(std::string line) = 0;
};

/// "-" is standard output and fails as that does; a number from 3 on is a descriptor that the
/// program was started with; anything else a file, emptied first. Neither of these two can end a
/// run: what can't be written any more is said once. Throws `failure` where it can't be opened.
std::unique_ptr<event_target> make_event_target(const std::string& where, terminal& streams,
                                                log& talk);

} // namespace argocdpp::cli
