#include "program.hpp"

#include <random>

int main(int argc, char** argv) {
    using namespace argocdpp;
    std::minstd_rand generator(std::random_device{}());
    const random_source random = [&] { return std::generate_canonical<double, 32>(generator); };
    cli::world outside{
        cli::process_terminal(), system_clock(), random, cli::process_environment(), {}};
    return cli::run_program({argv, argv + argc}, outside);
}
