#pragma once
// The bytes of answers on their way to the client, with the time at which each may be read, and
// what the plan does to them.

#include "model.hpp"

#include <deque>
#include <string>

namespace argocdpp::tests {

class wire;

class outgoing {
  public:
    enum kind { data, end, lost, unfinished_tls, silence };

    explicit outgoing(wire& between)
        : wire_(between) {}

    /// Puts an answer on the connection: all of it, or the head of a stream.
    void begin(const answer& answer, bool is_packed, bool is_struck);
    /// A message of the stream that was begun.
    void add_message(std::string text, duration at);
    void add_sign(duration at);
    /// The proper end of a stream.
    void finish(duration at);

    bool is_empty() const { return pieces_.empty(); }
    time_point due() const { return pieces_.front().due; }
    kind next() const { return pieces_.front().what; }
    /// At most `size` bytes of the next piece.
    std::size_t take(char* into, std::size_t size);

  private:
    struct piece {
        time_point due;
        std::string bytes;
        kind what = data;
    };

    void emit(std::string bytes, duration at);
    void cut(duration at);
    time_point time_of(duration at) const;
    void garble_events(std::string frame, duration at);
    std::string body_of(const answer& answer, bool is_packed);
    bool is_about_bytes() const;

    wire& wire_;
    std::deque<piece> pieces_;
    bool is_struck_ = false;
    bool is_cut_ = false;
    std::size_t emitted_ = 0; ///< bytes of this answer
    std::size_t cut_at_ = 0;
    duration not_before_ = duration::zero(); ///< when the answer begins
    std::size_t messages_ = 0;               ///< of this stream
    std::string held_back_;                  ///< an event that another one overtakes
};

/// What somebody in between says instead of the server.
answer answer_of_another(const fault_plan& plan);

} // namespace argocdpp::tests
