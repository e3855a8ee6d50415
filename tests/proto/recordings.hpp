#pragma once
// Bodies that a real Argo CD sent, from tests/recordings, one JSON text each.

#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::proto::test {

struct recorded_text {
    std::string path; ///< of the request, without the query
    std::string text;
};

/// The JSON bodies of state.jsonl and errors.jsonl; of a log each line.
const std::vector<recorded_text>& recorded_bodies();
/// The messages of streams.jsonl, without SSE's "data: ".
const std::vector<recorded_text>& recorded_messages();
/// Whole applications as they were before, while and after the runs of cli-mutate-op.jsonl.
const std::vector<std::string>& recorded_applications();

/// The one recorded body of that path.
const std::string& recorded_body(std::string_view path);

} // namespace argocdpp::proto::test
