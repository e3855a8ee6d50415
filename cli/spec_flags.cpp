#include "spec_flags.hpp"

#include "named_text.hpp"
#include "source_options.hpp"
#include "spec_document.hpp"
#include "spec_flag_table.hpp"
#include "sync_policy_options.hpp"

namespace argocdpp::cli {

using proto::any;

spec_flags::spec_flags() {
    for (const auto& row : spec_flag_table()) {
        auto& value = values_[row.name];
        value.on = row.initially != 0;
        value.number = row.initially;
        value.time = std::chrono::seconds(row.initially);
    }
}

void spec_flags::describe(flag_set& flags) {
    for (const auto& row : spec_flag_table()) {
        auto& value = values_[row.name];
        switch (row.holds) {
        case spec_flag::type::text:
            flags.add(value.text, row.name, row.shorthand, row.help)
                .naming(row.names)
                .one_of(row.choices);
            break;
        case spec_flag::type::list:
            flags.add(value.list, row.name, row.shorthand, row.help);
            break;
        case spec_flag::type::on_off:
            flags.add(value.on, row.name, row.shorthand, row.help);
            break;
        case spec_flag::type::number:
            flags.add(value.number, row.name, row.shorthand, row.help);
            break;
        case spec_flag::type::seconds:
            flags.add(value.time, row.name, row.shorthand, row.help);
            break;
        }
    }
}

task<void> spec_flags::prepare(invocation& call) {
    for (const auto& row : spec_flag_table())
        if (call.given(row.name))
            given_[row.name] = true;
    auto& literal = values_.at("values-literal-file").text;
    // From here on the flag's text is what it names.
    if (given("values-literal-file"))
        literal = co_await read_named_text(call, literal);
}

bool spec_flags::apply_to_hydrator(any& spec) const {
    bool any_given = false;
    for (const auto& row : spec_flag_table()) {
        if (row.of != spec_flag::part::hydrator || !given(row.name))
            continue;
        any_given = true;
        row.change(spec, *this, value(row.name));
    }
    return any_given;
}

void spec_flags::apply_to_source(any& source) const {
    for (const auto& row : spec_flag_table())
        if (row.of == spec_flag::part::source && given(row.name))
            row.change(source, *this, value(row.name));
}

void spec_flags::apply(any& spec, long long position) const {
    if (!apply_to_hydrator(spec)) {
        auto source = source_at(spec, position);
        apply_to_source(source);
        put_source(spec, position, std::move(source));
    }
    for (const auto& row : spec_flag_table())
        if (row.of == spec_flag::part::spec && given(row.name))
            row.change(spec, *this, value(row.name));
    const auto chosen = [this](std::string_view name) {
        return given(name) ? std::optional(value(name).on) : std::nullopt;
    };
    set_automation(spec, {.prune = chosen("auto-prune"),
                          .self_heal = chosen("self-heal"),
                          .allow_empty = chosen("allow-empty")});
}

void spec_flags::apply_parameters(invocation& call, any& application, long long position) const {
    const auto& texts = value("parameter").list;
    if (texts.empty())
        return;
    auto& spec = object_in(application, "spec");
    auto source = source_at(spec, position);
    const any* status = application.find("status");
    const auto known_type = status ? text_in(*status, "sourceType") : std::string();
    for (const auto& wrong : set_parameters(source, texts, known_type))
        call.talk().line(log_level::error, wrong);
    // A hydrator's source is a copy, and what is set in it is lost; the official CLI has it so.
    if (!has_hydrator(spec))
        put_source(spec, position, std::move(source));
}

} // namespace argocdpp::cli
