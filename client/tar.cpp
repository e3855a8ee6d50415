#include "tar.hpp"

#include <algorithm>
#include <string_view>

namespace argocdpp {
namespace {

constexpr std::size_t block = 512;
constexpr std::size_t longest_name = 100;
constexpr std::uintmax_t longest_file = std::uintmax_t{1} << 33; // 11 octal digits

struct part {
    std::size_t offset;
    std::size_t size;
};
constexpr part name_part{0, longest_name};
constexpr part mode_part{100, 8};
constexpr part owner_part{108, 8};
constexpr part group_part{116, 8};
constexpr part size_part{124, 12};
constexpr part time_part{136, 12};
constexpr part sum_part{148, 8};
constexpr part type_part{156, 1};
constexpr part link_part{157, longest_name};
constexpr part magic_part{257, 8};

void put(std::string& header, part where, std::string_view text) {
    header.replace(where.offset, std::min(text.size(), where.size),
                   text.substr(0, std::min(text.size(), where.size)));
}

/// Octal digits, as many as fit before a zero byte.
void put_number(std::string& header, part where, std::uintmax_t number) {
    std::string digits(where.size - 1, '0');
    for (auto at = digits.rbegin(); at != digits.rend() && number > 0; ++at, number /= 8)
        *at = static_cast<char>('0' + number % 8);
    put(header, where, digits);
}

std::string header_block(std::string_view name, std::string_view link, char type, unsigned mode,
                         std::uintmax_t size) {
    std::string header(block, '\0');
    put(header, name_part, name);
    put_number(header, mode_part, mode);
    put_number(header, owner_part, 0);
    put_number(header, group_part, 0);
    put_number(header, size_part, size);
    put_number(header, time_part, 0);
    put(header, type_part, {&type, 1});
    put(header, link_part, link);
    put(header, magic_part, {"ustar\00000", 8});
    // The sum is that of a header with blanks in the sum's place.
    put(header, sum_part, "        ");
    std::uintmax_t sum = 0;
    for (const char c : header)
        sum += static_cast<unsigned char>(c);
    put_number(header, {sum_part.offset, sum_part.size - 1}, sum);
    return header;
}

/// "30 path=…\n", where the number counts the whole line, itself too.
std::string pax_record(std::string_view key, std::string_view value) {
    const std::string line = " " + std::string(key) + "=" + std::string(value) + "\n";
    auto size = line.size();
    while (size != line.size() + std::to_string(size).size())
        size = line.size() + std::to_string(size).size();
    return std::to_string(size) + line;
}

} // namespace

std::string tar_padding(std::uintmax_t size) {
    return std::string(static_cast<std::size_t>((block - size % block) % block), '\0');
}

std::string tar_end() { return std::string(2 * block, '\0'); }

std::string tar_header(const folder_entry& entry) {
    const bool is_directory = entry.kind == folder_entry::directory;
    const char type = is_directory ? '5' : entry.kind == folder_entry::link ? '2' : '0';
    std::string extended;
    if (entry.name.size() > longest_name)
        extended += pax_record("path", entry.name);
    if (entry.target.size() > longest_name)
        extended += pax_record("linkpath", entry.target);
    if (entry.size >= longest_file)
        extended += pax_record("size", std::to_string(entry.size));
    std::string blocks;
    if (!extended.empty())
        blocks = header_block("pax", "", 'x', 0644, extended.size()) + extended +
                 tar_padding(extended.size());
    const unsigned mode = is_directory || entry.is_executable ? 0755 : 0644;
    return blocks + header_block(entry.name, entry.target, type, mode,
                                 entry.size >= longest_file ? 0 : entry.size);
}

} // namespace argocdpp
