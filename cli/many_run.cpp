#include "many_run.hpp"

#include "child_fate.hpp"
#include "explanation.hpp"
#include "go_values.hpp"
#include "kept_output.hpp"
#include "many_row.hpp"

#include <argocdpp/error.hpp>
#include <argocdpp/task.hpp>

#include <algorithm>
#include <deque>
#include <exception>
#include <optional>
#include <set>

namespace argocdpp::cli {
namespace {

// What limits itself by the deadline gets as long to say so; the rest is then cut off.
constexpr auto grace = std::chrono::seconds(5);

/// Nothing further is to be begun, and what is under way is not waited for.
struct run_stopped {};

/// What ended a turn badly.
struct trouble {
    explanation told;
    bool is_missing = false; ///< it may be that the application is not there
};

class many_run {
  public:
    many_run(invocation& call, application_step step, const many_options& options)
        : call_(call)
        , step_(std::move(step))
        , options_(options)
        , states_(keep_last_states(call.listeners())) {
        if (options.total_timeout != std::chrono::nanoseconds::zero())
            deadline_ = call.time().now() + options.total_timeout;
    }

    task<exit_code> run(std::vector<app_ref> apps) {
        std::vector<many_row*> rows;
        for (auto& app : apps)
            if (visited_.insert(app.qualified()).second)
                rows.push_back(&add(top_, std::move(app)));
        auto all = do_named(std::move(rows));
        co_await until_stopped(std::move(all));
        co_return finish();
    }

    task<exit_code> run_listed(child_listing list, task<void> watch) {
        auto all = do_listed_beside(std::move(list), std::move(watch));
        co_await until_stopped(std::move(all));
        co_return finish();
    }

  private:
    using row_list = std::deque<many_row>;

    std::size_t at_once() const { return static_cast<std::size_t>(options_.parallel); }
    time_point now() const { return call_.time().now(); }

    static many_row& add(row_list& to, app_ref app) {
        auto& row = to.emplace_back();
        row.end.app = app.qualified();
        row.app = std::move(app);
        return row;
    }

    task<void> until_stopped(task<void> work) {
        try {
            co_await std::move(work);
        } catch (const run_stopped&) {
        } catch (const failure& fault) {
            end_by(explain(fault, call_.globals()));
        } catch (const error& fault) {
            end_by(explain(fault, call_.globals(), call_.peer()));
        } catch (...) { // interrupted
            skip_rest(top_);
            throw;
        }
    }

    /// Called while the exception is handled.
    void end_by(explanation told) {
        cause_ = std::current_exception();
        told_cause_ = std::move(told);
    }

    task<void> do_listed_beside(child_listing list, task<void> watch) {
        std::vector<task<void>> sides;
        sides.push_back(do_listed(top_, std::move(list), at_once()));
        sides.push_back(std::move(watch));
        co_await first_of(std::move(sides));
    }

    task<void> do_named(std::vector<many_row*> rows) {
        co_await do_all(std::move(rows), at_once());
        const bool is_alone = top_.size() == 1 && top_.front().below.empty();
        if (!options_.recursive || is_alone)
            co_return;
        // While others went on, those that were done may have got children.
        for (std::size_t known = 0; known != visited_.size() && now() < deadline_;) {
            known = visited_.size();
            co_await look_again(top_);
        }
    }

    task<void> look_again(row_list& rows) {
        for (auto& row : rows) {
            if (row.result == many_result::done)
                co_await do_children(row, at_once());
            co_await look_again(row.below);
        }
    }

    /// At most `most` at once, their own children included.
    task<void> do_all(std::vector<many_row*> rows, std::size_t most) {
        const auto width = std::clamp<std::size_t>(rows.size(), 1, most);
        std::vector<task<void>> trees;
        for (auto* row : rows)
            trees.push_back(do_tree(*row, most / width));
        co_await when_all(std::move(trees), width);
    }

    task<void> do_tree(many_row& row, std::size_t most) {
        co_await do_one(row);
        if (options_.recursive && row.result == many_result::done)
            co_await do_children(row, most);
    }

    task<void> do_children(many_row& row, std::size_t most) {
        child_listing list = [this, &row] { return read_children(row); };
        std::optional<trouble> found;
        try {
            co_await do_listed(row.below, std::move(list), most);
        } catch (const failure& fault) {
            found = trouble{explain(fault, call_.globals())};
        } catch (const error& fault) {
            found = trouble_of(fault);
        }
        if (!found)
            co_return;
        if (found->is_missing && row.listed_by &&
            co_await fate_of(call_, row.app, row.listed_by, deadline_) == child_fate::pruned)
            row.result = many_result::pruned;
        else
            fail(row, std::move(found->told));
    }

