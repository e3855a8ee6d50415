#pragma once
// What HTTP needs of a connection. Real ones are in socket.cpp; tests bring scripts.

#include <argocdpp/task.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace argocdpp::http {

class byte_stream {
  public:
    virtual ~byte_stream() = default;
    /// At least one byte, at most `size`; 0 where the peer has ended its side.
    /// Throws `error` (lost) where the connection broke.
    virtual task<std::size_t> read_some(char* data, std::size_t size) = 0;
    /// All of it. Throws `error` (lost).
    virtual task<void> write_all(std::string_view data) = 0;
    /// Whether an idle connection can still be used: nothing to read, not ended by the peer.
    virtual bool is_quiet() = 0;
};

/// Makes connections to the one server of a client.
class dialer {
  public:
    virtual ~dialer() = default;
    /// A connected (and, where asked for, encrypted) stream. Throws `error` (unreachable, tls,
    /// timeout).
    virtual task<std::unique_ptr<byte_stream>> dial() = 0;
};

} // namespace argocdpp::http
