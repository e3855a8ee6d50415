// man_pages DIRECTORY: writes a manual page for every command into a directory that it makes anew,
// so that a page of a command that is gone goes as well. Run while the project is built; it is no
// command of the program, which so stays smaller and can't write files by mistake.

#include "build_info.hpp"
#include "commands.hpp"
#include "man_page.hpp"

#include <filesystem>
#include <fstream>

int main(int argc, char** argv) {
    using namespace argocdpp::cli;
    if (argc != 2)
        return 1;
    const std::filesystem::path directory = argv[1];
    std::filesystem::remove_all(directory);
    std::filesystem::create_directories(directory);
    const build_info& build = this_build();
    for (const command* row : all_commands()) {
        if (row->hidden)
            continue;
        std::ofstream file(directory / (man_page_name(*row) + ".1"));
        file << man_page(*row, build.version, build.build_date.substr(0, 10));
        if (!file.flush())
            return 1;
    }
    return 0;
}
