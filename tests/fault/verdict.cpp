// What must hold of every run, whatever went wrong, and what each command owes to the truth.

#include "faulty_run.hpp"

#include <algorithm>
#include <initializer_list>

namespace argocdpp::tests {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// How late a command may be once nothing is wrong any more: one poll and one pause between tries.
constexpr duration one_poll = seconds(15);
constexpr duration one_pause = seconds(10);
/// A call that hangs is given up after so long.
constexpr duration longest_silence = seconds(60);

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// The words that tell of a fault: one of them must be in the message of a run that it ended.
std::vector<std::string_view> words_for(fault_kind fault) {
    switch (fault) {
    case fault_kind::none:
        return {};
    case fault_kind::reset:
        return {"connection reset by peer", "EOF"};
    case fault_kind::silence:
    case fault_kind::delay:
    case fault_kind::drip:
        return {"no answer", "nothing more came"};
    case fault_kind::truncated_body:
    case fault_kind::tls_close:
        return {"EOF", "ended after"};
    case fault_kind::truncated_gzip:
        return {"gzip"};
    case fault_kind::corrupt_gzip:
        // It may unpack to something else, and its checksum comes last.
        return {"gzip", "unexpected answer"};
    case fault_kind::too_many:
    case fault_kind::too_many_paused:
        return {"HTTP status 429"};
    case fault_kind::internal_error:
        return {"HTTP status 500"};
    case fault_kind::bad_gateway:
        return {"HTTP status 502"};
    case fault_kind::unavailable:
        return {"HTTP status 503"};
    case fault_kind::gateway_timeout:
        return {"HTTP status 504"};
    case fault_kind::web_page:
        return {"web page"};
    case fault_kind::login_redirect:
        return {"redirects to https://sso.example.com"};
    case fault_kind::expired_token:
        return {"token is expired"};
    case fault_kind::revoked_token:
        return {"token is revoked"};
    case fault_kind::recreated:
        return {"not found", "permission denied", "deleted and created again"};
    case fault_kind::restart:
        return {"connection refused", "connection reset by peer"};
    case fault_kind::duplicate_events:
    case fault_kind::reordered_events:
    case fault_kind::dropped_events:
        return {};
    }
    return {};
}

class judge {
  public:
    judge(const run_facts& facts, const server_model& model)
        : facts_(facts)
        , model_(model) {}

    std::string complaint() {
        if (auto found = check_any(); !found.empty())
            return found;
        switch (facts_.command) {
        case subject::sync:
            return check_sync();
        case subject::wait:
            return check_wait();
        case subject::list:
            return check_list();
        case subject::removal:
            return check_removal();
        case subject::logs:
            return check_logs();
        case subject::download:
            return check_download();
        }
        return "no such command";
    }

    duration beyond = duration::zero();

  private:
    bool is_success() const { return facts_.code == 0; }
    bool says(std::string_view words) const { return holds(facts_.err, words); }
    bool has_timed_out() const {
        return says("timed out (") || says("no answer before the timeout");
    }
    bool tells_of_fault() const {
        const auto words = words_for(facts_.plan.fault);
        return std::ranges::any_of(words, [&](auto each) { return says(each); });
    }
    bool was_struck() const {
        return facts_.strikes > 0 || facts_.plan.fault == fault_kind::expired_token ||
               facts_.plan.fault == fault_kind::revoked_token ||
               facts_.plan.fault == fault_kind::recreated;
    }

    /// How long after the last fault all must be well again.
    duration slack() const {
        duration most = one_poll + one_pause;
        const auto fault = facts_.plan.fault;
        if (fault == fault_kind::silence)
            most += longest_silence;
        if (fault == fault_kind::too_many_paused)
            most += facts_.plan.pause;
        return most;
    }

    /// From when on nothing stands in the way of a verdict that the truth allows since `truth`.
    duration clear_after(duration truth) const {
        return std::max(truth, facts_.last_strike) + slack();
    }

    std::string check_any() const {
        const auto token = server_model::token;
        for (const auto* text : {&facts_.out, &facts_.err})
            if (holds(*text, token) || holds(*text, token.substr(token.rfind('.') + 1)))
                return "the token is in the output";
        if (holds(facts_.err, "state=secret"))
            return "a secret of a URL is in the output";
        if (facts_.has_hung)
            return "it waited for what could never come";
        if (model_.unsigned_requests > 0)
            return "a request came without the token";
        if (model_.syncs > 1 || model_.deletions > 1)
            return "a change was sent twice";
        if (says("internal error"))
            return "it failed inside";
        if (facts_.code != 0 && facts_.code != 1 && facts_.code != 20)
            return "it exits with " + std::to_string(facts_.code);
        if (facts_.code != 0 && !says("\"fatal\""))
            return "it fails without a word";
        if (facts_.code == 0 && says("\"fatal\""))
            return "it complains and exits with 0";
        return "";
    }

