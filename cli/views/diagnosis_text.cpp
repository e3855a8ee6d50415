#include "diagnosis_view.hpp"
#include "foreign_text.hpp"
#include "paint.hpp"
#include "time_text.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace argocdpp::cli {
namespace {

std::string title(const resource_name& which) {
    return which.kind + " " + (which.name_space.empty() ? "" : which.name_space + "/") + which.name;
}

/// Health and sync status, as far as there is something to say of them.
std::string states(const std::string& health, const std::string& sync, std::string_view between) {
    return health + std::string(health.empty() || sync.empty() ? "" : between) + sync;
}

class page_writer {
  public:
    page_writer(const diagnosis& found, const diagnosis_page& page)
        : found_(found)
        , page_(page) {}

    std::string written() && {
        add_summary();
        add_failed();
        add_conditions();
        add_resources();
        if (!found_.events.empty())
            begin("Warnings about the application:");
        for (const auto& event : found_.events)
            add_event("    ", event);
        add_gaps();
        return painted(out_, page_.has_colours);
    }

  private:
    void begin(const std::string& heading) { out_ += "\n  " + heading + "\n"; }

    void line(std::string_view text) {
        out_ += visible_line(text, page_.width);
        out_ += '\n';
    }

    /// A text below others, if there is one.
    void tell(std::size_t indent, const std::string& text) {
        said_.insert(text);
        if (!text.empty())
            out_ += wrapped(std::string(indent, ' '), text, indent + 2, page_.width);
    }

    /// The same; one that stands there already is left out.
    void say(std::size_t indent, const std::string& text) {
        if (!said_.contains(text))
            tell(indent, text);
    }

    void add_summary() {
        const auto name = "application '" + found_.app + "'";
        line(found_.is_well() ? "Diagnosis: " + name + " is as it should be"
                              : "Diagnosis: " + name + " is not as it should be");
        line("  Sync:       " + found_.sync);
        line("  Health:     " + found_.health);
        if (found_.phase.empty())
            return;
        line("  Operation:  " + found_.phase);
        tell(4, found_.message);
    }

    void add_failed() {
        if (!found_.failed.empty())
            begin("Failed in the operation:");
        for (const auto& one : found_.failed) {
            line("    " + one.status + "  " + title(one.which) +
                 (one.hook_type.empty() ? "" : " (" + one.hook_type + " hook)"));
            tell(6, one.message);
        }
    }

    void add_conditions() {
        if (!found_.conditions.empty())
            begin("Conditions:");
        for (const auto& one : found_.conditions)
            tell(4, one.type + ": " + one.message);
    }

    void add_resources() {
        if (found_.resources.empty())
            return;
        const auto shown = found_.resources.size();
        begin("Not ready (" +
              (shown < found_.unready ? "the worst " + std::to_string(shown) + " of " : "") +
              std::to_string(found_.unready) + "):");
        for (const auto& one : found_.resources)
            add(one);
    }

    void add(const diagnosed_resource& one) {
        line("    " + states(one.health, one.sync, "  ") + "  " + title(one.which));
        // What the kubelet says of a container, Argo CD says of the pod.
        if (std::ranges::none_of(one.reasons, [&](const std::string& reason) {
                return reason.find(one.message) != std::string::npos;
            }))
            tell(6, one.message);
        for (const auto& owner : one.owners)
            say(6, "of " + title(owner.which) + ", " + states(owner.health, owner.sync, ", ") +
                       (owner.message.empty() ? "" : ": " + owner.message));
        for (const auto& reason : one.reasons)
            if (!is_event(reason, one.events))
                say(6, reason);
        for (const auto& event : one.events)
            add_event("      ", event);
        for (const auto& log : one.logs)
            add(log);
    }

    /// Whether an event says so as well.
    static bool is_event(const std::string& reason, const std::vector<diagnosed_event>& events) {
        return std::ranges::any_of(events, [&](const diagnosed_event& event) {
            return !event.message.empty() && reason.ends_with(": " + event.message);
        });
    }

    void add_event(std::string_view indent, const diagnosed_event& event) {
        std::string when;
        if (event.times > 1)
            when = std::to_string(event.times) + " times";
        if (const auto seen = parse_time(event.last_seen))
            when += (when.empty() ? "" : ", last ") +
                    age_text(std::max<std::int64_t>(page_.now - *seen, 0)) + " ago";
        const auto text =
            event.reason + (when.empty() ? "" : " (" + when + ")") + ": " + event.message;
        out_ += wrapped(std::string(indent) + "event ", text, indent.size() + 2, page_.width);
    }

    void add(const log_tail& log) {
        line("      log of container " + log.container +
             (log.previous ? ", as it was before the restart:" : ":"));
        for (const auto& text : log.lines)
            out_ += "        | " + visible_line(text, page_.width - 10) + "\n";
    }

    /// What is missing for the same reason is told in one line.
    void add_gaps() {
        std::vector<std::pair<diagnosis_gap, std::size_t>> sorts;
        for (const auto& gap : found_.gaps) {
            const auto known = std::ranges::find_if(sorts, [&](const auto& one) {
                return one.first.what == gap.what && one.first.why == gap.why &&
                       one.first.of.empty() == gap.of.empty();
            });
            if (known == sorts.end())
                sorts.emplace_back(gap, 1);
            else
                ++known->second;
        }
        if (!sorts.empty())
            begin("Not read:");
        for (const auto& [gap, count] : sorts) {
            const auto of = gap.of.empty() ? std::string("the application")
                            : count == 1   ? gap.of
                                           : std::to_string(count) + " resources";
            out_ += wrapped("    ", gap.what + " of " + of + ": " + gap.why, 6, page_.width);
        }
    }

    const diagnosis& found_;
    const diagnosis_page& page_;
    std::string out_;
    std::set<std::string> said_;
};

} // namespace

std::string diagnosis_text(const diagnosis& found, const diagnosis_page& page) {
    return page_writer(found, page).written();
}

} // namespace argocdpp::cli
