#pragma once
// Writing to what may be slow to read, in a way that a signal can end.

#include <string_view>

namespace argocdpp::cli {

/// Waits until reading or writing (POLLIN, POLLOUT) would not block. Throws `interrupted` where it
/// would and a signal has come, be it long before: nobody else looks while the program waits here.
void wait_until_ready(int descriptor, short wanted);

/// Writes all of it; false with errno set where that fails. Throws `interrupted`.
bool write_patiently(int descriptor, std::string_view text);

} // namespace argocdpp::cli
