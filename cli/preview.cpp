#include "preview.hpp"

#include "comparison.hpp"
#include "difference_output.hpp"
#include "questions.hpp"

namespace argocdpp::cli {

task<bool> preview_changes(invocation& call, app_ref app, comparison_wish wish,
                           const proto::application& state, bool is_agreed) {
    auto compared = co_await compare(call, app, std::move(wish), state);
    const auto found = changes(std::move(compared));
    call.streams().out("====== Previewing differences between live and desired state of "
                       "application " +
                       app.qualified() + " ======\n");
    print_changes(call, found);
    if (found.empty()) {
        call.streams().out("====== No Differences found ======\n");
        co_return false;
    }
    co_return is_agreed ||
        ask_to_proceed(call.streams(),
                       "Please review changes to application " + app.qualified() +
                           " shown above. Do you want to continue the sync process? (y/n): ",
                       "--assumeYes");
}

} // namespace argocdpp::cli
