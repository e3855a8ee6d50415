#pragma once
// --contexts and --all-contexts: one run over several servers of the config file at the same time,
// each with the token of its own context, and one verdict.
//
// A token or a server given by flag or variable is refused beside them: it would go to all.

#include "explanation.hpp"
#include "flags.hpp"
#include "invocation.hpp"
#include "many_summary.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace argocdpp::cli {

struct context_options {
    text_list names;
    bool all = false;
};

void describe_contexts(flag_set& flags, context_options& given);
/// Whether the run is about several; also where they are named by nothing, which visiting refuses.
bool uses_contexts(const invocation& call, const context_options& given);

/// What is done at one context: `call.context()` is its name. Throws what ends it badly.
using context_step = std::function<task<exit_code>(invocation& call)>;

/// How it went at each context, in their order.
class context_verdicts {
  public:
    void add(const std::string& context, const std::optional<explanation>& trouble);
    const std::vector<std::string>& contexts() const { return contexts_; }
    /// Throws the `failure` that names every context where it failed, and ends as the first did.
    void check() const;

  private:
    std::vector<std::string> contexts_;
    std::vector<std::string> failed_;
    explanation first_ = {};
};

/// Does it at all of them at once. What fails at one is logged at once, and the others go on.
/// Throws `failure` where contexts are named that can't be.
task<context_verdicts> visit_contexts(invocation& call, const context_options& given,
                                      context_step step);

/// The same for what follows applications; without contexts `call` itself is the only run. The
/// answers are printed whole, in the order of their ends, behind titles unless they are documents;
/// a table at the end says how it went for each. Listeners know the applications as CONTEXT/NAME.
/// Throws what `context_verdicts::check` throws.
task<exit_code> follow_at_contexts(invocation& call, const context_options& given,
                                   bool has_documents, context_step step);

} // namespace argocdpp::cli
