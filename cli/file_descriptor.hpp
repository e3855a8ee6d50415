#pragma once
// An open file that closes itself, and how its errors are worded.

#include "exit_code.hpp"
#include "failure.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace argocdpp::cli {

class file_descriptor {
  public:
    explicit file_descriptor(int number)
        : number_(number) {}
    ~file_descriptor();
    file_descriptor(file_descriptor&& other) noexcept
        : number_(std::exchange(other.number_, -1)) {}
    file_descriptor& operator=(file_descriptor&&) = delete;

    explicit operator bool() const { return number_ >= 0; }
    int get() const { return number_; }

  private:
    int number_;
};

/// Writes all of it; false with errno set where that fails.
bool write_fully(const file_descriptor& file, std::string_view text);

/// "open PATH: no such file or directory", of errno.
failure file_failure(std::string_view action, const std::string& path, exit_code code);

} // namespace argocdpp::cli
