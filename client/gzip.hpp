#pragma once
// Packs bytes as gzip, piece by piece. Equal bytes give equal results: no time, no name.

#include <functional>
#include <memory>
#include <string_view>

namespace argocdpp {

class gzip {
  public:
    using receiver = std::function<void(std::string_view packed)>;

    gzip();
    ~gzip();
    void feed(std::string_view piece, const receiver& receive);
    /// The end; nothing may be fed afterwards.
    void finish(const receiver& receive);

  private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace argocdpp
