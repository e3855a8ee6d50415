#include "../../support/scratch_folder.hpp"

#include <doctest/doctest.h>

#include <browser.hpp>

namespace argocdpp {

using cli::browser_words;
using cli::find_browser;
using words = std::vector<std::string>;

TEST_CASE("browser: the first of $BROWSER that is there, else the system's opener") {
    const tests::scratch_folder folder;
    for (const char* name : {"firefox", "xdg-open"}) {
        folder.write(name);
        std::filesystem::permissions(folder.path(name), std::filesystem::perms(0700));
    }
    cli::environment variables = {{"PATH", folder.path()}};
    CHECK(find_browser(variables) == "xdg-open");
    variables["BROWSER"] = "none:firefox --new-window %s:xdg-open";
    CHECK(find_browser(variables) == "firefox --new-window %s");
    variables["BROWSER"] = ":none";
    CHECK(find_browser(variables) == "xdg-open");
    variables["PATH"] = "/nonexistent";
    CHECK(find_browser(variables).empty());
}

TEST_CASE("browser: the address is one word, whatever is in it") {
    const std::string url = "https://id/a?b=1&c=$(x) y";
    CHECK(browser_words("xdg-open", url) == words{"xdg-open", url});
    CHECK(browser_words("firefox --url=%s -P x", url) ==
          words{"firefox", "--url=" + url, "-P", "x"});
    CHECK(browser_words("", url).empty());
}

} // namespace argocdpp
