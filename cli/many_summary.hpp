#pragma once
// What a run over many applications comes to: a table, and one line that names what failed.

#include "invocation.hpp"

#include <map>
#include <string>
#include <vector>

namespace argocdpp::cli {

/// How it ended for one application.
enum class many_result { done, pruned, failed, stopped, not_begun, no_turn };

struct many_verdict {
    many_result result = many_result::not_begun;
    application_ending end;
    std::string context; ///< of several
};

/// Applications as last seen, by the names they were asked for.
using last_states = std::map<std::string, proto::application, std::less<>>;

/// Has listeners keep what is seen from now on; it lives as long as they do.
const last_states& keep_last_states(run_listeners& listeners);

struct summary_row {
    const many_verdict& how;
    const last_states& states; ///< where the application may be
};

std::vector<summary_row> summary_rows(const std::vector<const many_verdict*>& verdicts,
                                      const last_states& states);

/// CONTEXT where there are several, APPLICATION, RESULT, REVISION, SYNC, HEALTH, DURATION: to
/// standard output, or beside documents to standard error.
void print_summary(terminal& to, const std::vector<summary_row>& wanted, bool has_documents);

/// "2 of 5 applications failed: a, b; stopped: c".
std::string summary_line(const std::vector<const many_verdict*>& verdicts);

} // namespace argocdpp::cli
