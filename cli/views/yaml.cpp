#include "yaml.hpp"

#include "yaml_key_order.hpp"
#include "yaml_output.hpp"
#include "yaml_resolve.hpp"
#include "yaml_scalar.hpp"

#include <algorithm>
#include <vector>

namespace argocdpp::cli {

namespace {

class yaml_writer {
  public:
    std::string write(const proto::any& document) {
        node(document, false);
        output_.start_line();
        return output_.take();
    }

  private:
    void node(const proto::any& value, bool is_member) {
        if (value.is_string())
            string(value.string(), false);
        else if (value.is_array())
            sequence(value.items(), is_member);
        else if (value.is_object())
            mapping(value.members());
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
            string(value.spelling, false);
    }

    void string(std::string_view text, bool is_simple_key) {
        const scalar_style style = style_of(text, traits_of(text), is_simple_key);
        output_.indent_scalar();
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

    void sequence(const proto::array& items, bool is_member) {
        if (items.empty()) {
            empty("[", "]");
            return;
        }
        output_.indent(!is_member || output_.at_line_start());
        for (const proto::any& item : items) {
            output_.start_line();
            output_.indicator("-", true, false, true);
            node(item, false);
        }
        output_.dedent();
    }

    void mapping(const proto::object& members) {
        std::vector<const proto::object::value_type*> sorted;
        for (const auto& member : members)
            if (!member.second.is_slot())
                sorted.push_back(&member);
        std::stable_sort(sorted.begin(), sorted.end(), [](const auto* left, const auto* right) {
            return key_comes_before(left->first, right->first);
        });
        if (sorted.empty()) {
            empty("{", "}");
            return;
        }
        output_.indent();
        for (const auto* member : sorted) {
            output_.start_line();
            key(member->first);
            node(member->second, true);
        }
        output_.dedent();
    }

    /// A key with its colon; long and multi-line keys get lines of their own.
    void key(const std::string& name) {
        constexpr std::size_t longest_simple_key = 128;
        if (name.size() <= longest_simple_key && !traits_of(name).is_multiline) {
            string(name, true);
            output_.indicator(":", false);
            return;
        }
        output_.indicator("?", true, false, true);
        string(name, false);
        output_.start_line();
        output_.indicator(":", true, false, true);
    }

    void empty(std::string_view open, std::string_view close) {
        output_.indicator(open, true, true);
        output_.indicator(close, false);
    }

    yaml_output output_;
};

} // namespace

std::string to_yaml(const proto::any& document) { return yaml_writer().write(document); }

} // namespace argocdpp::cli
