#include "many_summary.hpp"

#include "views/joined_text.hpp"
#include "views/table.hpp"
#include "views/time_text.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace argocdpp::cli {
namespace {

class state_keeper final : public run_listener {
  public:
    void seen(const std::string& app, const proto::application& state) override {
        // The table needs no more, and a thousand applications are large.
        auto& kept = states_[app];
        kept.status.sync = state.status.sync;
        kept.status.health = state.status.health;
    }
    const last_states& states() const { return states_; }

  private:
    last_states states_;
};

std::string result_text(const many_verdict& one) {
    switch (one.result) {
    case many_result::pruned:
        return "pruned";
    case many_result::stopped:
        return "stopped";
    case many_result::not_begun:
        return "not begun";
    case many_result::no_turn:
        return "no turn";
    default:
        return std::string(name_of(one.end.how));
    }
}

/// Commits as people abbreviate them; anything else whole.
std::string short_revision(const std::string& revision) {
    const bool is_commit = revision.size() == 40 &&
                           revision.find_first_not_of("0123456789abcdef") == std::string::npos;
    return is_commit ? revision.substr(0, 7) : revision;
}

std::string revision_text(const proto::sync_status& sync) {
    std::vector<std::string> all;
    for (const auto& revision : sync.revisions)
        all.push_back(short_revision(revision));
    return all.empty() ? short_revision(sync.revision) : joined(all, ",");
}

std::string took_text(const many_verdict& one) {
    if (one.result == many_result::not_begun || one.result == many_result::no_turn)
        return "";
    return duration_text(std::chrono::round<std::chrono::milliseconds>(one.end.took) / 100 * 100);
}

std::string names_of(const std::vector<const many_verdict*>& verdicts, many_result result) {
    std::vector<std::string> names;
    for (const auto* one : verdicts)
        if (one->result == result)
            names.push_back(one->end.app);
    return joined(names, ", ");
}

std::string summary_table(const std::vector<summary_row>& wanted) {
    const bool is_of_contexts = std::ranges::any_of(
        wanted, [](const summary_row& row) { return !row.how.context.empty(); });
    std::string rows = is_of_contexts ? "CONTEXT\t" : "";
    add_row(rows, {"APPLICATION", "RESULT", "REVISION", "SYNC", "HEALTH", "DURATION"});
    const proto::application never_seen;
    for (const auto& [how, states] : wanted) {
        const auto known = states.find(how.end.app);
        const auto& app = known == states.end() ? never_seen : known->second;
        if (is_of_contexts)
            rows += how.context + "\t";
        add_row(rows, {how.end.app, result_text(how), revision_text(app.status.sync),
                       app.status.sync.status, app.status.health.status, took_text(how)});
    }
    return align(rows, 0, 2);
}

} // namespace

const last_states& keep_last_states(run_listeners& listeners) {
    auto made = std::make_unique<state_keeper>();
    const auto& states = made->states();
    listeners.add(std::move(made));
    return states;
}

std::vector<summary_row> summary_rows(const std::vector<const many_verdict*>& verdicts,
                                      const last_states& states) {
    std::vector<summary_row> rows;
    for (const auto* one : verdicts)
        rows.push_back({*one, states});
    return rows;
}

void print_summary(terminal& to, const std::vector<summary_row>& wanted, bool has_documents) {
    if (has_documents)
        to.err(summary_table(wanted));
    else
        to.out("\n" + summary_table(wanted));
}

std::string summary_line(const std::vector<const many_verdict*>& verdicts) {
    const auto failed = std::ranges::count(verdicts, many_result::failed, &many_verdict::result);
    std::string text = std::to_string(failed) + " of " + std::to_string(verdicts.size()) +
                       (verdicts.size() == 1 ? " application failed" : " applications failed");
    if (failed > 0)
        text += ": " + names_of(verdicts, many_result::failed);
    constexpr std::array<std::pair<many_result, std::string_view>, 3> others = {
        {{many_result::stopped, "; stopped: "},
         {many_result::not_begun, "; not begun: "},
         {many_result::no_turn, "; not begun within --total-timeout: "}}};
    for (const auto& [result, title] : others)
        if (const auto names = names_of(verdicts, result); !names.empty())
            text += std::string(title) + names;
    return text;
}

} // namespace argocdpp::cli
