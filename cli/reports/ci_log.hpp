#pragma once
// What GitHub Actions and GitLab CI read in the output of a job: foldable groups, annotations.

#include "../environment.hpp"
#include "../terminal.hpp"
#include "run_record.hpp"

#include <set>
#include <string>
#include <string_view>

namespace argocdpp::cli {

enum class ci_system { none, github, gitlab };

/// Of --ci; "auto" is the one that the environment shows. Throws `failure` for another name.
ci_system parse_ci_system(std::string_view name, const environment& variables);

// Workflow commands of GitHub Actions and section marks of GitLab; each is a whole line.
std::string github_group(std::string_view title);
std::string github_error(std::string_view title, std::string_view message);
std::string gitlab_section_start(std::string_view id, std::string_view title, std::int64_t time);
std::string gitlab_section_end(std::string_view id, std::int64_t time);

/// Writes them around each application's output, on the stream that the answer goes to: these
/// services read them there.
class ci_log final : public run_listener {
  public:
    ci_log(ci_system kind, terminal& streams, clock& time, const run_recorder& known)
        : kind_(kind)
        , streams_(streams)
        , time_(time)
        , known_(known) {}

    void begun(const std::string& app) override { under_way_.insert(app); }
    void output_begins(const std::string& app) override;
    void output_ends(const std::string& app) override;
    void ended(const application_ending& one) override;
    /// Ends what is open.
    void close();

  private:
    std::string title_of(const std::string& app) const;
    void annotate(const std::string& title, std::string_view message);

    ci_system kind_;
    terminal& streams_;
    clock& time_;
    const run_recorder& known_;
    int sections_ = 0;
    std::string section_; ///< that is open; empty for none
    std::set<std::string> under_way_;
};

} // namespace argocdpp::cli
