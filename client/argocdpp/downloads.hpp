#pragma once
// Files that the server offers under /download (its own command lines), and single pages.

#include <argocdpp/task.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace argocdpp {

class rest;

/// Where a download goes. A cut transfer goes on where it stopped, or starts over.
class download_target {
  public:
    virtual ~download_target() = default;
    /// Called before the first byte and whenever everything received so far is void.
    virtual void start(std::optional<std::uint64_t> total_size) = 0;
    virtual void write(std::string_view piece) = 0;
};

/// What a page answered, whatever that was.
struct web_page {
    int status = 0;
    std::string location; ///< where a redirect leads
    std::string body;
};

class downloads {
  public:
    explicit downloads(rest& calls)
        : rest_(&calls) {}
    /// Fetches /download/<name>, unpacked and without the token; the settings' headers go with it
    /// as with every request. Follows redirects within the same scheme, host and port only; resumes
    /// by Range after a cut, as often as retry_options allow without progress in between; what
    /// `target` throws passes. Throws `error`: not_found, protocol (a web page, longer than
    /// promised), …
    task<void> fetch(std::string name, download_target& target);
    /// Reads a page of the server, as its `target` (path and query) names it, without the token and
    /// without following redirects; at most 64 MiB. Throws `error`.
    task<web_page> page(std::string target);

  private:
    rest* rest_;
};

} // namespace argocdpp