    /// Why a run that failed was right to; `truth` is when it could have succeeded.
    std::string check_failure(std::optional<duration> truth) const {
        if (has_timed_out()) {
            if (facts_.timeout == duration::zero())
                return "it timed out without a timeout";
            if (truth && clear_after(*truth) < facts_.timeout && !facts_.plan.is_endless)
                return "it timed out although the truth was there in time";
            return "";
        }
        if (!was_struck())
            return "it fails although nothing was wrong";
        if (!tells_of_fault())
            return "the message does not say what happened";
        return "";
    }

    std::string check_end(std::optional<duration> truth) {
        duration latest = facts_.timeout + one_poll;
        if (facts_.timeout == duration::zero()) {
            // Five minutes without an answer end a wait that has no timeout.
            const bool is_hopeless = facts_.plan.is_endless || !truth;
            latest = clear_after(truth.value_or(duration::zero()));
            if (is_hopeless || facts_.code != 0)
                latest += minutes(5) + longest_silence;
        }
        if (is_success() && truth)
            beyond =
                std::max(duration::zero(), facts_.ended - std::max(*truth, facts_.last_strike));
        return facts_.ended > latest ? "it ended too late" : "";
    }

    std::string check_wait() {
        const auto truth = model_.done_at();
        if (auto late = check_end(truth); !late.empty())
            return late;
        if (is_success()) {
            if (!truth || *truth > facts_.ended)
                return "it succeeds although the application is not as asked for";
            return holds(facts_.out, "Healthy") ? "" : "the final state is not told";
        }
        if (says("to Degraded"))
            return model_.how() == server_model::ending::degraded ? "" : "nothing was degraded";
        return check_failure(truth);
    }

    std::string check_sync() {
        auto truth = model_.done_at();
        if (auto late = check_end(truth); !late.empty())
            return late;
        const bool is_good = model_.how() == server_model::ending::good;
        if (is_success()) {
            if (model_.syncs == 0 || !truth || *truth > facts_.ended || !is_good)
                return "it succeeds although no sync has";
            return holds(facts_.out, "Succeeded") ? "" : "the final state is not told";
        }
        if (says("completed with phase: Failed"))
            return model_.how() == server_model::ending::failed ? "" : "no sync has failed";
        if (says("it may have been taken") && model_.syncs > 0 && was_struck())
            return tells_of_fault() || has_timed_out() ? ""
                                                       : "the message does not say what happened";
        return check_failure(truth);
    }

    std::string check_removal() {
        const auto truth = model_.gone_at();
        if (auto late = check_end(truth); !late.empty())
            return late;
        if (is_success())
            return model_.deletions == 1 && truth && *truth <= facts_.ended
                       ? ""
                       : "it succeeds although nothing is gone";
        return check_failure(truth);
    }

    /// A call that is made by itself: four tries, then the reason.
    std::string check_read_failure() {
        const duration latest = std::max(facts_.last_strike, duration::zero()) + one_pause +
                                longest_silence + facts_.plan.pause;
        if (facts_.ended > latest)
            return "it ended too late";
        return check_failure(std::nullopt);
    }

    std::string check_list() {
        if (!is_success()) {
            if (!facts_.out.empty() && !facts_.undisturbed.starts_with(facts_.out))
                return "what it printed is not the beginning of the list";
            return check_read_failure();
        }
        beyond = facts_.ended;
        const bool is_whole = facts_.undisturbed.empty() || facts_.out == facts_.undisturbed;
        return is_whole ? "" : "the list is not the list";
    }

    std::string check_logs() {
        std::string all;
        for (const auto& line : model_.lines())
            all += line.content + "\n";
        if (is_success()) {
            beyond = std::max(duration::zero(), facts_.ended - model_.end_of_log());
            if (beyond > slack() + facts_.last_strike)
                return "it ended too late";
            return facts_.out == all ? "" : "lines are lost or repeated";
        }
        if (!all.starts_with(facts_.out))
            return "lines are lost or repeated";
        return check_failure(std::nullopt);
    }

    std::string check_download() {
        if (!is_success()) {
            if (!facts_.files.empty())
                return "a file that is not whole was left";
            return check_read_failure();
        }
        beyond = facts_.ended;
        if (facts_.saved != model_.file())
            return "the file is not the file";
        return facts_.files.size() == 1 ? "" : "other files were left";
    }

    const run_facts& facts_;
    const server_model& model_;
};

} // namespace

std::string complaint_of(const run_facts& facts, const server_model& model, duration& beyond) {
    judge one(facts, model);
    auto complaint = one.complaint();
    beyond = one.beyond;
    return complaint;
}

} // namespace argocdpp::tests
