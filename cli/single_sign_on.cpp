#include "single_sign_on.hpp"

#include "browser.hpp"

#include <argocdpp/error.hpp>

namespace argocdpp::cli {

namespace {

constexpr auto patience = std::chrono::minutes(5);

/// What goes wrong from here on ends with 1, as in the official CLI.
[[noreturn]] void give_up(const error& problem) {
    throw failure(exit_code::failure, problem.what());
}

std::uint16_t port_of(long long number) {
    if (number < 0 || number > 65535)
        throw failure(exit_code::failure, "Temporary HTTP server failed: listen tcp: address " +
                                              std::to_string(number) + ": invalid port");
    return static_cast<std::uint16_t>(number);
}

task<std::unique_ptr<sso_callbacks>> open_callbacks(invocation& call, std::uint16_t port) {
    try {
        auto made = co_await sso_callbacks::open(port, call.time());
        co_return made;
    } catch (const error& problem) {
        throw failure(exit_code::failure,
                      std::string("Temporary HTTP server failed: ") + problem.what());
    }
}

task<void> receive(sso_callbacks& callbacks, single_sign_on& issuer, const sso_request& request,
                   sso_tokens& tokens) {
    tokens = co_await callbacks.receive(issuer, request);
}

void show_address(invocation& call, const std::string& url) {
    call.streams().out("To authenticate, copy-and-paste the following URL into your preferred "
                       "browser: " +
                       url + "\n");
}

void lead_browser(invocation& call, const std::string& url, const std::vector<std::string>& words) {
    if (words.empty()) {
        show_address(call, url);
        return;
    }
    call.streams().out("Opening system default browser for authentication\n");
    try {
        call.start_child(words);
    } catch (const failure& fault) {
        call.talk().warning(std::string("the browser can't be started: ") + fault.what());
        show_address(call, url);
    }
}

task<sso_tokens> by_browser(invocation& call, single_sign_on& issuer, const sso_options& given,
                            const std::string& browser) {
    const auto callbacks = co_await open_callbacks(call, port_of(given.port));
    const std::string base = given.callback.empty()
                                 ? "http://localhost:" + std::to_string(callbacks->port())
                                 : given.callback;
    const sso_request request = issuer.begin(base + "/auth/callback");
    call.streams().out("Performing authorization_code flow login: " + request.url + "\n");
    lead_browser(call, request.url, browser_words(browser, request.url));
    sso_tokens tokens;
    bool is_back = false;
    try {
        is_back = co_await finishes_before(call.time(), call.time().now() + patience,
                                           receive(*callbacks, issuer, request, tokens));
    } catch (const error& problem) {
        give_up(problem);
    }
    if (!is_back)
        throw failure(exit_code::failure, "nobody has logged in within 5 minutes");
    co_return tokens;
}

std::string invitation(const sso_device& device) {
    const std::string& url = device.complete_url.empty() ? device.url : device.complete_url;
    return "Performing device_code flow login: " + url + "\nTo authenticate, open " + device.url +
           " on any device and enter the code " + device.user_code + "\n";
}

task<sso_tokens> by_device(invocation& call, single_sign_on& issuer, const sso_device& device) {
    call.streams().out(invitation(device));
    try {
        auto tokens = co_await issuer.wait_for(device);
        co_return tokens;
    } catch (const error& problem) {
        give_up(problem);
    }
}

/// A login by device where there is no browser to be opened, and the issuer has it for this client.
task<std::optional<sso_device>> device_instead(invocation& call, single_sign_on& issuer) {
    std::optional<sso_device> device;
    try {
        device = co_await issuer.begin_on_device();
    } catch (const error& problem) {
        call.talk().debug(std::string("no login by device: ") + problem.what());
    }
    co_return device;
}

} // namespace

void add_sso_flags(flag_set& flags, sso_options& given) {
    flags.add(given.callback, "callback", 0,
              "where the issuer sends the browser back to: scheme, host and port of a way to "
              "--sso-port");
    flags
        .add(given.on_device, "sso-device", 0,
             "log in with a code on another device, where the issuer offers that")
        .not_in_argocd();
    flags.add(given.launch_browser, "sso-launch-browser", 0,
              "open the browser for single sign-on; false only prints the address");
    flags.add(given.port, "sso-port", 0,
              "port of this machine that the browser comes back to; 0 for any");
}

task<sso_tokens> sign_on(invocation& call, client_settings settings, sso_options given) {
    const auto argocd = call.connect(std::move(settings));
    single_sign_on issuer = argocd->sign_on(call.connector());
    co_await issuer.discover();
    call.talk().debug("issuer " + issuer.issuer());

    const std::string browser = given.launch_browser ? find_browser(call.variables()) : "";
    std::optional<sso_device> device;
    if (given.on_device && !issuer.has_device_login())
        throw failure(exit_code::error,
                      "the issuer " + issuer.issuer() + " offers no login on another device");
    if (given.on_device)
        device = co_await issuer.begin_on_device();
    else if (given.launch_browser && browser.empty() && issuer.has_device_login())
        device = co_await device_instead(call, issuer);
    sso_tokens tokens;
    if (device)
        tokens = co_await by_device(call, issuer, *device);
    else
        tokens = co_await by_browser(call, issuer, given, browser);
    call.streams().out("Authentication successful\n");
    co_return tokens;
}

} // namespace argocdpp::cli
