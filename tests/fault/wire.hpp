#pragma once
// Connections to a server_model, below the client's real HTTP, on which a fault_plan plays.
//
//   wire between(clock, model, plan);
//   http::make_transport(settings, clock, between.dialer());
//
// A connection is bytes with times: what the server answers is put on it with a head, chunks and
// packing, and the faults cut, hold back or garble those bytes.

#include "http/byte_stream.hpp"
#include "jumping_clock.hpp"
#include "model.hpp"

#include <memory>

namespace argocdpp::tests {

class wire {
  public:
    wire(jumping_clock& clock, server_model& model, fault_plan& plan);

    std::unique_ptr<http::dialer> dialer();

    duration now() const { return clock.elapsed(); }
    /// Whether nobody listens right now.
    bool is_down() const;
    /// Whether a restart broke a connection of this age.
    bool is_broken_by_restart(duration born) const;
    void note_strike();

    jumping_clock& clock;
    server_model& model;
    fault_plan& plan;

    std::size_t strikes = 0;
    duration last_strike = duration::zero(); ///< when a fault last did something
    std::size_t connections = 0;
    std::size_t requests = 0;
    bool has_hung = false; ///< the client waited where nothing could ever come
};

} // namespace argocdpp::tests
