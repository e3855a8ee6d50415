#include "wire.hpp"

#include "outgoing.hpp"

#include <argocdpp/error.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace argocdpp::tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto keep_alive_pause = seconds(15);

[[noreturn]] void break_off(const std::string& how) { throw error(error_kind::lost, how); }

request_kind kind_of(const asked_request& request) {
    if (request.method != "GET")
        return request_kind::change;
    const bool is_stream =
        request.path.ends_with("/logs") || request.path.find("/stream/") != std::string::npos;
    return is_stream ? request_kind::stream : request_kind::read;
}

class connection final : public http::byte_stream {
  public:
    explicit connection(wire& between)
        : wire_(between)
        , born_(between.now())
        , out_(between) {}

    task<void> write_all(std::string_view data) override {
        if (is_lost())
            break_off("write: broken pipe");
        inbox_ += data;
        while (auto request = take_request())
            if (!serve(*request))
                break_off("write: connection reset by peer");
        co_return;
    }

    task<std::size_t> read_some(char* data, std::size_t size) override {
        while (true) {
            if (is_lost())
                break_off("read: connection reset by peer");
            if (out_.is_empty() && !add_live())
                co_await wait_in_vain();
            const time_point due = out_.due();
            if (due > wire_.clock.now()) {
                co_await sleep_until(due);
                continue;
            }
            switch (out_.next()) {
            case outgoing::data:
                co_return out_.take(data, size);
            case outgoing::end:
                is_ended_ = true;
                co_return 0;
            case outgoing::lost:
                is_cut_ = true;
                continue;
            case outgoing::unfinished_tls:
                is_ended_ = true;
                break_off("unexpected EOF");
            case outgoing::silence:
                co_await wait_in_vain();
            }
        }
    }

    bool is_quiet() override { return out_.is_empty() && !is_lost() && !is_ended_; }

  private:
    bool is_lost() const { return is_cut_ || wire_.is_broken_by_restart(born_); }

    /// Until then, or until a restart breaks the connection.
    task<void> sleep_until(time_point when) {
        if (wire_.plan.fault == fault_kind::restart && wire_.now() < wire_.plan.moment)
            when = std::min(when, wire_.clock.now() + (wire_.plan.moment - wire_.now()));
        co_await wire_.clock.sleep_until(when);
    }

    /// The client is expected to give up; where it does not, the run is over all the same.
    task<void> wait_in_vain() {
        const time_point much_later = wire_.clock.now() + std::chrono::hours(2);
        co_await sleep_until(much_later);
        if (is_lost())
            break_off("read: connection reset by peer");
        wire_.has_hung = true;
        break_off("read: hung");
    }

    /// The next request that has come whole.
    std::optional<asked_request> take_request() {
        const auto head_end = inbox_.find("\r\n\r\n");
        if (head_end == std::string::npos)
            return std::nullopt;
        asked_request made;
        made.head = inbox_.substr(0, head_end + 2);
        std::size_t length = 0;
        const auto text = made.header("Content-Length");
        std::from_chars(text.data(), text.data() + text.size(), length);
        if (inbox_.size() < head_end + 4 + length)
            return std::nullopt;
        inbox_.erase(0, head_end + 4 + length);
        const auto method_end = made.head.find(' ');
        made.method = made.head.substr(0, method_end);
        const auto target =
            made.head.substr(method_end + 1, made.head.find(' ', method_end + 1) - method_end - 1);
        const auto mark = target.find('?');
        made.path = target.substr(0, mark);
        made.query = mark == std::string::npos ? "" : target.substr(mark + 1);
        return made;
    }

    /// False where the connection breaks before the server has all of the request.
    bool serve(const asked_request& request) {
        ++wire_.requests;
        auto& plan = wire_.plan;
        const bool is_struck = plan.strikes(kind_of(request));
        if (is_struck && is_answered_by_another())
            return answer_as_another(request);
        if (is_struck && plan.is_in_request) {
            wire_.note_strike();
            is_cut_ = true;
            return false;
        }
        auto answer = wire_.model.handle(request, wire_.now());
        const bool is_packed =
            plan.is_packed && request.header("Accept-Encoding").find("gzip") != std::string::npos;
        live_ = answer.live;
        since_ = answer.since;
        cursor_ = 0;
        last_sign_ = wire_.now();
        out_.begin(answer, is_packed, is_struck);
        return true;
    }

