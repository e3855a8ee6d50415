// Every input of the corpus, and with it everything that fuzzing ever found, through its target.

#include "target.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace argocdpp::fuzz;
namespace files = std::filesystem;

namespace {

std::string content_of(const files::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

void replay(std::string_view name) {
    const target* found = find_target(name);
    REQUIRE(found);
    int count = 0;
    for (const auto& entry : files::directory_iterator(files::path(ARGOCDPP_CORPUS) / name)) {
        const std::string file = entry.path().filename();
        CAPTURE(file);
        CHECK_NOTHROW(found->run(content_of(entry.path())));
        ++count;
    }
    CHECK(count > 0);
    CHECK_NOTHROW(found->run(""));
}

} // namespace

TEST_CASE("corpus: arguments") { replay("arguments"); }
TEST_CASE("corpus: config files") { replay("config"); }
TEST_CASE("corpus: differences") { replay("diff"); }
TEST_CASE("corpus: event streams") { replay("event_stream"); }
TEST_CASE("corpus: gRPC-Web") { replay("grpc_web"); }
TEST_CASE("corpus: HTTP answers") { replay("http_answer"); }
TEST_CASE("corpus: JSON") { replay("json"); }
TEST_CASE("corpus: JSON patches") { replay("json_patch"); }
TEST_CASE("corpus: large lists") { replay("list"); }
TEST_CASE("corpus: ARGOCD_OPTS") { replay("options"); }
TEST_CASE("corpus: filters of resources and fields") { replay("resource_filters"); }
TEST_CASE("corpus: addresses") { replay("server_address"); }
TEST_CASE("corpus: options of sources") { replay("source_options"); }
TEST_CASE("corpus: claims of tokens") { replay("token_claims"); }
TEST_CASE("corpus: YAML that is read") { replay("yaml_reader"); }
TEST_CASE("corpus: YAML that is written") { replay("yaml_writer"); }

TEST_CASE("corpus: every folder has its target") {
    std::ptrdiff_t count = 0;
    for (const auto& entry : files::directory_iterator(ARGOCDPP_CORPUS)) {
        CHECK(find_target(entry.path().filename().string()));
        ++count;
    }
    CHECK(count == std::ssize(targets()));
}
