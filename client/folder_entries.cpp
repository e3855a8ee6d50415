#include "folder_entries.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fnmatch.h>
#include <vector>

namespace argocdpp {
namespace {

namespace fs = std::filesystem;

/// Whether a file name matches a pattern ("*.yaml", "[a-c]?"), as Go's filepath.Match has it.
bool is_match(const std::string& pattern, const std::string& name) {
    return ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

/// The path inside of the archive: "env/prod" for "./env/prod/", nothing for "." and "".
fs::path archive_path(const std::string& text) {
    auto path = fs::path(text).relative_path().lexically_normal();
    if (!path.has_filename())
        path = path.parent_path();
    if (!path.empty() && *path.begin() == "..")
        throw packing_error("the path " + text + " leads out of the repository");
    return path == "." ? fs::path() : path;
}

/// The words of errno, as Go has them.
std::string reason_of(int number) {
    std::string reason = std::strerror(number);
    if (!reason.empty() && reason[0] >= 'A' && reason[0] <= 'Z')
        reason[0] = static_cast<char>(reason[0] - 'A' + 'a');
    return reason;
}

} // namespace

error packing_error(std::string_view what) {
    return error(error_kind::local,
                 "failed to compress files: error creating app tgz file: " + std::string(what));
}

std::string failed_call(std::string_view call, const fs::path& path) {
    return std::string(call) + " " + path.string() + ": " + reason_of(errno);
}

struct folder_entries::state {
    /// A directory on the way down, with the entries of it that are still to come, last first.
    struct level {
        fs::path top;        ///< of the walk it belongs to
        bool is_own = false; ///< that walk is the application's, not the root's
        fs::path name;       ///< in the archive
        std::vector<fs::path> files;
    };

    explicit state(local_folder given)
        : folder(std::move(given))
        , own(archive_path(folder.at)) {}

    /// Begins the walk of the application's own directory, or of the root.
    void begin(const fs::path& top, bool is_own) {
        std::error_code failure;
        const auto found = fs::status(top, failure);
        if (!fs::exists(found)) {
            errno = failure ? failure.value() : ENOENT;
            throw packing_error("error inspecting srcPath \"" + top.string() +
                                "\": " + failed_call("stat", top));
        }
        if (!fs::is_directory(found))
            throw packing_error(top.string() + " is not a directory");
        level first;
        first.top = top;
        first.is_own = is_own;
        first.name = is_own ? own : fs::path();
        descend(top, std::move(first));
    }

    void descend(const fs::path& directory, level next) {
        std::error_code failure;
        fs::directory_iterator each(directory, failure);
        for (; !failure && each != fs::directory_iterator(); each.increment(failure))
            next.files.push_back(each->path());
        if (failure) {
            errno = failure.value();
            throw packing_error("error walking in \"" + next.top.string() +
                                "\": " + failed_call("open", directory));
        }
        std::sort(next.files.begin(), next.files.end(), std::greater<>());
        levels.push_back(std::move(next));
    }

    bool is_wanted(const std::string& name) const {
        return folder.include.empty() ||
               std::any_of(folder.include.begin(), folder.include.end(),
                           [&](const auto& pattern) { return is_match(pattern, name); });
    }

    /// Where the archive has a path of this machine; empty where it has not.
    fs::path place_of(const fs::path& path) const {
        std::error_code ignored;
        for (const auto& [top, at] :
             {std::pair(folder.directory, own), {folder.root, fs::path()}}) {
            const auto inside =
                path.lexically_normal().lexically_relative(fs::weakly_canonical(top, ignored));
            if (!top.empty() && !inside.empty() && *inside.begin() != "..")
                return (at / inside).lexically_normal();
        }
        return {};
    }

    /// The link as the server may have it: relative, and inside of the archive. Empty where it
    /// leads out and only lies around the application: an interpreter's environment, a build's
    /// output.
    std::string target_of(const fs::path& link, const fs::path& name, bool is_own) const {
        std::error_code failure;
        auto target = fs::read_symlink(link, failure);
        if (failure) {
            errno = failure.value();
            throw packing_error("error getting link target: " + failed_call("readlink", link));
        }
        const auto given = target;
        if (target.is_absolute())
            target = place_of(target);
        if (given.is_absolute() && !target.empty())
            target = target.lexically_relative(name.parent_path());
        const auto reached = (name.parent_path() / target).lexically_normal();
        const bool leads_out = target.empty() || (!reached.empty() && *reached.begin() == "..");
        if (leads_out && !is_own)
            return "";
        if (leads_out)
            throw packing_error("the link " + link.string() + " leads out of the folder, to " +
                                given.string());
        return target.string();
    }

    /// The entry of a path, where it is to be sent.
    std::optional<folder_entry> entry_of(const fs::path& path, level at, const fs::path& name) {
        std::error_code failure;
        const auto found = fs::symlink_status(path, failure);
        if (!failure && !fs::is_directory(found) && !is_wanted(path.filename()))
            return std::nullopt;
        folder_entry made;
        made.path = path;
        made.name = name;
        if (fs::is_directory(found)) {
            made.kind = folder_entry::directory;
            at.name = name;
            descend(path, std::move(at));
        } else if (fs::is_symlink(found)) {
            made.kind = folder_entry::link;
            made.target = target_of(path, name, at.is_own);
            if (made.target.empty())
                return std::nullopt;
        } else if (fs::is_regular_file(found)) {
            made.size = fs::file_size(path, failure);
            made.is_executable = (found.permissions() & fs::perms::owner_exec) != fs::perms::none;
        } else if (!failure) {
            return std::nullopt; // a socket, a pipe, a device
        }
        if (failure) {
            errno = failure.value();
            throw packing_error("error walking in \"" + at.top.string() +
                                "\": " + failed_call("lstat", path));
        }
        return made;
    }

    local_folder folder;
    fs::path own; ///< where the application's files are in the archive
    std::vector<level> levels;
    int walks = 0;
};

folder_entries::folder_entries(local_folder folder)
    : state_(std::make_unique<state>(std::move(folder))) {
    for (const auto& pattern : state_->folder.include)
        if (const auto open = pattern.rfind('[');
            pattern.ends_with('\\') ||
            (open != pattern.npos && pattern.find(']', open) == pattern.npos))
            throw packing_error("error verifying inclusion pattern \"" + pattern +
                                "\": syntax error in pattern");
    state_->begin(state_->folder.directory, true);
    if (!state_->folder.root.empty() && !state_->own.empty())
        state_->begin(state_->folder.root, false);
}

folder_entries::~folder_entries() = default;

std::optional<folder_entry> folder_entries::next() {
    auto& levels = state_->levels;
    using level = state::level;
    while (!levels.empty()) {
        if (levels.back().files.empty()) {
            levels.pop_back();
            continue;
        }
        const auto path = std::move(levels.back().files.back());
        levels.back().files.pop_back();
        level at;
        at.top = levels.back().top;
        at.is_own = levels.back().is_own;
        const auto name = levels.back().name / path.filename();
        if (path.filename() == ".git" || (!at.is_own && name == state_->own))
            continue;
        if (auto entry = state_->entry_of(path, std::move(at), name))
            return entry;
    }
    return std::nullopt;
}

} // namespace argocdpp
