#include "yaml_reader.hpp"

#include "yaml_words.hpp"

#include <argocdpp/proto/json.hpp>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <optional>
#include <sstream>

namespace argocdpp::cli {

namespace {

constexpr std::size_t deepest = 100;
constexpr std::size_t most_values = 100'000;

std::string fault_text(const YAML::Mark& mark, const std::string& what) {
    return "yaml: line " + std::to_string(mark.line + 1) + ", column " +
           std::to_string(mark.column + 1) + ": " + what;
}

[[noreturn]] void refuse(const YAML::Mark& mark, const std::string& what) {
    throw yaml_error(fault_text(mark, what));
}

std::size_t count_values(const proto::any& value) {
    std::size_t count = 1;
    if (value.is_array())
        for (const proto::any& item : value.items())
            count += count_values(item);
    if (value.is_object())
        for (const auto& [key, member] : value.members())
            count += count_values(member);
    return count;
}

/// Keys of `<<` stand behind the map's own, which win.
void merge(proto::any& map, const proto::any& other) {
    if (other.is_array())
        for (const proto::any& item : other.items())
            merge(map, item);
    if (other.is_object())
        for (const auto& [key, member] : other.members())
            if (!map.find(key))
                map.set(key, member);
}

/// Builds the value from what the parser reports.
class value_builder final : public YAML::EventHandler {
  public:
    proto::any take() { return std::move(result_); }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        finish(mark, {}, anchor);
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& text) override {
        const bool is_bare = tag == "?" || tag.empty();
        if (is_bare && open_.size() > 0 && open_.back().awaits_key())
            return finish(mark, text == "<<" ? proto::any("<<") : proto::any(text), anchor);
        finish(mark, is_bare ? resolve_yaml_scalar(text) : proto::any(text), anchor);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto at = anchors_.find(anchor);
        if (at == anchors_.end())
            refuse(mark, "an alias inside of what it names");
        const proto::any value = at->second;
        values_ += count_values(value);
        finish(mark, value, 0);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        begin(mark, proto::array(), anchor);
    }
    void OnSequenceEnd() override { end(); }

    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        begin(mark, proto::object(), anchor);
    }
    void OnMapEnd() override {
        if (std::optional<proto::any> merged = std::move(open_.back().merged))
            merge(open_.back().value, *merged);
        end();
    }

  private:
    struct container {
        proto::any value;
        YAML::anchor_t anchor;
        YAML::Mark mark;
        std::optional<std::string> key = std::nullopt;
        std::optional<proto::any> merged = std::nullopt;

        bool awaits_key() const { return value.is_object() && !key; }
    };

    void begin(const YAML::Mark& mark, proto::any empty, YAML::anchor_t anchor) {
        if (open_.size() == deepest)
            refuse(mark, "nested too deeply");
        if (!open_.empty() && open_.back().awaits_key())
            refuse(mark, "a key must be a text");
        open_.push_back({std::move(empty), anchor, mark});
    }

    void end() {
        container done = std::move(open_.back());
        open_.pop_back();
        finish(done.mark, std::move(done.value), done.anchor);
    }

    void finish(const YAML::Mark& mark, proto::any value, YAML::anchor_t anchor) {
        if (++values_ > most_values)
            refuse(mark, "too many values");
        if (anchor != 0)
            anchors_[anchor] = value;
        if (open_.empty()) {
            result_ = std::move(value);
            return;
        }
        container& parent = open_.back();
        if (parent.value.is_array())
            parent.value.items().push_back(std::move(value));
        else if (!parent.key)
            take_key(mark, parent, value);
        else
            take_member(parent, std::move(value));
    }

    static void take_key(const YAML::Mark& mark, container& parent, const proto::any& value) {
        if (!value.is_string() && !value.is_null())
            refuse(mark, "a key must be a text");
        parent.key = value.is_string() ? value.string() : "null";
    }

    static void take_member(container& parent, proto::any value) {
        if (*parent.key == "<<" && (value.is_object() || value.is_array()))
            parent.merged = std::move(value);
        else
            parent.value.set(*parent.key, std::move(value));
        parent.key.reset();
    }

    std::vector<container> open_;
    std::map<YAML::anchor_t, proto::any> anchors_;
    std::size_t values_ = 0;
    proto::any result_;
};

/// The value of a JSON document, which is YAML too; nothing where it is none.
std::optional<proto::any> parse_json(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos || text[begin] != '{')
        return std::nullopt;
    try {
        return proto::parse(text);
    } catch (const proto::format_error&) {
        return std::nullopt; // a flow mapping of YAML looks like JSON at first
    }
}

} // namespace

proto::any parse_yaml(const std::string& text) {
    if (auto value = parse_json(text))
        return std::move(*value);
    std::istringstream input(text);
    value_builder builder;
    try {
        YAML::Parser parser(input);
        parser.HandleNextDocument(builder);
    } catch (const YAML::Exception& fault) {
        refuse(fault.mark, fault.msg);
    }
    return builder.take();
}

yaml_documents parse_yaml_documents(const std::string& text) {
    yaml_documents found;
    const auto keep = [&](proto::any value) {
        if (!value.is_null())
            found.documents.push_back(std::move(value));
    };
    if (auto value = parse_json(text)) {
        keep(std::move(*value));
        return found;
    }
    std::istringstream input(text);
    try {
        YAML::Parser parser(input);
        for (;;) {
            value_builder builder;
            if (!parser.HandleNextDocument(builder))
                return found;
            keep(builder.take());
        }
    } catch (const YAML::Exception& fault) {
        found.fault = fault_text(fault.mark, fault.msg);
    } catch (const yaml_error& fault) {
        found.fault = fault.what();
    }
    return found;
}

} // namespace argocdpp::cli
