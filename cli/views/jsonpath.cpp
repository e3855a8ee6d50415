#include "jsonpath.hpp"

#include "jsonpath_node.hpp"
#include "manifest.hpp"

#include <algorithm>
#include <compare>
#include <cstdlib>
#include <deque>
#include <optional>
#include <utility>

namespace argocdpp::cli {
namespace {

using node = jsonpath_node;
using proto::any;

/// What a step finds; nullptr is Go's invalid value, which a range over null makes.
using findings = std::vector<const any*>;

// Descents behind descents find more and more of the same; 160 MB of pointers are no answer.
constexpr std::size_t most_findings = 10'000'000;

bool is_float(const any& value) {
    return value.is_number() && value.num().spelling.find_first_of(".eE") != std::string::npos;
}

std::string_view go_type(const any* value) {
    if (!value || value->is_null())
        return "<nil>";
    if (value->is_object())
        return "map[string]interface {}";
    if (value->is_array())
        return "[]interface {}";
    if (value->is_number())
        return is_float(*value) ? "float64" : "int64";
    return value->is_bool() ? "bool" : "string";
}

/// How two values compare; nothing where they differ and have no order. Throws for kinds that Go
/// does not compare.
std::optional<std::strong_ordering> compared(const any* left, const any* right, bool for_order) {
    const auto is_basic = [](const any* value) {
        return value && !value->is_null() && !value->is_array() && !value->is_object();
    };
    if (!is_basic(left) || !is_basic(right))
        throw jsonpath_error("invalid type for comparison");
    if (go_type(left) != go_type(right))
        throw jsonpath_error("incompatible types for comparison");
    if (left->is_bool()) {
        if (for_order)
            throw jsonpath_error("invalid type for comparison");
        return left->boolean() <=> right->boolean();
    }
    if (left->is_string())
        return left->string() <=> right->string();
    if (!is_float(*left))
        return left->num().integer().value_or(0) <=> right->num().integer().value_or(0);
    const double one = std::strtod(left->num().spelling.c_str(), nullptr);
    const double other = std::strtod(right->num().spelling.c_str(), nullptr);
    return one < other   ? std::strong_ordering::less
           : one > other ? std::strong_ordering::greater
                         : std::strong_ordering::equal;
}

bool holds(const any* left, const std::string& sign, const any* right) {
    const bool for_order = sign.find_first_of("<>") != sign.npos;
    if (sign == "==" || sign == "!=")
        return (compared(left, right, false) == std::strong_ordering::equal) == (sign == "==");
    if (sign != "<" && sign != "<=" && sign != ">" && sign != ">=")
        throw jsonpath_error("unrecognized filter operator " + sign);
    const auto order = *compared(left, right, for_order);
    if (order == std::strong_ordering::equal)
        return sign.size() == 2;
    return (order == std::strong_ordering::less) == (sign.front() == '<');
}

/// One run of a template over one document.
class evaluation {
  public:
    evaluation(const std::vector<node>& nodes, const any& document)
        : nodes_(nodes)
        , document_(document) {}

    std::vector<findings> run() { return found_from(0, &document_); }

  private:
    /// What the template finds from one of its parts on, up to the end of the range that it is in.
    std::vector<findings> found_from(std::size_t first, const any* current) {
        std::vector<findings> all;
        for (std::size_t at = first; at < nodes_.size(); ++at) {
            auto found = walk({current}, nodes_[at]);
            if (ended_ > 0 && ended_ <= open_) {
                --ended_;
                last_end_ = at;
                break;
            }
            if (begun_ > 0) {
                --begun_;
                range(at, found, all);
                if (last_end_ > at && last_end_ < nodes_.size())
                    at = last_end_;
                continue;
            }
            all.push_back(std::move(found));
        }
        return all;
    }

    void range(std::size_t at, const findings& over, std::vector<findings>& all) {
        ++open_;
        for (const any* one : over) {
            auto inner = found_from(at + 1, one && one->is_null() ? nullptr : one);
            for (auto& found : inner)
                all.push_back(std::move(found));
        }
        // Without anything to go through, its end is still to be found.
        if (over.empty())
            found_from(at + 1, nullptr);
        --open_;
    }

    findings walk(findings input, const node& step) {
        switch (step.what) {
        case node::kind::list:
            return walk_all(std::move(input), step.parts.front());
        case node::kind::value:
            return constant(input, step);
        case node::kind::field:
            return members(input, step.name);
        case node::kind::slice:
            return slice(input, step);
        case node::kind::filter:
            return filter(input, step);
        case node::kind::wildcard:
            return children(input);
        case node::kind::recursive:
            return descent(input);
        case node::kind::alternatives:
            return alternatives(input, step);
        case node::kind::word:
            return word(std::move(input), step.name);
        }
        return input;
    }

    findings walk_all(findings input, const std::vector<node>& steps) {
        for (const auto& step : steps)
            input = walk(std::move(input), step);
        return input;
    }

    static findings constant(const findings& input, const node& step) {
        // A text is there once, a number for each of what was found.
        return findings(step.constant.is_string() ? 1 : input.size(), &step.constant);
    }

    findings word(findings input, const std::string& name) {
        if (name == "range") {
            ++begun_;
            return input;
        }
        if (name != "end")
            throw jsonpath_error("unrecognized identifier " + name);
        if (open_ == 0)
            throw jsonpath_error("not in range, nothing to end");
        ++ended_;
        return {};
    }

    findings members(const findings& input, const std::string& name) {
        findings found;
        for (const any* value : input) {
            if (!value)
                continue;
            if (value == &document_ && value->is_array() && name == "items")
                add(found, value);
            else if (const any* member = value->is_object() ? value->find(name) : nullptr)
                add(found, member);
        }
        return found;
    }

