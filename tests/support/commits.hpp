#pragma once
// Applications at commits, for tests about revisions.

#include "make.hpp"

#include <string>
#include <vector>

namespace argocdpp::tests {

inline const std::string older = "1111111111111111111111111111111111111111";
inline const std::string wanted = "2222222222222222222222222222222222222222";
inline const std::string newer = "3333333333333333333333333333333333333333";

/// An application that follows main, last compared with this commit, with these deployed before, in
/// their order.
inline proto::application app_at(const std::string& commit,
                                 const std::vector<std::string>& deployed = {},
                                 const app_facts& facts = {}) {
    auto made = app(facts);
    made.spec.source.emplace();
    made.spec.source->repo_url = "https://git/a";
    made.spec.source->target_revision = "main";
    made.status.sync.revision = commit;
    for (const auto& revision : deployed) {
        proto::revision_history entry;
        entry.id = static_cast<long long>(made.status.history.size());
        entry.revision = revision;
        made.status.history.push_back(std::move(entry));
    }
    return made;
}

inline std::string json_of(const proto::application& app) {
    return proto::write(proto::encode(app));
}

} // namespace argocdpp::tests
