#pragma once
// What a real Argo CD answered and what the official CLI made of it, for tests of the views.

#include <argocdpp/proto/any.hpp>
#include <argocdpp/proto/application.hpp>
#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/json.hpp>

#include <functional>
#include <string>
#include <vector>

namespace argocdpp::tests {

/// The lines of a JSON Lines file as documents.
std::vector<proto::any> lines_of_file(const std::string& path);

/// The body that the server sent for GET of a path. Fails the test where it was not recorded.
std::string recorded_body(const std::string& path);

template<class T>
T recorded(const std::string& path) {
    return proto::decode<T>(proto::parse(recorded_body(path)));
}

/// One run of the official CLI.
struct recorded_run {
    std::string command; ///< the arguments with blanks between them
    std::string output;
    std::string at; ///< when it was run, RFC 3339
};

/// The successful runs with output that a predicate chooses.
std::vector<recorded_run> recorded_runs(const std::function<bool(const std::string&)>& choose);
/// The one successful run of a command. Fails the test where it was not recorded.
recorded_run recorded_run_of(const std::string& command);

} // namespace argocdpp::tests
