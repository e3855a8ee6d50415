#include "many_options.hpp"

#include "failure.hpp"

namespace argocdpp::cli {
namespace {

// Each wait has a connection of its own for its events, and a process by default 1,024 open files.
constexpr long long most_at_once = 500;

} // namespace

bool many_options::is_used() const {
    return has_summary() || total_timeout != std::chrono::nanoseconds::zero();
}

void describe_at_once(flag_set& flags, many_options& given) {
    flags.add(given.parallel, "parallel", 0, "how many applications at once").or_variable();
    flags.add(given.keep_going, "keep-going", 0, "a failure does not stop the other applications")
        .or_variable();
}

void describe_many(flag_set& flags, many_options& given) {
    describe_at_once(flags, given);
    flags
        .add(given.total_timeout, "total-timeout", 0,
             "time for all applications together, such as 10m; 0 is no limit")
        .or_variable();
}

void describe_recursion(flag_set& flags, many_options& given) {
    flags
        .add(given.recursive, "recursive", 0,
             "then the applications among the resources, wave by wave, and theirs")
        .or_variable();
}

void check_many(const many_options& given) {
    if (given.parallel < 1 || given.parallel > most_at_once)
        throw failure(exit_code::failure, "--parallel takes a number from 1 to " +
                                              std::to_string(most_at_once) + ", not " +
                                              std::to_string(given.parallel));
    if (given.total_timeout < std::chrono::nanoseconds::zero())
        throw failure(exit_code::failure, "--total-timeout must not be negative");
}

} // namespace argocdpp::cli
