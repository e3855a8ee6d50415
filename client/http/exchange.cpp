#include "exchange.hpp"

#include "inflate.hpp"

#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace argocdpp::http {

namespace {

namespace beast = boost::beast;
using response_parser = beast::http::response_parser<beast::http::buffer_body>;

constexpr std::size_t head_limit = 64 << 10;
constexpr std::size_t piece_size = 64 << 10;
constexpr int most_interim_heads = 10;

/// Bytes that have come and are not parsed yet.
struct inbox {
    std::array<char, 2 * head_limit> bytes;
    std::size_t begin = 0;
    std::size_t end = 0;

    std::size_t size() const { return end - begin; }
    boost::asio::const_buffer content() const { return {bytes.data() + begin, size()}; }
    void consume(std::size_t count) { begin += count; }
    /// Moves what is left to the front; the room behind it.
    std::size_t make_room() {
        std::memmove(bytes.data(), bytes.data() + begin, size());
        end = size();
        begin = 0;
        return bytes.size() - end;
    }
};

task<void> read_into(byte_stream& stream, inbox& in, std::size_t& got) {
    const std::size_t room = in.make_room();
    got = co_await stream.read_some(in.bytes.data() + in.end, room);
    in.end += got;
}

std::string seconds_text(duration limit) {
    const double seconds = std::chrono::duration<double>(limit).count();
    std::string text = std::to_string(seconds);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.')
        text.pop_back();
    return text + "s";
}

http_head to_head(const response_parser& parser) {
    http_head head;
    head.status = static_cast<int>(parser.get().result_int());
    for (const auto& field : parser.get())
        head.headers.emplace_back(field.name_string(), field.value());
    return head;
}

} // namespace

struct exchange::state {
    byte_stream& stream;
    argocdpp::clock& clock;
    std::string name;
    duration idle_limit;
    bool is_head_request;

    state(byte_stream& to, argocdpp::clock& time, const http_request& request)
        : stream(to)
        , clock(time)
        , name(request_name(request))
        , idle_limit(request.idle_limit)
        , is_head_request(request.method == "HEAD") {}

    bool sent = false;
    bool is_sending = false; ///< a piece has not gone out whole
    bool answered = false;
    bool ended = false; ///< the peer has ended its side
    bool has_failed = false;
    inbox in;
    std::optional<response_parser> parser;
    std::optional<inflater> gzip;
    std::array<char, piece_size> raw;
    std::array<char, piece_size> unpacked;
    std::string_view packed; ///< of `raw`, not unpacked yet

    [[noreturn]] void fail(error_kind kind, const std::string& why) {
        has_failed = true;
        error failure(kind, name + ": " + why);
        failure.request = name;
        failure.sent = sent;
        throw failure;
    }

    time_point deadline() const {
        return idle_limit == duration::zero() ? time_point::max() : clock.now() + idle_limit;
    }

    void start_parser() {
        parser.emplace();
        parser->header_limit(head_limit);
        parser->body_limit(boost::none);
        parser->skip(is_head_request);
    }

    /// Said early, because other protocols may go on without ever ending a line.
    bool begins_as_http() const {
        const std::string_view wanted = "HTTP/1.";
        const std::size_t known = std::min(wanted.size(), in.size());
        return std::memcmp(in.bytes.data() + in.begin, wanted.data(), known) == 0;
    }

    std::string first_line() const {
        std::string line(in.bytes.data() + in.begin, std::min<std::size_t>(in.size(), 60));
        line.erase(std::min(line.find_first_of("\r\n"), line.size()));
        for (char& c : line)
            if (c < ' ' || c > '~')
                c = '?';
        return line;
    }

    /// Gives the parser what is there. True where it needs more, to get any further.
    bool parse() {
        if (in.size() == 0)
            return true;
        if (!parser->got_some() && !begins_as_http())
            fail(error_kind::protocol, "the answer is not HTTP: \"" + first_line() + "\"");
        beast::error_code failure;
        in.consume(parser->put(in.content(), failure));
        if (failure == beast::http::error::need_more) {
            if (in.size() == in.bytes.size())
                fail(error_kind::protocol, "a line of the answer is too long");
            return true;
        }
        if (failure && failure != beast::http::error::need_buffer)
            refuse(failure);
        return false;
    }

