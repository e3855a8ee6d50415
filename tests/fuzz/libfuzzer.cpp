// libFuzzer's entry: the target is that which ARGOCDPP_FUZZ_TARGET names.

#include "target.hpp"

#include <cstdio>
#include <cstdlib>

namespace {

const argocdpp::fuzz::target* chosen = nullptr;

} // namespace

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*arguments*/) {
    const char* name = std::getenv("ARGOCDPP_FUZZ_TARGET");
    chosen = argocdpp::fuzz::find_target(name ? name : "");
    if (chosen)
        return 0;
    std::fputs("ARGOCDPP_FUZZ_TARGET must be one of:", stderr);
    for (const auto& one : argocdpp::fuzz::targets())
        std::fprintf(stderr, " %s", std::string(one.name).c_str());
    std::fputs("\n", stderr);
    std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    chosen->run({reinterpret_cast<const char*>(data), size});
    return 0;
}
