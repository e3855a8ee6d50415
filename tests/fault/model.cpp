#include "model.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>

namespace argocdpp::tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// RFC 3339, whole seconds.
std::string instant(duration at) {
    const std::time_t second =
        server_model::start_second + std::chrono::duration_cast<seconds>(at).count();
    std::tm utc = {};
    ::gmtime_r(&second, &utc);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

std::string row(std::string_view sync, std::string_view health) {
    return R"([{"group":"apps","version":"v1","kind":"Deployment","namespace":"d","name":"web",)"
           R"("status":")" +
           std::string(sync) + R"(","health":{"status":")" + std::string(health) + "\"}}]";
}

app_facts facts_of(std::string_view sync, std::string_view health, std::string operation_state) {
    app_facts made;
    made.sync = sync;
    made.health = health;
    made.resources = row(sync, health);
    made.operation_state = std::move(operation_state);
    return made;
}

std::string running_since(duration at) {
    return R"({"phase":"Running","startedAt":")" + instant(at) +
           R"(","operation":{"sync":{"revision":"a"}}})";
}

std::string ended_at(duration began, duration at, std::string_view phase) {
    return R"({"phase":")" + std::string(phase) + R"(","startedAt":")" + instant(began) +
           R"(","finishedAt":")" + instant(at) +
           R"(","operation":{"sync":{"revision":"a"}},"syncResult":{"revision":"a","resources":[]}})";
}

answer refusal(int status, int code, std::string_view words) {
    const std::string text(words);
    return {.status = status,
            .body = R"({"error":")" + text + R"(","code":)" + std::to_string(code) +
                    R"(,"message":")" + text + "\"}"};
}

std::string number(std::size_t value) {
    std::string text = std::to_string(value);
    return std::string(3 - std::min<std::size_t>(3, text.size()), '0') + text;
}

} // namespace

bool asked_request::has(std::string_view parameter) const {
    return ("&" + query).find("&" + std::string(parameter)) != std::string::npos;
}

std::string asked_request::header(std::string_view name) const {
    const auto at = head.find("\r\n" + std::string(name) + ": ");
    if (at == std::string::npos)
        return "";
    const auto begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
}

server_model::server_model(subject command, const fault_plan& plan, std::uint64_t seed)
    : command_(command)
    , plan_(plan)
    , later_(seed * 7 + 1) {
    dice drawn(seed * 64 + static_cast<std::uint64_t>(command));
    if (command == subject::wait)
        begin_rollout(drawn);
    else
        add({.at = {}, .facts = facts_of("OutOfSync", "Healthy", "")}, {});
    if (command == subject::sync)
        ending_ = drawn.chance(70)   ? ending::good
                  : drawn.chance(50) ? ending::failed
                                     : ending::stuck;
    listed_ = 1 + drawn.below(40);
    auto at = duration::zero();
    for (std::size_t i = 0, count = drawn.below(40); i < count; ++i) {
        at += drawn.between(milliseconds(0), seconds(drawn.chance(10) ? 30 : 2));
        lines_.push_back({at, "line " + number(i)});
    }
    log_end_ = at + drawn.between(milliseconds(0), seconds(5));
    file_ = "\x7f"
            "ELF";
    for (std::size_t size = 4000 + drawn.below(40000); file_.size() < size;)
        file_ += static_cast<char>(drawn.below(256));
    if (plan.fault == fault_kind::recreated)
        recreate(later_);
}

/// An operation at work, which ends, is compared, and becomes healthy.
void server_model::begin_rollout(dice& drawn) {
    const duration begun = -seconds(5);
    ending_ = drawn.chance(75) ? ending::good : drawn.chance(60) ? ending::stuck : ending::degraded;
    add({.at = {}, .facts = facts_of("OutOfSync", "Progressing", running_since(begun))}, {});
    const duration end = drawn.between(milliseconds(0), seconds(drawn.chance(30) ? 2 : 40));
    add({.at = end,
         .facts = facts_of("OutOfSync", "Progressing", ended_at(begun, end, "Succeeded"))},
        {});
    auto compared = facts_of("Synced", "Progressing", ended_at(begun, end, "Succeeded"));
    const duration after = end + drawn.between(milliseconds(0), seconds(6));
    compared.reconciled_at = instant(after);
    add({.at = after, .facts = compared}, {});
    if (ending_ == ending::stuck)
        return;
    const std::string health = ending_ == ending::degraded ? "Degraded" : "Healthy";
    compared.health = health;
    compared.resources = row("Synced", health);
    const duration last = after + drawn.between(milliseconds(0), seconds(30));
    add({.at = last, .facts = compared, .is_done = ending_ == ending::good}, {});
}

