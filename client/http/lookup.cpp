#include "lookup.hpp"

#include "socket.hpp"

#include <argocdpp/error.hpp>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fcntl.h>
#include <netdb.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>

namespace argocdpp::http {

namespace {

namespace asio = boost::asio;

/// One question to the C library. It answers on another thread, perhaps long after the asker has
/// gone, so the question belongs to both: whoever leaves last takes it down.
class question {
  public:
    question(std::string host, int answer_end)
        : host_(std::move(host))
        , answer_end_(answer_end) {
        wanted_.ai_family = AF_UNSPEC;
        wanted_.ai_socktype = SOCK_STREAM;
        wanted_.ai_flags = AI_ADDRCONFIG;
        request_.ar_name = host_.c_str();
        request_.ar_request = &wanted_;
    }
    question(const question&) = delete;
    question& operator=(const question&) = delete;

    /// Closing the pipe's end is the whole message.
    int ask() {
        sigevent when_done = {};
        when_done.sigev_notify = SIGEV_THREAD;
        when_done.sigev_value.sival_ptr = this;
        when_done.sigev_notify_function = [](sigval value) {
            auto* self = static_cast<question*>(value.sival_ptr);
            ::close(self->answer_end_);
            self->leave();
        };
        gaicb* list[] = {&request_};
        return ::getaddrinfo_a(GAI_NOWAIT, list, 1, &when_done);
    }

    void leave() {
        if (left_.exchange(true))
            delete this;
    }

    /// 0 or an EAI_ code; the answer is there once the pipe has ended.
    int result() { return ::gai_error(&request_); }

    std::vector<std::string> addresses() const {
        std::vector<std::string> found;
        for (const addrinfo* each = request_.ar_result; each != nullptr; each = each->ai_next) {
            char text[NI_MAXHOST];
            if (::getnameinfo(each->ai_addr, each->ai_addrlen, text, sizeof text, nullptr, 0,
                              NI_NUMERICHOST) == 0)
                found.emplace_back(text);
        }
        return found;
    }

  private:
    ~question() {
        if (request_.ar_result != nullptr)
            ::freeaddrinfo(request_.ar_result);
    }

    std::string host_;
    int answer_end_;
    addrinfo wanted_ = {};
    gaicb request_ = {};
    std::atomic<bool> left_ = false;
};

[[noreturn]] void fail(const std::string& host, const std::string& why) {
    throw error(error_kind::unreachable, "dial tcp: lookup " + host + ": " + why);
}

std::string text_of(int code) {
    switch (code) {
    case EAI_NONAME:
    case EAI_NODATA:
    case EAI_ADDRFAMILY:
        return "no such host";
    case EAI_AGAIN:
        return "server misbehaving";
    default:
        return ::gai_strerror(code);
    }
}

/// The asker's share of a question, given up however the asker leaves.
class asked {
  public:
    explicit asked(question& shared)
        : shared_(shared) {}
    asked(const asked&) = delete;
    asked& operator=(const asked&) = delete;
    ~asked() { shared_.leave(); }

    question* operator->() { return &shared_; }

  private:
    question& shared_;
};

} // namespace

task<std::vector<std::string>> look_up(std::string host) {
    std::vector<std::string> found;
    if (is_ip_address(host)) {
        found.push_back(host);
        co_return found;
    }
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        fail(host, "too many open files");
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    asio::posix::stream_descriptor answered(executor, ends[0]);
    asked pending(*new question(host, ends[1]));
    const int refused = pending->ask();
    if (refused != 0) {
        ::close(ends[1]);
        pending->leave();
        fail(host, text_of(refused));
    }

    boost::system::error_code ended;
    auto token = asio::redirect_error(asio::use_awaitable, ended);
    char nothing = 0;
    co_await answered.async_read_some(asio::buffer(&nothing, 1), token);
    if (ended == asio::error::operation_aborted)
        throw_cancelled();

    if (pending->result() != 0)
        fail(host, text_of(pending->result()));
    found = pending->addresses();
    if (found.empty())
        fail(host, "no such host");
    co_return found;
}

} // namespace argocdpp::http