    bool is_answered_by_another() const {
        switch (wire_.plan.fault) {
        case fault_kind::too_many:
        case fault_kind::too_many_paused:
        case fault_kind::internal_error:
        case fault_kind::bad_gateway:
        case fault_kind::unavailable:
        case fault_kind::gateway_timeout:
        case fault_kind::web_page:
        case fault_kind::login_redirect:
            return true;
        default:
            return false;
        }
    }

    bool answer_as_another(const asked_request& request) {
        wire_.note_strike();
        const auto fault = wire_.plan.fault;
        const bool may_be_taken =
            fault == fault_kind::bad_gateway || fault == fault_kind::gateway_timeout;
        if (may_be_taken && wire_.plan.is_taken)
            wire_.model.handle(request, wire_.now());
        live_ = answer::no;
        out_.begin(answer_of_another(wire_.plan), false, false);
        return true;
    }

    /// The next message of a stream, or its keep-alive; false where nothing will ever come.
    bool add_live() {
        if (live_ == answer::no)
            return false;
        const duration sign = last_sign_ + keep_alive_pause;
        return live_ == answer::lines ? add_line(sign) : add_event(sign);
    }

    bool add_event(duration sign) {
        const auto& states = wire_.model.states();
        // A stream begins with the application as it is.
        if (cursor_ == 0) {
            const auto& now = wire_.model.state_at(wire_.now());
            cursor_ = static_cast<std::size_t>(&now - states.data());
        }
        if (cursor_ >= states.size() || states[cursor_].at > sign) {
            out_.add_sign(sign);
            last_sign_ = sign;
            return true;
        }
        // News travel a little longer than the pause of some deletions.
        const duration at = std::max(states[cursor_].at + milliseconds(5), wire_.now());
        out_.add_message(wire_.model.event_of(cursor_, at), at);
        ++cursor_;
        last_sign_ = at;
        return true;
    }

    bool add_line(duration sign) {
        const auto& lines = wire_.model.lines();
        while (cursor_ < lines.size() && lines[cursor_].at < since_)
            ++cursor_;
        const bool is_last = cursor_ >= lines.size();
        const duration due = is_last ? wire_.model.end_of_log() : lines[cursor_].at;
        if (due > sign) {
            out_.add_sign(sign);
            last_sign_ = sign;
            return true;
        }
        const duration at = std::max(due, wire_.now());
        last_sign_ = at;
        out_.add_message(is_last ? R"({"result":{"last":true,"content":""}})"
                                 : wire_.model.line_message(cursor_++),
                         at);
        if (is_last) {
            out_.finish(at);
            live_ = answer::no;
        }
        return true;
    }

    wire& wire_;
    duration born_;
    outgoing out_;
    std::string inbox_;
    bool is_cut_ = false;
    bool is_ended_ = false;
    answer::live_type live_ = answer::no;
    duration since_ = duration::zero();
    std::size_t cursor_ = 0;
    duration last_sign_ = duration::zero();
};

class model_dialer final : public http::dialer {
  public:
    explicit model_dialer(wire& between)
        : wire_(between) {}

    task<std::unique_ptr<http::byte_stream>> dial() override {
        co_await wire_.clock.sleep_until(wire_.clock.now() + milliseconds(5));
        if (wire_.is_down()) {
            wire_.note_strike();
            throw error(error_kind::unreachable,
                        "error dial proxy: dial tcp 10.0.0.1:443: connect: connection refused");
        }
        ++wire_.connections;
        co_return std::make_unique<connection>(wire_);
    }

  private:
    wire& wire_;
};

} // namespace

wire::wire(jumping_clock& time, server_model& server, fault_plan& faults)
    : clock(time)
    , model(server)
    , plan(faults) {}

std::unique_ptr<http::dialer> wire::dialer() { return std::make_unique<model_dialer>(*this); }

bool wire::is_down() const {
    return plan.fault == fault_kind::restart && now() >= plan.moment &&
           now() < plan.moment + plan.pause;
}

bool wire::is_broken_by_restart(duration born) const {
    return plan.fault == fault_kind::restart && born < plan.moment && now() >= plan.moment;
}

void wire::note_strike() {
    ++strikes;
    last_strike = std::max(last_strike, now());
}

} // namespace argocdpp::tests