    [[noreturn]] void refuse(const beast::error_code& failure) {
        if (failure == beast::http::error::header_limit)
            fail(error_kind::protocol, "the answer's headers exceed 64 KiB");
        if (parser->is_header_done())
            fail(error_kind::protocol, "broken answer: " + failure.message());
        fail(error_kind::protocol, "the answer is not HTTP: " + failure.message());
    }

    void take_end() {
        ended = true;
        if (!parser->got_some() && in.size() == 0)
            fail(error_kind::lost, "EOF");
        beast::error_code failure;
        parser->put_eof(failure);
        if (failure)
            fail(error_kind::lost, "unexpected EOF");
    }

    /// Fails with what `work` fails, worded for this request, or when it takes too long.
    task<void> in_time(task<void> work) {
        std::optional<error> failure;
        bool finished = false;
        try {
            finished = co_await finishes_before(clock, deadline(), std::move(work));
        } catch (const error& thrown) {
            failure = thrown;
        }
        if (failure)
            fail(failure->kind, failure->what());
        if (!finished)
            fail(error_kind::timeout, (answered ? "nothing more came for " : "no answer for ") +
                                          seconds_text(idle_limit));
    }

    task<void> receive() {
        std::size_t got = 0;
        co_await in_time(read_into(stream, in, got));
        if (got == 0)
            take_end();
        else
            answered = true;
    }

    /// The next piece as it travelled, in `raw`; empty at the end.
    task<std::string_view> next_raw() {
        auto& body = parser->get().body();
        body.data = raw.data();
        body.size = raw.size();
        body.more = true;
        while (body.size == raw.size() && !parser->is_done())
            if (parse() && body.size == raw.size())
                co_await receive();
        co_return std::string_view(raw.data(), raw.size() - body.size);
    }

    std::size_t unpack() {
        try {
            return gzip->unpack(packed, unpacked.data(), unpacked.size());
        } catch (const error& corrupt) {
            fail(corrupt.kind, corrupt.what());
        }
    }

    task<std::string_view> next_unpacked() {
        std::size_t got = unpack();
        while (got == 0) {
            packed = co_await next_raw();
            if (packed.empty())
                break;
            got = unpack();
        }
        if (got == 0 && gzip->is_inside())
            fail(error_kind::protocol, "truncated gzip body");
        co_return std::string_view(unpacked.data(), got);
    }

    void choose_encoding(const http_head& head) {
        const std::string_view encoding = head.header("Content-Encoding");
        if (beast::iequals(encoding, "gzip") || beast::iequals(encoding, "x-gzip"))
            gzip.emplace();
        else if (!encoding.empty() && !beast::iequals(encoding, "identity"))
            fail(error_kind::protocol, "unknown content encoding " + std::string(encoding));
    }
};

exchange::exchange(byte_stream& stream, clock& clock, const http_request& request)
    : state_(std::make_unique<state>(stream, clock, request)) {}

exchange::~exchange() = default;

task<void> exchange::send(std::string text) {
    state& call = *state_;
    call.sent = true;
    call.is_sending = true;
    const std::string_view all = text;
    for (std::size_t at = 0; at < all.size(); at += piece_size)
        co_await call.in_time(call.stream.write_all(all.substr(at, piece_size)));
    call.is_sending = false;
}

task<http_head> exchange::read_head() {
    state& call = *state_;
    http_head head;
    int interim = 0;
    do {
        if (interim++ > most_interim_heads)
            call.fail(error_kind::protocol, "one interim answer after the other");
        call.start_parser();
        while (!call.parser->is_header_done())
            if (call.parse())
                co_await call.receive();
        head = to_head(*call.parser);
    } while (head.status >= 100 && head.status < 200);
    call.parser->eager(true);
    call.choose_encoding(head);
    co_return head;
}

task<std::string_view> exchange::next() {
    state& call = *state_;
    if (call.gzip)
        co_return co_await call.next_unpacked();
    co_return co_await call.next_raw();
}

bool exchange::is_answered() const { return state_->answered; }

bool exchange::is_reusable() const {
    const state& call = *state_;
    return call.parser && call.parser->is_done() && call.parser->keep_alive() && !call.ended &&
           !call.is_sending && !call.has_failed && call.in.size() == 0;
}

} // namespace argocdpp::http
