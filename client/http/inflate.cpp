#include "inflate.hpp"

#include <argocdpp/error.hpp>

#include <zlib.h>

#include <new>

namespace argocdpp::http {

struct inflater::state {
    z_stream stream = {};
    bool inside = false;

    state() {
        // 16 asks zlib for the gzip wrapping, 15 for its largest window.
        if (inflateInit2(&stream, 16 + 15) != Z_OK)
            throw std::bad_alloc();
    }
    state(const state&) = delete;
    state& operator=(const state&) = delete;
    ~state() { inflateEnd(&stream); }
};

inflater::inflater()
    : state_(std::make_unique<state>()) {}
inflater::~inflater() = default;

bool inflater::is_inside() const { return state_->inside; }

std::size_t inflater::unpack(std::string_view& packed, char* out, std::size_t size) {
    z_stream& stream = state_->stream;
    stream.next_out = reinterpret_cast<Bytef*>(out);
    stream.avail_out = static_cast<uInt>(size);
    // Looks for output that zlib still holds even where there is no input left.
    bool stuck = false;
    while (stream.avail_out != 0 && !stuck) {
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
        stream.avail_in = static_cast<uInt>(packed.size());
        state_->inside = state_->inside || !packed.empty();
        const int outcome = inflate(&stream, Z_NO_FLUSH);
        packed.remove_prefix(packed.size() - stream.avail_in);
        if (outcome == Z_STREAM_END) {
            inflateReset(&stream);
            state_->inside = false;
            stuck = packed.empty();
        } else if (outcome == Z_BUF_ERROR) {
            stuck = true;
        } else if (outcome != Z_OK) {
            throw error(error_kind::protocol, "corrupt gzip body");
        }
    }
    return size - stream.avail_out;
}

} // namespace argocdpp::http
