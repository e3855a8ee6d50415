#pragma once
// A connection that follows a script, and a way to run the same script with a fault at every step.
//
//   const stream_script talk = {sends("GET / HTTP/1.1\r\n…"), gets("HTTP/1.1 200 OK\r\n…")};
//   at_every_step([&](faults& plan) {
//       fake_clock clock;
//       scripted_stream stream(clock, talk, plan);
//       …                              // the scenario, once; plan.kind says what to expect
//   });

#include "fake_clock.hpp"
#include "http/byte_stream.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace argocdpp::tests {

struct script_step {
    enum what_type {
        send,  ///< the client writes these bytes, in any pieces
        get,   ///< the client reads these bytes
        close, ///< the client reads the end
        lose,  ///< the client's read fails
        hang,  ///< the client's read waits until it is cancelled
    };
    what_type what;
    std::string bytes;
};
using stream_script = std::vector<script_step>;

script_step sends(std::string bytes);
script_step gets(std::string bytes);
script_step closes();
script_step loses();
script_step hangs();

/// One fault at one read or write, counted over all the streams that share the plan.
struct faults {
    enum kind_type { none, failing, cut, cancelled };

    kind_type kind = none;
    std::size_t at = 0;
    std::size_t taken = 0; ///< reads and writes so far

    kind_type next() { return taken++ == at ? kind : none; }
};

/// Runs the scenario without a fault, then with each kind of fault at each of its steps.
void at_every_step(const std::function<void(faults&)>& scenario);

class scripted_stream final : public http::byte_stream {
  public:
    /// Reads give at most `piece` bytes. What is not in the script throws std::logic_error.
    scripted_stream(fake_clock& clock, stream_script steps, faults& plan,
                    std::size_t piece = SIZE_MAX);

    task<std::size_t> read_some(char* data, std::size_t size) override;
    task<void> write_all(std::string_view data) override;
    bool is_quiet() override { return is_quiet_; }

    /// The peer has closed the idle connection, and the kernel knows.
    void end_quietness() { is_quiet_ = false; }
    bool is_finished() const { return steps_.empty(); }

  private:
    task<void> suffer(faults::kind_type kind);
    task<void> wait_for_ever();

    fake_clock& clock_;
    std::deque<script_step> steps_;
    faults& plan_;
    std::size_t piece_;
    bool is_quiet_ = true;
    bool is_cut_ = false;
};

/// Gives out prepared connections, or failures where a slot is null.
class scripted_dialer final : public http::dialer {
  public:
    explicit scripted_dialer(std::vector<std::unique_ptr<http::byte_stream>> streams);

    task<std::unique_ptr<http::byte_stream>> dial() override;

    std::size_t dialed() const { return dialed_; }

  private:
    std::vector<std::unique_ptr<http::byte_stream>> streams_;
    std::size_t dialed_ = 0;
};

} // namespace argocdpp::tests
