#include "folder_archive.hpp"

#include "digest.hpp"
#include "folder_entries.hpp"
#include "gzip.hpp"
#include "tar.hpp"

#include <argocdpp/error.hpp>

#include <algorithm>
#include <array>
#include <fstream>

namespace argocdpp {
namespace {

constexpr std::size_t piece_size = std::size_t{64} << 10;
constexpr std::size_t longest = std::size_t{256} << 20;

} // namespace

struct folder_packer::state {
    explicit state(local_folder folder)
        : entries(std::move(folder)) {}

    void keep(std::string_view packed) {
        size += packed.size();
        digest.feed(packed);
        while (!packed.empty()) {
            if (pieces.empty() || pieces.back().size() == piece_size)
                pieces.emplace_back().reserve(piece_size);
            auto& piece = pieces.back();
            const auto part = packed.substr(0, piece_size - piece.size());
            piece.append(part);
            packed.remove_prefix(part.size());
        }
        if (size > longest)
            throw packing_error("more than 256 MiB, which is more than servers take");
    }

    void write(std::string_view bytes) {
        packer.feed(bytes, [this](std::string_view packed) { keep(packed); });
    }

    void copy(const folder_entry& entry) {
        std::ifstream from(entry.path, std::ios::binary);
        if (!from)
            throw packing_error("error opening file \"" + entry.path.filename().string() +
                                "\": " + failed_call("open", entry.path));
        std::array<char, piece_size> buffer;
        for (auto left = entry.size; left > 0;) {
            const auto wanted = std::min<std::uintmax_t>(left, buffer.size());
            from.read(buffer.data(), static_cast<std::streamsize>(wanted));
            const auto got = static_cast<std::size_t>(from.gcount());
            if (got == 0)
                throw packing_error(entry.path.string() + " changed while it was read");
            write({buffer.data(), got});
            left -= got;
        }
        write(tar_padding(entry.size));
        ++files;
    }

    folder_entries entries;
    gzip packer;
    sha256 digest;
    std::vector<std::string> pieces;
    std::size_t size = 0;
    std::size_t files = 0;
};

folder_packer::folder_packer(local_folder folder)
    : state_(std::make_unique<state>(std::move(folder))) {}

folder_packer::~folder_packer() = default;

bool folder_packer::pack_next() {
    const auto entry = state_->entries.next();
    if (!entry)
        return false;
    state_->write(tar_header(*entry));
    if (entry->kind == folder_entry::file)
        state_->copy(*entry);
    return true;
}

folder_archive folder_packer::finish() {
    if (state_->files == 0)
        throw error(error_kind::local, "no files to send");
    state_->write(tar_end());
    state_->packer.finish([this](std::string_view packed) { state_->keep(packed); });
    folder_archive packed;
    packed.pieces = std::move(state_->pieces);
    packed.checksum = state_->digest.finish();
    return packed;
}

} // namespace argocdpp