    trouble trouble_of(const error& fault) const {
        return {explain(fault, call_.globals(), call_.peer()),
                fault.kind == error_kind::not_found || fault.kind == error_kind::denied};
    }

    /// Wave by wave, until the listing names no new ones.
    task<void> do_listed(row_list& below, child_listing list, std::size_t most) {
        while (now() < deadline_) {
            const auto listed = co_await list();
            std::vector<many_row*> fresh;
            for (const auto& child : listed)
                if (visited_.insert(child.app.qualified()).second) {
                    auto& row = add(below, child.app);
                    row.wave = child.wave;
                    row.listed_by = list;
                    fresh.push_back(&row);
                }
            if (fresh.empty())
                co_return;
            while (!fresh.empty()) {
                const auto next = std::ranges::find_if(
                    fresh, [&](const auto* row) { return row->wave != fresh.front()->wave; });
                std::vector<many_row*> wave(fresh.begin(), next);
                fresh.erase(fresh.begin(), next);
                co_await do_all(std::move(wave), most);
            }
        }
    }

    /// A name without a namespace is one of the server's own, which an answer tells.
    void learn_names(const many_row& row, const proto::application& app) {
        visited_.insert(proto::qualified_name(app));
        if (row.app.name_space.empty())
            for (const auto& other : top_)
                if (other.app.name_space.empty())
                    visited_.insert(app.metadata.name_space + "/" + other.app.name);
    }

    /// The first time right behind its turn; later on its children may have changed it.
    task<std::vector<child_application>> read_children(many_row& row) {
        for (;;) {
            const auto app = co_await read_patiently(call_, row.app);
            learn_names(row, app);
            const bool again =
                options_.is_to_be_repeated && options_.is_to_be_repeated(app) && now() < deadline_;
            if (!again || row.result == many_result::failed)
                co_return children_of(app);
            co_await do_one(row);
        }
    }

    task<void> do_one(many_row& row) {
        if (now() >= deadline_)
            co_return;
        row.is_under_way = true;
        if (row.result == many_result::not_begun)
            row.begun = now();
        call_.listeners().begun(row.end.app);
        kept_output output(call_.streams());
        const auto part = options_.parallel > 1 ? call_.part(output) : nullptr;
        if (!part)
            call_.listeners().output_begins(row.end.app);
        std::optional<trouble> found;
        try {
            auto attempts = try_until_told(row, part ? *part : call_, found);
            co_await std::move(attempts);
        } catch (...) {
            print(row, output);
            throw;
        }
        print(row, output);
        if (!part)
            call_.listeners().output_ends(row.end.app);
        if (found)
            fail(row, std::move(found->told));
        else
            end(row, row.result == many_result::pruned ? row.result : many_result::done);
        if (is_declined_)
            throw run_stopped();
    }

    void print(const many_row& row, kept_output& output) {
        if (output.is_empty())
            return;
        call_.listeners().output_begins(row.end.app);
        output.let_go();
        call_.listeners().output_ends(row.end.app);
    }

    /// A child that is missing may have been pruned, or not be made yet.
    task<void> try_until_told(many_row& row, invocation& here, std::optional<trouble>& found) {
        for (;;) {
            auto attempt = try_once(row, here);
            found = co_await std::move(attempt);
            if (!found || !found->is_missing || !row.listed_by)
                co_return;
            const auto fate = co_await fate_of(here, row.app, row.listed_by, deadline_);
            if (fate == child_fate::as_it_was)
                co_return;
            found.reset();
            if (fate == child_fate::pruned) {
                row.result = many_result::pruned;
                co_return;
            }
        }
    }

    task<std::optional<trouble>> try_once(many_row& row, invocation& here) {
        std::optional<trouble> found;
        try {
            application_turn given{here, row.app, deadline_};
            auto turn = take_turn(std::move(given));
            const auto limit = deadline_ == time_point::max() ? deadline_ : deadline_ + grace;
            const bool is_in_time = co_await finishes_before(call_.time(), limit, std::move(turn));
            if (!is_in_time)
                throw failure(exit_code::error,
                              "not ended within --total-timeout; what was sent may have been taken",
                              ending::timed_out);
        } catch (const failure& fault) {
            found = trouble{explain(fault, call_.globals()), fault.how == ending::replaced};
        } catch (const error& fault) {
            found = trouble_of(fault);
        }
        co_return found;
    }

