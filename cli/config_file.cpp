#include "config_file.hpp"

#include "failure.hpp"
#include "file_descriptor.hpp"
#include "symbolic_links.hpp"
#include "text_file.hpp"

#include <argocdpp/task.hpp>

#include <fcntl.h>
#include <signal_watch.hpp>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace argocdpp::cli {

namespace {

/// "-rw-r--r--"
std::string mode_text(mode_t mode) {
    std::string text = "-rwxrwxrwx";
    for (unsigned bit = 0; bit < 9; ++bit)
        if (!(mode >> bit & 1))
            text[9 - bit] = '-';
    return text;
}

void check_mode(const std::string& path) {
    struct stat facts {};
    if (::stat(path.c_str(), &facts) != 0)
        return;
    const mode_t mode = facts.st_mode & 0777;
    if (mode != 0600 && mode != 0400)
        throw failure(exit_code::error, "config file has incorrect permission flags " +
                                            mode_text(mode) +
                                            ", change the file permission either to 0400 or 0600");
}

std::string folder_of(const std::string& path) {
    const std::string folder = std::filesystem::path(path).parent_path();
    return folder.empty() ? "." : folder;
}

/// Keeps other processes out while it lives. The folder itself is locked: that leaves no file
/// behind, and survives the renaming of the file. Where a file system can't do that, nothing is
/// locked.
class folder_lock {
  public:
    explicit folder_lock(const std::string& folder)
        : folder_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        while (folder_ && !is_held_) {
            is_held_ = ::flock(folder_.get(), LOCK_EX) == 0;
            if (!is_held_ && errno != EINTR)
                break;
            if (const auto number = signal_watch::number(); number && !is_held_)
                throw interrupted{*number}; // whoever holds it may hold it for long
        }
    }
    bool is_held() const { return is_held_; }
    void sync() const { ::fsync(folder_.get()); }

  private:
    file_descriptor folder_;
    bool is_held_ = false;
};

constexpr std::string_view new_name = ".config-XXXXXX";

/// What processes left behind that were killed while they wrote. Tokens are in there.
void remove_leftovers(const std::string& folder) {
    const auto prefix = new_name.substr(0, new_name.find('X'));
    std::error_code fault;
    for (std::filesystem::directory_iterator each(folder, fault), end; !fault && each != end;
         each.increment(fault)) {
        const std::string name = each->path().filename();
        if (name.size() == new_name.size() && name.starts_with(prefix))
            ::unlink(each->path().c_str());
    }
}

/// A new file beside the old one that takes its place, or vanishes.
class replacement {
  public:
    explicit replacement(const std::string& path)
        : path_(path)
        , name_(folder_of(path) + "/" + std::string(new_name))
        , file_(::mkostemp(name_.data(), O_CLOEXEC)) {}
    ~replacement() {
        if (file_ && !done_)
            ::unlink(name_.c_str());
    }
    replacement(const replacement&) = delete;
    replacement& operator=(const replacement&) = delete;

    /// False where this is not possible here (a folder that can't be written, a file that is
    /// mounted).
    bool take_place(const std::string& text) {
        if (!file_ || !has_owner_and_mode_of_old())
            return false;
        if (!write_fully(file_, text) || ::fsync(file_.get()) != 0)
            throw file_failure("write", path_, exit_code::error);
        done_ = ::rename(name_.c_str(), path_.c_str()) == 0;
        return done_;
    }

  private:
    bool has_owner_and_mode_of_old() const {
        struct stat old {};
        struct stat mine {};
        if (::stat(path_.c_str(), &old) != 0)
            return true;
        ::fstat(file_.get(), &mine);
        const bool same_owner = old.st_uid == mine.st_uid && old.st_gid == mine.st_gid;
        if (!same_owner && ::fchown(file_.get(), old.st_uid, old.st_gid) != 0)
            return false;
        return ::fchmod(file_.get(), old.st_mode & 07777) == 0;
    }

    std::string path_;
    std::string name_;
    file_descriptor file_;
    bool done_ = false;
};

void make_folder(const std::string& folder) {
    std::error_code fault;
    std::filesystem::create_directories(folder, fault);
    if (!fault)
        return;
    errno = fault.value();
    throw file_failure("mkdir", folder, exit_code::error);
}

void write_config(const std::string& path, const std::string& text, const folder_lock& lock) {
    // A file without permission to write is left alone, though renaming over it would work.
    if (::access(path.c_str(), W_OK) != 0 && errno != ENOENT)
        throw file_failure("open", path, exit_code::error);
    if (lock.is_held())
        remove_leftovers(folder_of(path));
    if (replacement(path).take_place(text))
        lock.sync();
    else
        write_text_file(path, text, 0600, exit_code::error);
}

} // namespace

std::optional<std::string> read_config_file(const std::string& path) {
    if (path.empty())
        return std::nullopt;
    check_mode(path);
    try {
        return read_optional_text_file(path, exit_code::error);
    } catch (const failure& fault) {
        throw failure(fault.code, std::string("failed to parse config file: ") + fault.what());
    }
}

std::optional<config_file_lock> config_file_lock::try_take(const std::string& path) {
    const std::string target = behind_links(path);
    config_file_lock lock(file_descriptor(::open(target.c_str(), O_RDONLY | O_CLOEXEC)));
    if (!lock.file_)
        return lock;
    if (::flock(lock.file_.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return std::nullopt;
    struct stat locked {};
    struct stat there {};
    const bool is_there = ::stat(target.c_str(), &there) == 0;
    ::fstat(lock.file_.get(), &locked);
    if (is_there && (locked.st_dev != there.st_dev || locked.st_ino != there.st_ino))
        return std::nullopt;
    return lock;
}

void update_config_file(
    const std::string& path,
    const std::function<std::optional<std::string>(const std::optional<std::string>&)>& change) {
    if (path.empty())
        throw failure(exit_code::error, "$HOME is not defined");
    const std::string target = behind_links(path);
    make_folder(folder_of(target));
    const folder_lock lock(folder_of(target));
    const std::optional<std::string> before = read_config_file(target);
    const std::optional<std::string> after = change(before);
    if (after == before)
        return;
    if (after)
        write_config(target, *after, lock);
    else if (::unlink(target.c_str()) != 0)
        throw file_failure("remove", target, exit_code::error);
}

} // namespace argocdpp::cli
