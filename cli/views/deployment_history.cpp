#include "deployment_history.hpp"

#include "table.hpp"

#include <algorithm>

namespace argocdpp::cli {

namespace {

struct repository {
    std::string url;
    std::string rows;
};

std::string revision_text(const std::string& target, const std::string& commit) {
    constexpr std::size_t shown = 7;
    return commit.size() < shown ? target : target + " (" + commit.substr(0, shown) + ")";
}

class history_writer {
  public:
    explicit history_writer(const time_zone& zone)
        : zone_(zone) {}

    void add(const proto::revision_history& deployment) {
        const auto& sources = deployment.sources;
        const bool has_commits = deployment.revisions.size() == sources.size();
        for (std::size_t i = 0; i < sources.size(); ++i)
            add_line(deployment, sources[i], has_commits ? deployment.revisions[i] : "");
        if (sources.empty())
            add_line(deployment, deployment.source.value_or(proto::application_source()),
                     deployment.revision);
    }

    std::string text() const {
        std::string tabbed;
        for (const auto& one : repositories_) {
            if (!tabbed.empty())
                tabbed += "\n";
            add_row(tabbed, {"SOURCE", one.url});
            add_row(tabbed, {"ID", "DATE", "REVISION"});
            tabbed += one.rows;
        }
        return align(tabbed, 0, 2);
    }

  private:
    void add_line(const proto::revision_history& deployment,
                  const proto::application_source& source, const std::string& commit) {
        auto found = std::ranges::find(repositories_, source.repo_url, &repository::url);
        if (found == repositories_.end()) {
            repositories_.push_back({source.repo_url, ""});
            found = repositories_.end() - 1;
        }
        add_row(found->rows,
                {std::to_string(deployment.id), time_text(deployment.deployed_at, zone_, zero_time),
                 revision_text(source.target_revision, commit)});
    }

    const time_zone& zone_;
    std::vector<repository> repositories_;
};

} // namespace

std::string deployment_history(const std::vector<proto::revision_history>& history,
                               const time_zone& zone) {
    history_writer writer(zone);
    for (const auto& deployment : history)
        writer.add(deployment);
    return writer.text();
}

std::string deployment_ids(const std::vector<proto::revision_history>& history) {
    std::string text;
    for (const auto& deployment : history)
        text += std::to_string(deployment.id) + "\n";
    return text;
}

} // namespace argocdpp::cli
