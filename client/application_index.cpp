#include "application_index.hpp"

#include "resource_version.hpp"

#include <argocdpp/proto/event.hpp>

#include <utility>

namespace argocdpp {

application_index::entry application_index::entry_of(const proto::application& app) {
    entry made;
    made.uid = app.metadata.uid;
    made.version = app.metadata.resource_version;
    return made;
}

bool application_index::is_outdated(const entry& known, const proto::application& app) {
    return app.metadata.uid == known.uid && is_older(app.metadata.resource_version, known.version);
}

bool application_index::on_item(const proto::application& app) {
    const auto [at, is_new] = entries_.try_emplace(proto::qualified_name(app), entry_of(app));
    auto& known = at->second;
    known.listed_in = round_;
    if (is_new)
        return true;
    // The list was asked for before the event came, and may be older.
    const bool is_newer = app.metadata.uid == known.uid &&
                          is_older(known.version, app.metadata.resource_version) && !known.is_gone;
    if (is_outdated(known, app) || (known.told_in == round_ && !is_newer))
        return false;
    known = entry_of(app);
    known.listed_in = round_;
    return true;
}

std::vector<std::string> application_index::list_ended() {
    std::vector<std::string> gone;
    for (auto at = entries_.begin(); at != entries_.end();) {
        const auto& [name, known] = *at;
        const bool is_missing = known.listed_in != round_ && known.told_in != round_;
        if (is_missing && !known.is_gone)
            gone.push_back(name);
        at = is_missing || known.is_gone ? entries_.erase(at) : std::next(at);
    }
    return gone;
}

application_index::news application_index::on_event(std::string_view type,
                                                    const proto::application& app) {
    const bool is_deletion = type == proto::event_type::deleted;
    const auto [at, is_new] = entries_.try_emplace(proto::qualified_name(app), entry_of(app));
    auto& known = at->second;
    const bool was_there = !is_new && !known.is_gone;
    const bool is_of_another = !known.uid.empty() && app.metadata.uid != known.uid;
    if (is_outdated(known, app) || (is_deletion && is_of_another))
        return news::none;
    const int listed_in = known.listed_in;
    known = entry_of(app);
    known.listed_in = listed_in;
    known.told_in = round_;
    known.is_gone = is_deletion;
    if (!is_deletion)
        return news::seen;
    return was_there ? news::gone : news::none;
}

} // namespace argocdpp