    findings slice(const findings& input, const node& step) {
        findings found;
        for (const any* value : input) {
            if (value && value->is_null())
                continue;
            if (!value || !value->is_array())
                throw jsonpath_error(std::string(go_type(value)) + " is not array or slice");
            if (!add_slice(found, value->items(), step))
                break;
        }
        return found;
    }

    /// False for a slice of nothing, behind which no other list is looked at, as in kubectl.
    bool add_slice(findings& found, const proto::array& items, const node& step) {
        const auto length = static_cast<long long>(items.size());
        const auto& [first, end, stride] = step.bounds;
        const long long from = first.value < 0 ? first.value + length : first.value;
        long long to = end.is_known ? end.value : length;
        if (to < 0 || (to == 0 && end.is_derived))
            to += length;
        if (from == to)
            return false;
        const auto refuse = [&](long long index) {
            throw jsonpath_error("array index out of bounds: index " + std::to_string(index) +
                                 ", length " + std::to_string(length));
        };
        if (from >= length || from < 0)
            refuse(from);
        if (to > length || to < 0)
            refuse(to - 1);
        if (from > to)
            throw jsonpath_error("starting index " + std::to_string(from) +
                                 " is greater than ending index " + std::to_string(to));
        if (stride.is_known && stride.value <= 0)
            throw jsonpath_error("step must be > 0");
        for (auto at = from; at < to; at += std::min(stride.is_known ? stride.value : 1, length))
            add(found, &items[static_cast<std::size_t>(at)]);
        return true;
    }

    findings filter(const findings& input, const node& step) {
        findings found;
        for (const any* value : input) {
            if (!value || !value->is_array())
                throw jsonpath_error((value ? plain_text(*value) : "<nil>") +
                                     " is not array or slice and cannot be filtered");
            for (const any& item : value->items())
                if (passes(item, step))
                    add(found, &item);
        }
        return found;
    }

    bool passes(const any& item, const node& step) {
        if (step.name == "exists")
            return exists(item, step.parts.front());
        const auto left = compared_side(item, step.parts.front());
        const auto right = left ? compared_side(item, step.parts.back()) : std::nullopt;
        return right && holds(*left, step.name, *right);
    }

    /// What can't be looked at is not there.
    bool exists(const any& item, const std::vector<node>& path) {
        findings found = {&item};
        try {
            for (const auto& step : path)
                found = walk(found, step);
        } catch (const jsonpath_error&) {
            // Whatever the step that failed was given counts, as in kubectl.
        }
        return !found.empty();
    }

    std::optional<const any*> compared_side(const any& item, const std::vector<node>& path) {
        const auto found = walk_all({&item}, path);
        if (found.size() > 1)
            throw jsonpath_error("can only compare one element at a time");
        return found.empty() ? std::nullopt : std::optional<const any*>(found.front());
    }

    findings children(const findings& input) {
        findings found;
        for (const any* value : input)
            add_children(found, value);
        return found;
    }

    void add_children(findings& found, const any* value) {
        if (!value)
            return;
        if (value->is_object())
            for (const auto& member : value->members())
                add(found, &member.second);
        if (value->is_array())
            for (const auto& item : value->items())
                add(found, &item);
        // Go sees a text as its bytes.
        if (value->is_string())
            for (const char byte : value->string())
                add(found, &made_.emplace_back(any::integer(static_cast<unsigned char>(byte))));
    }

    findings descent(const findings& input) {
        findings found;
        for (const any* value : input)
            descend(found, value);
        return found;
    }

    void descend(findings& found, const any* value) {
        findings below;
        add_children(below, value);
        if (below.empty())
            return;
        add(found, value);
        for (const any* one : below)
            descend(found, one);
    }

    findings alternatives(const findings& input, const node& step) {
        findings found;
        for (const auto& part : step.parts)
            for (const any* one : walk_all(input, part))
                add(found, one);
        return found;
    }

    void add(findings& found, const any* value) {
        if (++total_ > most_findings)
            throw jsonpath_error("the template finds too much");
        found.push_back(value);
    }

    const std::vector<node>& nodes_;
    const any& document_;
    std::deque<any> made_;
    std::size_t total_ = 0;
    // As the words of the template were met: those of ranges that no loop took yet, the loops that
    // run, those of ends, and where the last loop ended.
    std::size_t begun_ = 0;
    std::size_t open_ = 0;
    std::size_t ended_ = 0;
    std::size_t last_end_ = 0;
};

std::string printed(const any* value) {
    if (!value)
        return "<no value>";
    if (value->is_null())
        return "null";
    return value->is_array() || value->is_object() ? compact_json(*value) : plain_text(*value);
}

} // namespace

jsonpath::jsonpath(std::string_view text)
    : nodes_(parse_jsonpath(text)) {}

jsonpath::~jsonpath() = default;
jsonpath::jsonpath(jsonpath&&) noexcept = default;
jsonpath& jsonpath::operator=(jsonpath&&) noexcept = default;

std::string jsonpath::text(const any& document) const {
    const any held = as_held(document);
    evaluation run(nodes_, held);
    std::string text;
    for (const auto& found : run.run())
        for (std::size_t at = 0; at < found.size(); ++at)
            text += (at > 0 ? " " : "") + printed(found[at]);
    return text;
}

std::vector<any> jsonpath::values_of(const any& held) const {
    evaluation run(nodes_, held);
    std::vector<any> all;
    for (const auto& found : run.run())
        for (const any* one : found)
            all.push_back(one ? *one : any());
    return all;
}

} // namespace argocdpp::cli
