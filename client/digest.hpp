#pragma once
// SHA-256, fed piece by piece.

#include <memory>
#include <string>
#include <string_view>

namespace argocdpp {

class sha256 {
  public:
    sha256();
    ~sha256();
    /// Forgets what was fed.
    void reset();
    void feed(std::string_view piece);
    /// 64 hexadecimal digits, small letters; nothing may be fed afterwards but after a reset.
    std::string finish();
    /// The same as its 32 bytes.
    std::string finish_bytes();

  private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace argocdpp
