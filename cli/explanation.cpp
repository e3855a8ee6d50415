#include "explanation.hpp"

#include "certificate_hint.hpp"
#include "run_listener.hpp"

namespace argocdpp::cli {
namespace {

int code_in_force(ending how, exit_code official, const global_flags& globals) {
    const int code = static_cast<int>(official);
    return globals.exit_codes == "detailed" ? detailed_code(how, code) : code;
}

} // namespace

explanation explain(const failure& fault, const global_flags& globals) {
    return {fault.how, code_in_force(fault.how, fault.code, globals), fault.what(), ""};
}

explanation explain(const error& fault, const global_flags& globals, std::string_view peer) {
    const auto how = ending_of(fault);
    const bool is_connection = fault.kind == error_kind::unreachable ||
                               fault.kind == error_kind::tls || fault.kind == error_kind::timeout ||
                               fault.kind == error_kind::lost;
    // Certificates and proxies that can't be used show only when a connection is made.
    const bool is_setting = fault.kind == error_kind::local;
    if (!fault.first_contact || !is_connection) {
        const auto official =
            fault.first_contact && is_setting ? exit_code::failure : exit_code::error;
        return {how, code_in_force(how, official, globals), fault.what(), ""};
    }
    return {how, code_in_force(how, exit_code::failure, globals),
            "Failed to establish connection to " + std::string(peer) + ": " + fault.what(),
            certificate_hint(fault)};
}

void set_ending(application_ending& end, explanation told) {
    end.how = told.how;
    end.code = told.code;
    end.message = std::move(told.message);
}

} // namespace argocdpp::cli
