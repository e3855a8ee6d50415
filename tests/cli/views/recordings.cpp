#include "recordings.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <map>

namespace argocdpp::tests {

namespace {

const std::string& text_at(const proto::any& document, const char* first, const char* second) {
    return document.find(first)->find(second)->string();
}

std::map<std::string, std::string> read_bodies() {
    std::map<std::string, std::string> bodies;
    for (const proto::any& exchange : lines_of_file(ARGOCDPP_RECORDINGS "/state.jsonl"))
        if (text_at(exchange, "request", "method") == "GET")
            bodies[text_at(exchange, "request", "path")] = text_at(exchange, "response", "body");
    return bodies;
}

std::string joined(const proto::array& words) {
    std::string text;
    for (const proto::any& word : words)
        text.append(text.empty() ? "" : " ").append(word.string());
    return text;
}

std::vector<recorded_run> read_runs() {
    std::vector<recorded_run> runs;
    for (const proto::any& run : lines_of_file(ARGOCDPP_RECORDINGS "/cli-read.jsonl")) {
        const proto::any& code = *run.find("exit");
        const proto::any& output = *run.find("stdout");
        if (code.is_number() && code.num().integer() == 0 && output.is_string())
            runs.push_back(
                {joined(run.find("args")->items()), output.string(), run.find("at")->string()});
    }
    return runs;
}

} // namespace

std::vector<proto::any> lines_of_file(const std::string& path) {
    std::ifstream file(path);
    REQUIRE_MESSAGE(file, path);
    std::vector<proto::any> documents;
    for (std::string line; std::getline(file, line);)
        documents.push_back(proto::parse(line));
    return documents;
}

std::string recorded_body(const std::string& path) {
    static const std::map<std::string, std::string> bodies = read_bodies();
    const auto found = bodies.find(path);
    REQUIRE_MESSAGE(found != bodies.end(), path);
    return found->second;
}

std::vector<recorded_run> recorded_runs(const std::function<bool(const std::string&)>& choose) {
    static const std::vector<recorded_run> runs = read_runs();
    std::vector<recorded_run> chosen;
    for (const recorded_run& run : runs)
        if (choose(run.command))
            chosen.push_back(run);
    return chosen;
}

recorded_run recorded_run_of(const std::string& command) {
    const auto runs = recorded_runs([&](const std::string& text) { return text == command; });
    REQUIRE_MESSAGE(!runs.empty(), command);
    return runs.front();
}

} // namespace argocdpp::tests
