#include "gzip.hpp"

#include <zlib.h>

#include <array>
#include <new>

namespace argocdpp {

struct gzip::state {
    state() {
        constexpr int window = 15 + 16; // gzip instead of zlib
        if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, 8,
                         Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc();
    }
    ~state() { deflateEnd(&stream); }
    state(const state&) = delete;
    state& operator=(const state&) = delete;

    void run(int flush, const receiver& receive) {
        std::array<Bytef, 16 << 10> out;
        do {
            stream.next_out = out.data();
            stream.avail_out = out.size();
            deflate(&stream, flush);
            const auto size = out.size() - stream.avail_out;
            if (size > 0)
                receive({reinterpret_cast<const char*>(out.data()), size});
        } while (stream.avail_out == 0);
    }

    z_stream stream = {};
};

gzip::gzip()
    : state_(std::make_unique<state>()) {}

gzip::~gzip() = default;

void gzip::feed(std::string_view piece, const receiver& receive) {
    // zlib's interface has no const; it does not write there.
    state_->stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    state_->stream.avail_in = static_cast<uInt>(piece.size());
    state_->run(Z_NO_FLUSH, receive);
}

void gzip::finish(const receiver& receive) {
    state_->stream.avail_in = 0;
    state_->run(Z_FINISH, receive);
}

} // namespace argocdpp
