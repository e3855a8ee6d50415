#pragma once
// The lists of several contexts as one: see `app list --contexts`.

#include "application_selection.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace argocdpp::cli {

/// What the contexts gave, each with what it is sorted by.
template<class T>
using lists_of_contexts =
    std::map<std::string, std::vector<std::pair<std::vector<std::string>, T>>>;

/// In the order of the contexts; where there is a sort or a limit, it is for all of them together.
template<class T>
void join(lists_of_contexts<T>& lists, const std::vector<std::string>& contexts,
          const application_selection& chosen, std::function<void(T)> out) {
    selected_output<T> joined(chosen, std::move(out));
    for (const auto& context : contexts)
        for (auto& [keys, made] : lists[context])
            joined.add(std::move(keys), std::move(made));
    joined.finish();
}

} // namespace argocdpp::cli
