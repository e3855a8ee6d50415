#pragma once
// The picture of `app list --watch`: a table made to be redrawn in place. Pure.

#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// The table's lines, none wider than the terminal, together one line lower than it at most:
///
///     NAME              CLUSTER                         NAMESPACE  PROJECT  STATUS  HEAL…
///     argocd/guestbook  https://kubernetes.default.svc  guestbook  default  Synced  Heal…
///     … 12 more
///
/// Header and rows have tabs between their cells.
std::vector<std::string> live_list_lines(std::string_view header,
                                         const std::vector<std::string_view>& rows, int width,
                                         int height);

} // namespace argocdpp::cli