    task<void> take_turn(application_turn turn) {
        auto step = step_(std::move(turn));
        const bool goes_on = co_await std::move(step);
        is_declined_ = is_declined_ || !goes_on;
    }

    void end(many_row& row, many_result result) {
        row.is_under_way = false;
        row.result = result;
        row.end.took = now() - row.begun;
        call_.listeners().ended(row.end);
        // Its children may have been read in vain, when it had ended well itself.
        std::erase_if(endings_, [&](const auto& told) { return told.app == row.end.app; });
        endings_.push_back(row.end);
    }

    /// Throws run_stopped unless the others go on.
    void fail(many_row& row, explanation told) {
        if (!told.hint.empty() && std::exchange(hint_, told.hint) != told.hint)
            call_.talk().warning(told.hint);
        call_.talk().line(log_level::error, "application '" + row.end.app + "': " + told.message);
        set_ending(row.end, std::move(told));
        end(row, many_result::failed);
        // When time is up, the others are about to end, too, and can say so themselves.
        if (!options_.keep_going && now() < deadline_)
            throw run_stopped();
    }

    void skip(many_row& row) {
        row.begun = now();
        row.end = skipped_ending(row.end.app);
        end(row, row.result);
    }

    void skip_rest(row_list& rows) {
        for (auto& row : rows) {
            if (row.result == many_result::not_begun && !row.is_under_way)
                skip(row);
            skip_rest(row.below);
        }
    }

    /// What was not ended, or not begun, when the run was over.
    void close(many_row& row) {
        if (row.is_under_way) {
            row.end.how = ending::other;
            row.end.code = static_cast<int>(exit_code::failure);
            row.end.message = "not waited for any longer" +
                              (cause_ ? ": " + told_cause_.message
                                      : std::string(", since another application failed"));
            end(row, many_result::stopped);
        } else if (row.result == many_result::not_begun && now() >= deadline_) {
            const failure late(exit_code::error, "not begun within --total-timeout",
                               ending::timed_out);
            set_ending(row.end, explain(late, call_.globals()));
            row.begun = now();
            end(row, many_result::no_turn);
        } else if (row.result == many_result::not_begun) {
            skip(row);
        }
    }

    void close_all(row_list& rows, std::vector<const many_verdict*>& verdicts) {
        for (auto& row : rows) {
            close(row);
            verdicts.push_back(&row);
            close_all(row.below, verdicts);
        }
    }

    exit_code finish() {
        std::vector<const many_verdict*> verdicts;
        close_all(top_, verdicts);
        // Over several contexts there is one table for all of them.
        if (options_.has_summary() && call_.context().empty() && !(cause_ && verdicts.empty()))
            print_summary(call_.streams(), summary_rows(verdicts, states_), options_.has_documents);
        const auto failed = [&](many_result how) {
            return std::ranges::find(verdicts, how, &many_verdict::result);
        };
        auto first = failed(many_result::failed);
        if (first == verdicts.end())
            first = failed(many_result::no_turn);
        const bool is_good = first == verdicts.end();
        const int code = cause_ ? told_cause_.code : is_good ? 0 : (*first)->end.code;
        call_.listeners().finished(endings_, code);
        if (cause_)
            std::rethrow_exception(cause_);
        if (!is_good)
            throw failure(static_cast<exit_code>(code), summary_line(verdicts), (*first)->end.how);
        return exit_code::success;
    }

    invocation& call_;
    application_step step_;
    many_options options_;
    time_point deadline_ = time_point::max();
    const last_states& states_;
    row_list top_; ///< as the user named them, and what each keeps below it
    std::set<std::string> visited_;
    std::vector<application_ending> endings_;
    std::exception_ptr cause_; ///< of an end that no application has brought about
    explanation told_cause_ = {};
    std::string hint_; ///< that was given last
    bool is_declined_ = false;
};

} // namespace

task<exit_code> run_for_many(invocation& call, std::vector<app_ref> apps, application_step step,
                             many_options many) {
    many_run whole(call, std::move(step), many);
    co_return co_await whole.run(std::move(apps));
}

task<exit_code> run_for_listed(invocation& call, child_listing list, task<void> watch,
                               application_step step, many_options many) {
    many_run whole(call, std::move(step), many);
    co_return co_await whole.run_listed(std::move(list), std::move(watch));
}

} // namespace argocdpp::cli
