#include "scripted_stream.hpp"

#include <argocdpp/error.hpp>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace argocdpp::tests {

script_step sends(std::string bytes) { return {script_step::send, std::move(bytes)}; }
script_step gets(std::string bytes) { return {script_step::get, std::move(bytes)}; }
script_step closes() { return {script_step::close, ""}; }
script_step loses() { return {script_step::lose, ""}; }
script_step hangs() { return {script_step::hang, ""}; }

void at_every_step(const std::function<void(faults&)>& scenario) {
    faults clean;
    scenario(clean);
    for (faults::kind_type kind : {faults::failing, faults::cut, faults::cancelled}) {
        for (std::size_t at = 0; at < clean.taken; ++at) {
            faults plan;
            plan.kind = kind;
            plan.at = at;
            scenario(plan);
        }
    }
}

scripted_stream::scripted_stream(fake_clock& clock, stream_script steps, faults& plan,
                                 std::size_t piece)
    : clock_(clock)
    , steps_(steps.begin(), steps.end())
    , plan_(plan)
    , piece_(piece) {}

task<void> scripted_stream::wait_for_ever() { co_await clock_.sleep_until(time_point::max()); }

task<void> scripted_stream::suffer(faults::kind_type kind) {
    if (kind == faults::failing)
        throw error(error_kind::lost, "read: connection reset by peer");
    if (kind == faults::cancelled) {
        clock_.cancel();
        co_await wait_for_ever();
    }
    is_cut_ = is_cut_ || kind == faults::cut;
}

task<std::size_t> scripted_stream::read_some(char* data, std::size_t size) {
    co_await suffer(plan_.next());
    if (is_cut_)
        co_return 0;
    if (steps_.empty() || steps_.front().what == script_step::send)
        throw std::logic_error("the script has nothing to read here");
    script_step& step = steps_.front();
    if (step.what == script_step::hang)
        co_await wait_for_ever();
    if (step.what == script_step::lose)
        throw error(error_kind::lost, "read: connection reset by peer");
    if (step.what == script_step::close) {
        steps_.pop_front();
        co_return 0;
    }
    const std::size_t count = std::min({size, piece_, step.bytes.size()});
    std::memcpy(data, step.bytes.data(), count);
    step.bytes.erase(0, count);
    if (step.bytes.empty())
        steps_.pop_front();
    co_return count;
}

task<void> scripted_stream::write_all(std::string_view data) {
    co_await suffer(plan_.next());
    if (is_cut_)
        throw error(error_kind::lost, "write: broken pipe");
    while (!data.empty()) {
        if (steps_.empty() || steps_.front().what != script_step::send)
            throw std::logic_error("the script has nothing to write here: " + std::string(data));
        std::string& wanted = steps_.front().bytes;
        const std::size_t count = std::min(data.size(), wanted.size());
        if (data.substr(0, count) != std::string_view(wanted).substr(0, count))
            throw std::logic_error("wrote:\n" + std::string(data) + "\ninstead of:\n" + wanted);
        data.remove_prefix(count);
        wanted.erase(0, count);
        if (wanted.empty())
            steps_.pop_front();
    }
}

scripted_dialer::scripted_dialer(std::vector<std::unique_ptr<http::byte_stream>> streams)
    : streams_(std::move(streams)) {}

task<std::unique_ptr<http::byte_stream>> scripted_dialer::dial() {
    if (dialed_ == streams_.size())
        throw std::logic_error("the script has no connection left");
    std::unique_ptr<http::byte_stream> stream = std::move(streams_[dialed_++]);
    if (!stream)
        throw error(error_kind::unreachable,
                    "error dial proxy: dial tcp 127.0.0.1:1: connect: connection refused");
    co_return stream;
}

} // namespace argocdpp::tests
