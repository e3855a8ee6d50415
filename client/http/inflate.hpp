#pragma once
// Unpacks a gzip body as it arrives.

#include <cstddef>
#include <memory>
#include <string_view>

namespace argocdpp::http {

class inflater {
  public:
    inflater();
    ~inflater();

    /// Unpacks from the front of `packed`, which it shortens, into `out`; returns how much came
    /// out. 0 means that more input is needed. Throws `error` (protocol) "corrupt gzip body".
    std::size_t unpack(std::string_view& packed, char* out, std::size_t size);

    /// Whether a gzip member was begun and not ended: a body that stops here is truncated.
    bool is_inside() const;

  private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace argocdpp::http
