#pragma once
// Connections between exchanges: at most so many in use at once, the idle ones kept for the next.

#include "byte_stream.hpp"

#include <deque>
#include <vector>

namespace argocdpp::http {

class pool {
  public:
    static constexpr std::size_t default_places = 10;

    /// Idle connections older than `keep` are dropped. The clock outlives the pool.
    explicit pool(clock& clock, duration keep = std::chrono::seconds(60),
                  std::size_t places = default_places);

    /// The right to use one connection; given back when it goes out of scope.
    class place {
      public:
        explicit place(pool& owner)
            : owner_(owner) {}
        place(const place&) = delete;
        place& operator=(const place&) = delete;
        ~place() { owner_.leave(); }

      private:
        pool& owner_;
    };

    /// Waits, first come, first served, until a place is free; the caller then makes its `place`.
    task<void> enter();

    /// The idle connection used last that is still good; null where there is none.
    std::unique_ptr<byte_stream> take();

    /// Keeps a connection that can carry another exchange.
    void put_back(std::unique_ptr<byte_stream> stream);

  private:
    struct idle {
        std::unique_ptr<byte_stream> stream;
        time_point since;
    };
    struct waiter;

    void leave();

    clock& clock_;
    duration keep_;
    std::size_t free_places_;
    std::vector<idle> idle_;
    std::deque<waiter*> waiting_;
};

} // namespace argocdpp::http
