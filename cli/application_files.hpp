#pragma once
// Applications that `app create` is given: by flags alone, or in a file, changed by flags.

#include "spec_flags.hpp"

#include <argocdpp/proto/any.hpp>

#include <string>
#include <vector>

namespace argocdpp::cli {

struct creation_flags {
    spec_flags spec;
    std::string file;
    std::string name;
    text_list labels;
    text_list annotations;
};

/// The documents of the applications to create. Flags are put into those of a file that have one
/// source; those from standard input stay as they are. Throws `failure`.
task<std::vector<proto::any>> described_applications(invocation& call, const creation_flags& given);

} // namespace argocdpp::cli
