#pragma once
// Values to structs of the wire model and back.
//
//     auto app = decode<application>(parse(body));
//     body = write(encode(app));      // the same bytes where nothing was changed

#include <argocdpp/proto/any.hpp>

#include <utility>

namespace argocdpp::proto {

struct place;

/// What decode and encode stand on; compiled once for every struct under argocdpp/proto/.
template<class T>
struct codec {
    static void read(T& into, any& from, const place* at);
    static any write(const T& value);
};

/// Takes the document apart into T. Throws format_error that names the path of a member which has
/// another type than the model says. Absent members leave T's defaults; unknown ones go to `rest`.
template<class T>
T decode(any document) {
    T value;
    codec<T>::read(value, document, nullptr);
    return value;
}

/// The document of a value: received members in their places, members set since then behind them.
template<class T>
any encode(const T& value) {
    return codec<T>::write(value);
}

} // namespace argocdpp::proto
