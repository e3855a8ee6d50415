#include "recordings.hpp"

#include <argocdpp/proto/json.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <sstream>

namespace argocdpp::proto::test {

namespace {

void each_line(const std::string& file, const std::function<void(const any&)>& use) {
    std::ifstream in(std::string(ARGOCDPP_RECORDINGS) + "/" + file);
    REQUIRE_MESSAGE(in.good(), file);
    std::string line;
    while (std::getline(in, line))
        if (!line.empty())
            use(parse(line));
}

void add_json_lines(std::vector<recorded_text>& all, const std::string& path,
                    const std::string& body) {
    std::istringstream in(body);
    std::string line;
    while (std::getline(in, line)) {
        if (line.starts_with("data: "))
            line.erase(0, 6);
        // Argo CD ends each of its SSE lines with a blank.
        if (line.ends_with(' '))
            line.pop_back();
        if (line.starts_with('{'))
            all.push_back({path.substr(0, path.find('?')), line});
    }
}

} // namespace

const std::vector<recorded_text>& recorded_bodies() {
    static const auto loaded = [] {
        std::vector<recorded_text> all;
        for (const char* file : {"state.jsonl", "errors.jsonl"})
            each_line(file, [&all](const any& line) {
                const any* body = line.find("response")->find("body");
                if (body && body->is_string())
                    add_json_lines(all, line.find("request")->find("path")->string(),
                                   body->string());
            });
        return all;
    }();
    return loaded;
}

const std::vector<recorded_text>& recorded_messages() {
    static const auto loaded = [] {
        std::vector<recorded_text> all;
        each_line("streams.jsonl", [&all](const any& stream) {
            for (const any& line : stream.find("lines")->items())
                if (line.items().back().is_string())
                    add_json_lines(all, stream.find("path")->string(),
                                   line.items().back().string());
        });
        return all;
    }();
    return loaded;
}

const std::vector<std::string>& recorded_applications() {
    static const auto loaded = [] {
        std::vector<std::string> all;
        each_line("cli-mutate-op.jsonl", [&all](const any& run) {
            for (const char* key : {"before", "after"}) {
                const any* app = run.find(key);
                if (app && app->is_object())
                    all.push_back(write(*app));
            }
        });
        return all;
    }();
    return loaded;
}

const std::string& recorded_body(std::string_view path) {
    const auto at = std::ranges::find(recorded_bodies(), path, &recorded_text::path);
    REQUIRE_MESSAGE(at != recorded_bodies().end(), path);
    return at->text;
}

} // namespace argocdpp::proto::test
