#include "yaml.hpp"

#include "yaml_key_order.hpp"
#include "yaml_output.hpp"
#include "yaml_resolve.hpp"
#include "yaml_scalar.hpp"

#include <algorithm>
#include <vector>

namespace argocdpp::cli {

namespace {

/// Where a node stands.
enum class position { root, item, member };

class yaml_writer {
  public:
    explicit yaml_writer(const yaml_dialect& dialect)
        : dialect_(dialect)
        , output_(dialect) {}

    std::string write(const proto::any& document) {
        node(document, position::root);
        output_.start_line();
        return output_.take();
    }

  private:
    void node(const proto::any& value, position where) {
        if (value.is_string())
            string(value.string(), where == position::item, false);
        else if (value.is_array())
            sequence(value.items(), where);
        else if (value.is_object())
            mapping(value.members(), where == position::item);
        else if (value.is_bool())
            plain(value.boolean() ? "true" : "false");
        else if (value.is_number())
            number(value.num());
        else
            plain("null");
    }

    void plain(std::string_view text) { output_.plain(text, true); }

    void number(const proto::number& value) {
        if (const auto text = number_text(value))
            plain(*text);
        else
            string(value.spelling, false, false);
    }

    void string(std::string_view text, bool is_item, bool is_simple_key) {
        const auto traits = traits_of(text, dialect_);
        const scalar_style style = style_of(text, traits, is_simple_key, dialect_);
        output_.indent_scalar(is_item);
        switch (style) {
        case scalar_style::plain:
            output_.plain(text, !is_simple_key);
            break;
        case scalar_style::single_quoted:
            output_.single_quoted(text, !is_simple_key);
            break;
        case scalar_style::double_quoted:
            output_.double_quoted(text, !is_simple_key);
            break;
        case scalar_style::literal:
            output_.literal(text);
            break;
        }
        output_.dedent();
    }

    void sequence(const proto::array& items, position where) {
        if (items.empty()) {
            empty("[", "]");
            return;
        }
        // Below a key that has a line of its own there is room for an indent in any dialect.
        if (where == position::member && !dialect_.indents_sequences && !output_.at_line_start())
            output_.indent_nothing();
        else
            output_.indent(where == position::item);
        for (const proto::any& item : items) {
            output_.start_line();
            output_.indicator("-", true, false, true);
            node(item, position::item);
        }
        output_.dedent();
    }

    void mapping(const proto::object& members, bool is_item) {
        std::vector<const proto::object::value_type*> sorted;
        for (const auto& member : members)
            if (!member.second.is_slot())
                sorted.push_back(&member);
        const auto before = [this](const auto* left, const auto* right) {
            return key_comes_before(left->first, right->first, dialect_);
        };
        if (!std::is_sorted(sorted.begin(), sorted.end(), before)) // as the server sends most
            std::stable_sort(sorted.begin(), sorted.end(), before);
        if (sorted.empty()) {
            empty("{", "}");
            return;
        }
        output_.indent(is_item);
        for (const auto* member : sorted) {
            output_.start_line();
            key(*member);
            node(member->second, position::member);
        }
        output_.dedent();
    }

    /// A key with its colon; long and multi-line keys get lines of their own.
    void key(const proto::object::value_type& member) {
        constexpr std::size_t longest_simple_key = 128;
        const std::string& name = member.first;
        // Without quotes it would be read as the members of its value.
        if (name == "<<" && (member.second.is_object() || member.second.is_array())) {
            output_.double_quoted(name, false);
            output_.indicator(":", false);
            return;
        }
        if (name.size() <= longest_simple_key && !traits_of(name, dialect_).is_multiline) {
            string(name, false, true);
            output_.indicator(":", false);
            return;
        }
        output_.indicator("?", true, false, true);
        string(name, false, false);
        output_.start_line();
        output_.indicator(":", true, false, true);
    }

    void empty(std::string_view open, std::string_view close) {
        output_.indicator(open, true, true);
        output_.indicator(close, false);
    }

    const yaml_dialect& dialect_;
    yaml_output output_;
};

} // namespace

std::string to_yaml(const proto::any& document, const yaml_dialect& dialect) {
    return yaml_writer(dialect).write(document);
}

} // namespace argocdpp::cli
