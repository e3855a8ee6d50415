#include "confirmation.hpp"

#include "questions.hpp"

namespace argocdpp::cli {

bool is_confirmed(invocation& call, std::string_view question) {
    return !call.prompts_enabled() ||
           ask_to_proceed(call.streams(), question, "--prompts-enabled=false");
}

} // namespace argocdpp::cli
