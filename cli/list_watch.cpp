#include "list_watch.hpp"

#include "live_drawing.hpp"
#include "poll_interval.hpp"
#include "views/application_rows.hpp"
#include "views/live_list_view.hpp"
#include "views/steady_table.hpp"
#include "watched_rows.hpp"

#include <argocdpp/proto/codec.hpp>

#include <utility>

namespace argocdpp::cli {
namespace {

constexpr auto tick = std::chrono::milliseconds(200);

using kind = row_change::kind;

class list_watch final : public watch_observer {
  public:
    list_watch(invocation& call, watched_list list, const application_selection& chosen)
        : call_(call)
        , list_(std::move(list))
        , chosen_(chosen)
        , rows_(chosen)
        , drawing_(call)
        , is_table_(list_.output != "name" && list_.output != "json")
        , is_picture_(is_table_ && call.streams().out_is_terminal()) {}

    task<void> run() {
        std::vector<task<void>> sides;
        sides.push_back(follow());
        sides.push_back(keep_up());
        co_await first_of(std::move(sides));
    }

    void seen(const proto::application& app) override {
        const auto name = proto::qualified_name(app);
        if (list_.wants(app))
            rows_.put(name, row_of(app));
        else
            rows_.remove(name, false);
        tell();
    }

    void gone(const std::string& name, bool is_deleted) override {
        // Without a selector nothing but its end takes an application out of the server's list.
        rows_.remove(name, is_deleted || list_.query.selector.empty());
        tell();
    }

    void listed() override {
        if (std::exchange(is_in_trouble_, false)) {
            drawing_.end();
            call_.talk().info("the list is up to date again");
        }
        if (!std::exchange(has_list_, true) && !is_picture_)
            print_list();
    }

    void trouble(const error& problem) override {
        if (std::exchange(is_in_trouble_, true))
            return;
        drawing_.end();
        call_.talk().warning(std::string("the list may be out of date: ") + problem.what());
    }

  private:
    bool is_wide() const { return list_.output == "wide"; }

    task<void> follow() {
        wait_options pace;
        choose_poll_interval(call_, pace);
        const watch_options options{pace.shortest_poll, pace.longest_poll};
        auto query = list_.query;
        auto keep = projection_of_server();
        co_await call_.server().apps().watch(std::move(query), std::move(keep), options, *this);
    }

    /// Versions tell what is newer, but make the server send all where it could send less.
    proto::projection projection_of_server() const {
        auto keep = list_.keep;
        if (is_table_)
            keep.paths.insert(keep.paths.end(), {"metadata.uid", "metadata.resourceVersion"});
        return keep;
    }

    watched_row row_of(const proto::application& app) const {
        watched_row row;
        row.keys = chosen_.keys(app);
        if (list_.output == "name") {
            row.text = proto::qualified_name(app);
            row.mark = app.status.sync.status + " " + app.status.health.status;
        } else if (list_.output == "json") {
            // Events have the health of resources where lists have none: the version tells.
            row.text = proto::write(proto::encode(app));
            row.mark = app.metadata.uid + " " + app.metadata.resource_version;
        } else {
            add_application_row(row.text, app, is_wide());
            row.mark = row.text;
        }
        return row;
    }

    void print_list() {
        std::string text = is_table_ ? application_list_header(is_wide()) : "";
        for (const auto& change : rows_.changes())
            text += is_table_ ? change.row->text : line_of(change);
        call_.streams().out(is_table_ ? table_.aligned(text) : text);
    }

    void tell() {
        if (!has_list_ || is_picture_)
            return;
        std::string text;
        for (const auto& change : rows_.changes())
            text += line_of(change);
        if (!text.empty())
            call_.streams().out(text);
    }

    std::string line_of(const row_change& change) {
        if (list_.output == "json")
            return event_of(change);
        if (list_.output == "name")
            return change.row ? change.row->text + "\n" : "";
        if (change.row)
            return table_.aligned(change.row->text);
        const bool is_deleted = change.what == kind::deleted;
        return table_.aligned(change.name +
                              (is_deleted ? "\tdeleted\n" : "\tnot in the list any more\n"));
    }

    /// In the form of the server's own events.
    static std::string event_of(const row_change& change) {
        if (change.row)
            return std::string(R"({"type":")") +
                   (change.what == kind::added ? "ADDED" : "MODIFIED") + R"(","application":)" +
                   change.row->text + "}\n";
        const auto app = app_ref::parse(change.name);
        proto::any metadata;
        metadata.set("name", app.name);
        metadata.set("namespace", app.name_space);
        proto::any event;
        event.set("type", "DELETED");
        event.set("application", proto::object()).set("metadata", std::move(metadata));
        return proto::write(event) + "\n";
    }

    /// Draws; or ends the program when nobody reads what it would only print at the next change.
    task<void> keep_up() {
        while (true) {
            if (!is_picture_)
                call_.streams().end_if_unread();
            else if (has_list_)
                draw();
            co_await call_.time().sleep_until(call_.time().now() + tick);
        }
    }

    void draw() {
        auto& streams = call_.streams();
        const std::pair size(streams.width(), streams.height());
        const bool is_same_size = std::exchange(drawn_size_, size) == size;
        const bool is_changed = !rows_.changes().empty();
        if (is_same_size && !is_changed && drawing_.is_there())
            return;
        std::vector<std::string_view> rows;
        for (const auto* row : rows_.shown())
            rows.push_back(row->text);
        drawing_.show(
            live_list_lines(application_list_header(is_wide()), rows, size.first, size.second));
    }

    invocation& call_;
    watched_list list_;
    const application_selection& chosen_;
    watched_rows rows_;
    steady_table table_{2};
    live_drawing drawing_;
    std::pair<int, int> drawn_size_;
    bool is_table_;
    bool is_picture_; ///< else lines
    bool has_list_ = false;
    bool is_in_trouble_ = false;
};

} // namespace

void check_watched(const std::string& output) {
    if (output != "wide" && !output.empty() && output != "name" && output != "json")
        throw failure(exit_code::error, "--watch goes with -o wide, name and json");
}

task<void> watch_list(invocation& call, watched_list list, const application_selection& chosen) {
    list_watch watch(call, std::move(list), chosen);
    co_await watch.run();
}

} // namespace argocdpp::cli
