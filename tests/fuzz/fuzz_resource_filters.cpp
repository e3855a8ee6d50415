// What chooses resources and fields: each line of the input is a filter.

#include "csv_record.hpp"
#include "target.hpp"
#include "views/field_filter.hpp"

#include <argocdpp/error.hpp>
#include <argocdpp/proto/json.hpp>
#include <argocdpp/resources.hpp>

#include <optional>

namespace argocdpp::fuzz {

namespace {

using selector = argocdpp::resource_selector;

std::optional<selector> parsed(std::string_view text) {
    try {
        return selector::parse(text);
    } catch (const error& refused) {
        expect(refused.kind == error_kind::local, "a bad filter is this machine's fault");
        return std::nullopt;
    }
}

std::string spelled(const selector& one) {
    return (one.exclude ? "!" : "") + one.group + ":" + one.kind + ":" +
           (one.name_space.empty() ? "" : one.name_space + "/") + one.name;
}

void check_selector(const std::string& line, std::vector<selector>& all) {
    const std::optional<selector> one = parsed(line);
    if (!one)
        return;
    const std::optional<selector> again = parsed(spelled(*one));
    expect(again && spelled(*again) == spelled(*one), "a filter reads as it is spelled");
    expect(one->matches(one->group, one->kind, one->name_space, one->name),
           "a filter matches what it names");
    all.push_back(*one);
}

void check_selection(const std::vector<selector>& all) {
    for (const selector& one : all) {
        const bool is_in = is_selected(all, one.group, one.kind, one.name_space, one.name);
        expect(!is_in || !one.exclude, "what is excluded is not chosen");
    }
}

void check_fields(const std::vector<std::string>& paths) {
    const proto::any object = proto::parse(
        R"({"metadata":{"name":"a","labels":{"x":"y"}},"spec":{"ports":[{"port":1},{"n":[2]},3],"l":[]}})");
    for (const bool for_json : {false, true}) {
        const proto::any some = cli::only_fields(object, paths, for_json);
        expect(some.is_object() || some.is_null(), "fields of an object are an object");
        proto::write(some);
    }
}

void check_record(const std::string& line) {
    try {
        cli::read_csv_record(line);
    } catch (const std::invalid_argument&) {
        // As documented.
    }
}

} // namespace

void resource_filters(std::string_view text) {
    const std::vector<std::string> lines = lines_of(text);
    std::vector<selector> selectors;
    for (const std::string& line : lines) {
        check_selector(line, selectors);
        check_record(line);
    }
    check_selection(selectors);
    check_fields(lines);
    check_record(std::string(text));
}

} // namespace argocdpp::fuzz
