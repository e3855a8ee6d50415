#pragma once
// Which applications `app list` shows, in which order and how many, as far as the client decides
// over states: --sync-status, --health, --operation-phase, --auto-sync, --sort, --limit.

#include "flags.hpp"

#include <argocdpp/proto/application.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace argocdpp::cli {

struct selection_options {
    text_list sync_states;
    text_list health;
    text_list phases;
    std::string auto_sync;
    text_list sort;
    long long limit = 0;
};

void describe_selection(flag_set& flags, selection_options& given);

class application_selection {
  public:
    /// Throws the `failure` that names the values there are.
    explicit application_selection(const selection_options& given);

    /// Whether every application is wanted, whatever its state.
    bool has_filter() const;
    bool wants(const proto::application& app) const;
    /// What of an application it looks at, as paths of a projection that the server knows where it
    /// knows them.
    std::vector<std::string> paths() const;

    bool is_sorted() const { return !order_.empty(); }
    std::size_t limit() const { return limit_; }
    /// What an application is sorted by.
    std::vector<std::string> keys(const proto::application& app) const;
    bool comes_before(const std::vector<std::string>& one,
                      const std::vector<std::string>& other) const;

  private:
    struct sort_step {
        std::size_t field;
        bool is_descending;
    };
    text_list sync_states_;
    text_list health_;
    text_list phases_;
    std::optional<bool> auto_sync_;
    std::vector<sort_step> order_;
    std::size_t limit_;
};

/// Hands over what an application became: at once where nothing is sorted, else at the end.
template<class T>
class selected_output {
  public:
    selected_output(const application_selection& chosen, std::function<void(T)> out)
        : chosen_(chosen)
        , out_(std::move(out)) {}

    void start_again() {
        count_ = 0;
        kept_.clear();
    }
    /// Whether one more would be handed over.
    bool is_open() const { return chosen_.is_sorted() || count_ < chosen_.limit(); }
    void add(const proto::application& app, T made) { add(chosen_.keys(app), std::move(made)); }
    /// For an application of these keys.
    void add(std::vector<std::string> keys, T made) {
        if (chosen_.is_sorted())
            kept_.emplace_back(std::move(keys), std::move(made));
        else if (is_open())
            hand_over(std::move(made));
    }
    void finish() {
        std::stable_sort(kept_.begin(), kept_.end(), [&](const auto& one, const auto& other) {
            return chosen_.comes_before(one.first, other.first);
        });
        for (auto& one : kept_)
            if (count_ < chosen_.limit())
                hand_over(std::move(one.second));
        kept_.clear();
    }

  private:
    void hand_over(T made) {
        ++count_;
        out_(std::move(made));
    }

    const application_selection& chosen_;
    std::function<void(T)> out_;
    std::size_t count_ = 0;
    std::vector<std::pair<std::vector<std::string>, T>> kept_;
};

} // namespace argocdpp::cli
