#include "target.hpp"

#include <algorithm>
#include <array>

namespace argocdpp::fuzz {

void arguments(std::string_view text);
void config(std::string_view text);
void diff(std::string_view text);
void event_stream(std::string_view text);
void grpc_web(std::string_view text);
void http_answer(std::string_view text);
void id_token(std::string_view text);
void json(std::string_view text);
void json_patch(std::string_view text);
void jsonpath(std::string_view text);
void list(std::string_view text);
void options(std::string_view text);
void resource_filters(std::string_view text);
void server_address(std::string_view text);
void source_options(std::string_view text);
void token_claims(std::string_view text);
void yaml_reader(std::string_view text);
void yaml_writer(std::string_view text);

namespace {

constexpr std::array<target, 18> table = {{
    {"arguments", arguments},
    {"config", config},
    {"diff", diff},
    {"event_stream", event_stream},
    {"grpc_web", grpc_web},
    {"http_answer", http_answer},
    {"id_token", id_token},
    {"json", json},
    {"json_patch", json_patch},
    {"jsonpath", jsonpath},
    {"list", list},
    {"options", options},
    {"resource_filters", resource_filters},
    {"server_address", server_address},
    {"source_options", source_options},
    {"token_claims", token_claims},
    {"yaml_reader", yaml_reader},
    {"yaml_writer", yaml_writer},
}};

} // namespace

std::span<const target> targets() { return table; }

const target* find_target(std::string_view name) {
    const auto at = std::ranges::find(table, name, &target::name);
    return at == table.end() ? nullptr : at;
}

void expect(bool holds, std::string_view promise) {
    if (!holds)
        throw broken_promise(std::string(promise));
}

void expect_equal(std::string_view got, std::string_view wanted, std::string_view promise) {
    if (got != wanted)
        throw broken_promise(std::string(promise) + ":\n" + std::string(got) + "\ninstead of:\n" +
                             std::string(wanted));
}

void expect_no_secret(std::string_view shown) {
    expect(shown.find(secret) == shown.npos, "no secret in: " + std::string(shown));
}

std::vector<std::string_view> cut(std::string_view text, std::size_t most) {
    std::uint64_t state = 0xcbf29ce484222325;
    for (const char c : text)
        state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    std::vector<std::string_view> pieces;
    while (!text.empty()) {
        state = state * 6364136223846793005 + 1442695040888963407;
        pieces.push_back(text.substr(0, 1 + (state >> 33) % most));
        text.remove_prefix(pieces.back().size());
    }
    return pieces;
}

std::string_view take_until(std::string_view& text, std::string_view separator) {
    const auto end = text.find(separator);
    const auto front = text.substr(0, end);
    text = end == text.npos ? "" : text.substr(end + separator.size());
    return front;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty())
        lines.emplace_back(take_until(text, "\n"));
    return lines;
}

} // namespace argocdpp::fuzz