/// What was decided before the application was deleted does not happen to its successor.
void server_model::add(app_state state, duration decided) {
    if (recreated_at_ && decided < *recreated_at_ && state.at >= *recreated_at_)
        return;
    states_.push_back(std::move(state));
    std::ranges::stable_sort(states_, {}, &app_state::at);
}

void server_model::recreate(dice& drawn) {
    recreated_at_ = plan_.moment;
    std::erase_if(states_, [&](const auto& state) {
        return state.at >= plan_.moment && state.at > duration::zero();
    });
    // Some are back before anybody could look.
    const duration back =
        plan_.moment + drawn.between(milliseconds(1), milliseconds(drawn.chance(50) ? 4 : 10000));
    states_.push_back({.at = plan_.moment, .exists = false});
    auto fresh = facts_of("OutOfSync", "Missing", "");
    fresh.uid = "u2";
    states_.push_back({.at = back, .facts = fresh});
    if (command_ != subject::wait)
        return;
    fresh = facts_of("Synced", "Healthy", "");
    fresh.uid = "u2";
    states_.push_back(
        {.at = back + drawn.between(seconds(1), seconds(20)), .facts = fresh, .is_done = true});
}

const app_state& server_model::state_at(duration now) const {
    const auto later = std::ranges::upper_bound(states_, now, {}, &app_state::at);
    return later == states_.begin() ? states_.front() : *std::prev(later);
}

std::optional<duration> server_model::done_at() const {
    const auto found = std::ranges::find_if(states_, &app_state::is_done);
    return found == states_.end() ? std::nullopt : std::optional(found->at);
}

std::optional<duration> server_model::gone_at() const {
    const auto found = std::ranges::find(states_, false, &app_state::exists);
    return found == states_.end() ? std::nullopt : std::optional(found->at);
}

std::string server_model::version_of(std::size_t index, duration now) const {
    const bool has_restarted = plan_.fault == fault_kind::restart && now >= plan_.moment;
    const int shift = has_restarted ? plan_.version_shift : 0;
    return std::to_string(100 + static_cast<int>(index) + shift);
}

std::string server_model::event_of(std::size_t index, duration now) const {
    const auto& state = states_[index];
    const bool existed = index > 0 && states_[index - 1].exists;
    const auto* kind = !state.exists ? "DELETED" : existed ? "MODIFIED" : "ADDED";
    auto facts = !state.exists && index > 0 ? states_[index - 1].facts : state.facts;
    facts.version = version_of(index, now);
    return event_json(kind, facts);
}

std::string server_model::line_message(std::size_t index) const {
    const auto& line = lines_[index];
    const auto time = instant(line.at);
    const auto rest = (line.at % seconds(1)).count();
    auto fraction = std::to_string(rest);
    fraction.insert(0, 9 - fraction.size(), '0');
    const auto exact = time.substr(0, time.size() - 1) + "." + fraction + "Z";
    return R"({"result":{"content":")" + line.content + R"(","timeStamp":")" + time +
           R"(","timeStampStr":")" + exact + R"(","podName":"p"}})";
}

