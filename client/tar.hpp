#pragma once
// Headers of a tar archive, as POSIX has them (ustar, and pax where a name is long). Pure.
//
// Our own and not libarchive's: Debian's static one asks those who link libargocdpp.a for bzip2,
// lzma, nettle and more, for formats that nobody writes here.

#include "folder_entries.hpp"

#include <cstdint>
#include <string>

namespace argocdpp {

/// What stands before the contents of an entry: whole blocks of 512 bytes. The header tells name,
/// kind, size, and whether it can be executed; neither owner nor time.
std::string tar_header(const folder_entry& entry);
/// The zeros that fill the last block of the contents.
std::string tar_padding(std::uintmax_t size);
/// What stands after the last entry.
std::string tar_end();

} // namespace argocdpp
