#pragma once
// A folder below /tmp, gone with its contents when it goes out of scope.

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace argocdpp::tests {

class scratch_folder {
  public:
    scratch_folder() {
        std::string pattern = "/tmp/argocdpp-test-XXXXXX";
        path_ = ::mkdtemp(pattern.data());
    }
    ~scratch_folder() { std::filesystem::remove_all(path_); }
    scratch_folder(const scratch_folder&) = delete;

    std::string path(const std::string& name = "") const {
        return name.empty() ? path_.string() : (path_ / name).string();
    }
    void make(const std::string& name) const { std::filesystem::create_directories(path(name)); }
    void write(const std::string& name, const std::string& text = "x") const {
        std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
        std::ofstream(path(name)) << text;
    }
    void link(const std::string& name, const std::string& target) const {
        std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
        std::filesystem::create_symlink(target, path(name));
    }
    void make_pipe(const std::string& name) const { ::mkfifo(path(name).c_str(), 0600); }

  private:
    std::filesystem::path path_;
};

} // namespace argocdpp::tests