answer server_model::handle(const asked_request& request, duration now) {
    if (request.path.starts_with("/download/"))
        return download(request);
    if (request.path == "/api/v1/settings")
        return {.body = R"({"url":"https://cd.example.com"})"};
    if (request.header("Authorization") != "Bearer " + std::string(token))
        ++unsigned_requests;
    if (now >= plan_.moment && plan_.fault == fault_kind::expired_token)
        return refusal(401, 16, "invalid session: token has invalid claims: token is expired");
    if (now >= plan_.moment && plan_.fault == fault_kind::revoked_token)
        return refusal(401, 16, "invalid session: token is revoked, please re-login");
    if (request.path == "/api/v1/applications")
        return list();
    if (request.path == "/api/v1/stream/applications")
        return {.type = "text/event-stream", .live = answer::events};
    if (request.path.ends_with("/logs"))
        return log(request, now);
    return application(request, now);
}

answer server_model::application(const asked_request& request, duration now) {
    const auto& state = state_at(now);
    if (!state.exists && request.has("project=default"))
        return refusal(404, 5, "applications.argoproj.io \\\"waves\\\" not found");
    if (!state.exists)
        return refusal(403, 7, "permission denied");
    if (request.method == "POST")
        return take_sync(now);
    if (request.method == "DELETE")
        return take_deletion(now);
    auto facts = state.facts;
    facts.version = version_of(static_cast<std::size_t>(&state - states_.data()), now);
    answer made = {.body = app_json(facts), .work = milliseconds(2)};
    if (request.has("refresh="))
        made.work = milliseconds(500);
    return made;
}

answer server_model::take_sync(duration now) {
    ++syncs;
    auto facts = state_at(now).facts;
    facts.operation = R"({"sync":{"revision":"a"}})";
    add({.at = now, .facts = facts}, now);
    facts.operation.clear();
    const duration begun = now + later_.between(milliseconds(0), seconds(2));
    facts.operation_state = running_since(begun);
    add({.at = begun, .facts = facts}, now);
    if (ending_ == ending::stuck)
        return {.body = "{}"};
    const duration end = begun + later_.between(milliseconds(0), seconds(40));
    const bool is_good = ending_ == ending::good;
    facts.operation_state = ended_at(begun, end, is_good ? "Succeeded" : "Failed");
    add({.at = end, .facts = facts}, now);
    facts.sync = is_good ? "Synced" : "OutOfSync";
    facts.resources = row(facts.sync, facts.health);
    const duration compared = end + later_.between(milliseconds(0), seconds(5));
    facts.reconciled_at = instant(compared);
    add({.at = compared, .facts = facts, .is_done = true}, now);
    return {.body = "{}"};
}

answer server_model::take_deletion(duration now) {
    ++deletions;
    auto facts = state_at(now).facts;
    add({.at = now, .facts = facts}, now);
    add({.at = now + later_.between(milliseconds(0), seconds(30)),
         .exists = false,
         .is_done = true},
        now);
    return {.body = "{}"};
}

answer server_model::list() const {
    std::string items;
    for (std::size_t i = 0; i < listed_; ++i) {
        auto item = app_json(facts_of("Synced", "Healthy", ""));
        item.replace(item.find("waves"), 5, "app-" + number(i));
        items += (i == 0 ? "" : ",") + item;
    }
    return {.body = R"({"metadata":{"resourceVersion":"7"},"items":[)" + items + "]}"};
}

answer server_model::log(const asked_request& request, duration now) const {
    answer made = {.type = "text/event-stream", .live = answer::lines};
    const std::string_view wanted = "sinceSeconds=";
    if (const auto at = request.query.find(wanted); at != std::string::npos) {
        long long back = 0;
        const char* begin = request.query.data() + at + wanted.size();
        std::from_chars(begin, request.query.data() + request.query.size(), back);
        made.since = now - seconds(back);
    }
    return made;
}

answer server_model::download(const asked_request& request) const {
    answer made = {.type = "application/octet-stream", .body = file_};
    made.headers.emplace_back("ETag", "\"one\"");
    const auto range = request.header("Range");
    std::size_t from = 0;
    if (range.starts_with("bytes=") && request.header("If-Range") == "\"one\"")
        std::from_chars(range.data() + 6, range.data() + range.size(), from);
    if (from > 0 && from < file_.size()) {
        made.status = 206;
        made.body = file_.substr(from);
        made.headers.emplace_back("Content-Range", "bytes " + std::to_string(from) + "-" +
                                                       std::to_string(file_.size() - 1) + "/" +
                                                       std::to_string(file_.size()));
    }
    return made;
}

} // namespace argocdpp::tests
