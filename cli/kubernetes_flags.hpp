#pragma once
// Flags of kubectl that the official `version`, `configure` and groups (`app`, `account`; not the
// commands below them) take for core mode. They are accepted, kept out of help, and change nothing.

#include "flags.hpp"

#include <array>
#include <string>

namespace argocdpp::cli {

struct kubernetes_flags {
    std::array<std::string, 10> values;
    bool insecure_skip_tls_verify = false;
};

inline void add_kubernetes_flags(flag_set& flags, kubernetes_flags& ignored) {
    constexpr std::array names = {"cluster",         "context",   "kubeconfig", "namespace",
                                  "password",        "proxy-url", "token",      "user",
                                  "request-timeout", "username"};
    static_assert(names.size() == std::tuple_size_v<decltype(ignored.values)>);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string_view name = names[i];
        flags.add(ignored.values[i], name, name == "namespace" ? 'n' : '\0',
                  "Accepted and ignored");
        flags.hide(name);
    }
    flags.add(ignored.insecure_skip_tls_verify, "insecure-skip-tls-verify", 0,
              "Accepted and ignored");
    flags.hide("insecure-skip-tls-verify");
}

} // namespace argocdpp::cli
