#include "redirect.hpp"
#include "rest.hpp"

#include <argocdpp/downloads.hpp>

#include <algorithm>
#include <charconv>

namespace argocdpp {

namespace {

constexpr int most_redirects = 5;
constexpr std::size_t longest_page = std::size_t{64} << 20;

std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, failed] = std::from_chars(text.data(), end, value);
    if (failed != std::errc() || stopped != end || text.empty())
        return std::nullopt;
    return value;
}

/// What a range may be asked for against: a server that has another file by then sends it whole.
std::string validator_of(const http_head& head) {
    const std::string_view tag = head.header("ETag");
    const bool strong = !tag.empty() && !tag.starts_with("W/");
    return std::string(strong ? tag : head.header("Last-Modified"));
}

/// One file on its way, over as many requests as it takes.
class transfer final : public body_sink {
  public:
    transfer(std::string path, download_target& target)
        : path_(std::move(path))
        , name_("GET " + path_)
        , target_(target) {}

    http_request next_request(duration idle_limit) const;
    void begin(const http_head& head) override;
    void write(std::string_view piece) override;
    /// Looks at an answer that has ended. True where the file is complete; false where another
    /// request is needed. Throws `error`.
    bool finish(const http_head& head, const client_settings& settings);
    /// How much of the file was ever held: what only repeats earlier bytes is no progress.
    std::uint64_t furthest() const { return furthest_; }

  private:
    enum class part { file, failure, nothing };

    void begin_whole(const http_head& head);
    void begin_range(const http_head& head);
    void start_over(std::string_view why);
    error broken(std::string_view why) const;

    std::string path_;
    std::string name_;
    download_target& target_;
    part reading_ = part::nothing;
    int redirects_ = 0;
    std::uint64_t received_ = 0;
    std::uint64_t furthest_ = 0;
    std::optional<std::uint64_t> total_;
    std::string validator_;
    std::string failure_;
};

http_request transfer::next_request(duration idle_limit) const {
    http_request request;
    request.target = path_;
    request.idle_limit = idle_limit;
    request.headers.emplace_back("Accept", "application/octet-stream");
    // The length of a packed body would not be the file's.
    request.headers.emplace_back("Accept-Encoding", "identity");
    if (received_ > 0 && !validator_.empty()) {
        request.headers.emplace_back("Range", "bytes=" + std::to_string(received_) + "-");
        request.headers.emplace_back("If-Range", validator_);
    }
    return request;
}

void transfer::begin(const http_head& head) {
    failure_.clear();
    reading_ = part::failure;
    const bool is_file = head.status == 200 || head.status == 206;
    if (is_file && head.header("Content-Type").starts_with("text/html"))
        throw protocol_error(name_, "the server answered with a web page instead of the file; is "
                                    "there a login page in front of it?");
    if (head.status == 200)
        begin_whole(head);
    else if (head.status == 206)
        begin_range(head);
    else if (head.status == 416)
        start_over("the server has no such range");
}

void transfer::begin_whole(const http_head& head) {
    reading_ = part::file;
    received_ = 0;
    const bool packed = !head.header("Content-Encoding").empty();
    total_ = packed ? std::nullopt : number_in(head.header("Content-Length"));
    validator_ = packed ? std::string() : validator_of(head);
    target_.start(total_);
}

void transfer::begin_range(const http_head& head) {
    const std::string expected = "bytes " + std::to_string(received_) + "-";
    const std::string_view range = head.header("Content-Range");
    const auto total = number_in(range.substr(range.rfind('/') + 1));
    const bool fits = received_ > 0 && range.starts_with(expected) && (!total_ || total == total_);
    // A server may leave out here what it has just been found to agree with.
    const std::string validator = validator_of(head);
    if (!fits || (!validator.empty() && validator != validator_))
        start_over("the server sent another range than asked for");
    reading_ = part::file;
}

void transfer::write(std::string_view piece) {
    if (reading_ == part::failure)
        keep_failure(failure_, piece);
    if (reading_ != part::file)
        return;
    if (total_ && piece.size() > *total_ - received_)
        throw protocol_error(name_, "the file is longer than promised");
    target_.write(piece);
    received_ += piece.size();
    furthest_ = std::max(furthest_, received_);
}

bool transfer::finish(const http_head& head, const client_settings& settings) {
    if (head.status >= 300 && head.status < 400 && head.status != 304) {
        if (++redirects_ > most_redirects)
            throw protocol_error(name_, "too many redirects");
        path_ = redirect_target(head.header("Location"), path_, settings, name_);
        return false;
    }
    if (reading_ != part::file)
        throw error_of_answer(head, failure_, name_);
    if (total_ && received_ != *total_)
        throw broken("the file ended after " + std::to_string(received_) + " of " +
                     std::to_string(*total_) + " bytes");
    return true;
}

void transfer::start_over(std::string_view why) {
    validator_.clear();
    throw broken(why);
}

error transfer::broken(std::string_view why) const {
    error made(error_kind::lost, name_ + ": " + std::string(why));
    made.request = name_;
    made.sent = true;
    return made;
}

class page_sink final : public body_sink {
  public:
    explicit page_sink(std::string request)
        : request_(std::move(request)) {}
    void begin(const http_head&) override { text.clear(); }
    void write(std::string_view piece) override {
        if (text.size() + piece.size() > longest_page)
            throw protocol_error(request_, "the page is longer than 64 MiB");
        text += piece;
    }
    std::string text;

  private:
    std::string request_;
};

/// A silent connection is as good as a cut one, once the server is known to be there.
bool may_go_on(const error& failure, bool begun) {
    return is_transient(failure) || (failure.kind == error_kind::timeout && begun);
}

} // namespace

task<void> downloads::fetch(std::string name, download_target& target) {
    const std::string path = rest_->target(api_path("/download").segment(name).text());
    transfer file(path, target);
    const retry_options options;
    for (int failures = 0;;) {
        const std::uint64_t before = file.furthest();
        duration delay = duration::zero();
        try {
            http_request request = file.next_request(rest_->settings().idle_limit);
            const http_head head = co_await rest_->connection().exchange(std::move(request), file);
            if (file.finish(head, rest_->settings()))
                co_return;
        } catch (const error& failure) {
            failures = file.furthest() > before ? 1 : failures + 1;
            if (!may_go_on(failure, file.furthest() > 0) || failures >= options.attempts ||
                failure.retry_after > options.budget)
                throw;
            const double chance = rest_->random();
            delay =
                std::max<duration>(next_delay(options, failures - 1, chance), failure.retry_after);
        }
        if (delay > duration::zero())
            co_await rest_->time().sleep_until(rest_->time().now() + delay);
    }
}

task<web_page> downloads::page(std::string target) {
    http_request request;
    request.target = rest_->target(target);
    request.idle_limit = rest_->settings().idle_limit;
    // Queries may hold secrets, and errors name the request.
    page_sink body("GET " + target.substr(0, target.find('?')));
    const http_head head = co_await rest_->connection().exchange(std::move(request), body);
    web_page made;
    made.status = head.status;
    made.location = head.header("Location");
    made.body = std::move(body.text);
    co_return made;
}

} // namespace argocdpp
