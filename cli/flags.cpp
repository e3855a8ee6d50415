#include "flags.hpp"

#include "csv_record.hpp"
#include "failure.hpp"
#include "go_values.hpp"
#include "views/time_text.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace argocdpp::cli {

namespace {

/// Sets the variable behind a flag; throws std::invalid_argument. The first value of a list
/// replaces its default, further ones are appended.
struct value_setter {
    std::string_view text;
    bool append;

    void operator()(bool* target) const { *target = parse_go_bool(text); }
    void operator()(std::string* target) const { *target = text; }
    void operator()(long long* target) const { *target = parse_go_int(text); }
    void operator()(unsigned long long* target) const { *target = parse_go_uint(text); }
    void operator()(std::chrono::nanoseconds* target) const { *target = parse_go_duration(text); }
    void operator()(text_list* target) const { collect(*target, {std::string(text)}); }
    void operator()(flag::csv_list list) const { collect(*list.target, read_csv_record(text)); }
    void operator()(std::vector<long long>* target) const {
        std::vector<long long> values;
        std::size_t begin = 0;
        do {
            const std::size_t comma = std::min(text.find(',', begin), text.size());
            values.push_back(parse_go_int(text.substr(begin, comma - begin)));
            begin = comma + 1;
        } while (begin <= text.size());
        collect(*target, std::move(values));
    }

    template<class List>
    void collect(List& target, List values) const {
        if (!append)
            target.clear();
        target.insert(target.end(), values.begin(), values.end());
    }
};

/// How help shows a default; nothing for what is zero or empty.
struct default_writer {
    std::string operator()(const bool* value) const { return *value ? "true" : ""; }
    std::string operator()(const std::string* value) const {
        return value->empty() ? "" : go_quote(*value);
    }
    std::string operator()(const long long* value) const {
        return *value == 0 ? "" : std::to_string(*value);
    }
    std::string operator()(const unsigned long long* value) const {
        return *value == 0 ? "" : std::to_string(*value);
    }
    std::string operator()(const std::chrono::nanoseconds* value) const {
        return value->count() == 0 ? "" : duration_text(*value);
    }
    std::string operator()(const text_list* values) const { return joined(*values); }
    std::string operator()(flag::csv_list list) const { return joined(*list.target); }
    std::string operator()(const std::vector<long long>* values) const {
        text_list texts;
        for (const long long value : *values)
            texts.push_back(std::to_string(value));
        return joined(texts);
    }
    static std::string joined(const text_list& values) {
        std::string text;
        for (const std::string& value : values)
            text += (text.empty() ? "[" : ",") + value;
        return text.empty() ? "" : text + "]";
    }
};

struct value_namer {
    std::string_view operator()(bool*) const { return ""; }
    std::string_view operator()(std::string*) const { return "string"; }
    std::string_view operator()(long long*) const { return "int"; }
    std::string_view operator()(unsigned long long*) const { return "uint"; }
    std::string_view operator()(std::chrono::nanoseconds*) const { return "duration"; }
    std::string_view operator()(text_list*) const { return "string"; }
    std::string_view operator()(flag::csv_list) const { return "strings"; }
    std::string_view operator()(std::vector<long long>*) const { return "ints"; }
};

void assign(flag& flag, std::string_view value) {
    try {
        std::visit(value_setter{value, flag.changed}, flag.target);
    } catch (const std::invalid_argument& fault) {
        const std::string shorthand =
            flag.shorthand ? std::string("-") + flag.shorthand + ", " : "";
        throw usage_error("invalid argument " + go_quote(value) + " for " +
                          go_quote(shorthand + "--" + flag.name) + " flag: " + fault.what());
    }
    flag.changed = true;
}

/// pflag quotes the first byte of the letter's UTF-8 form.
std::string quoted_letter(char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte >= 0x80)
        return byte < 0xc0 ? "'\u00c2'" : "'\u00c3'";
    if (letter == '\'')
        return "'\\''";
    if (letter == '"')
        return "'\"'";
    const std::string quoted = go_quote(std::string_view(&letter, 1));
    return "'" + quoted.substr(1, quoted.size() - 2) + "'";
}

} // namespace

std::string_view flag::value_name() const { return std::visit(value_namer{}, target); }

std::string flag::variable_name() const {
    if (!has_variable)
        return "";
    std::string made = "ARGOCDPP_" + name;
    for (char& letter : made)
        letter = letter == '-'
                     ? '_'
                     : static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    return made;
}

flag& flag_set::declare(flag::target_type target, std::string_view name, char shorthand,
                        std::string_view help) {
    ignored_ = {};
    if (find(name))
        return ignored_;
    if (find(shorthand))
        shorthand = 0;
    std::string default_text = std::visit(default_writer{}, target);
    flag& made = flags_.emplace_back();
    made.name = name;
    made.shorthand = shorthand;
    made.help = help;
    made.target = target;
    made.default_text = std::move(default_text);
    return made;
}

flag& flag_set::add(bool& target, std::string_view name, char shorthand, std::string_view help) {
    return declare(&target, name, shorthand, help);
}

flag& flag_set::add(std::string& target, std::string_view name, char shorthand,
                    std::string_view help) {
    return declare(&target, name, shorthand, help);
}

flag& flag_set::add(long long& target, std::string_view name, char shorthand,
                    std::string_view help) {
    return declare(&target, name, shorthand, help);
}

flag& flag_set::add(unsigned long long& target, std::string_view name, char shorthand,
                    std::string_view help) {
    return declare(&target, name, shorthand, help);
}

flag& flag_set::add(std::chrono::nanoseconds& target, std::string_view name, char shorthand,
                    std::string_view help) {
    return declare(&target, name, shorthand, help);
}

flag& flag_set::add(text_list& target, std::string_view name, char shorthand,
                    std::string_view help) {
    return declare(&target, name, shorthand, help);
}

flag& flag_set::add_csv(text_list& target, std::string_view name, char shorthand,
                        std::string_view help) {
    return declare(flag::csv_list{&target}, name, shorthand, help);
}

flag& flag_set::add_csv(std::vector<long long>& target, std::string_view name, char shorthand,
                        std::string_view help) {
    return declare(&target, name, shorthand, help);
}

void flag_set::hide(std::string_view name) {
    if (flag* hidden = find_mutable(name))
        hidden->hidden = true;
}

const flag* flag_set::find(std::string_view name) const {
    const auto at = std::ranges::find(flags_, name, &flag::name);
    return at == flags_.end() ? nullptr : &*at;
}

const flag* flag_set::find(char shorthand) const {
    const auto at = std::ranges::find(flags_, shorthand, &flag::shorthand);
    return shorthand == 0 || at == flags_.end() ? nullptr : &*at;
}

flag* flag_set::find_mutable(std::string_view name) {
    const auto at = std::ranges::find(flags_, name, &flag::name);
    return at == flags_.end() ? nullptr : &*at;
}

bool flag_set::changed(std::string_view name) const {
    const flag* named = find(name);
    return named && named->changed;
}

void flag_set::set(std::string_view name, std::string_view value) {
    flag* named = find_mutable(name);
    if (!named)
        throw usage_error("no such flag -" + std::string(name));
    assign(*named, value);
}

std::vector<std::string> flag_set::parse(const std::vector<std::string>& words) {
    std::vector<std::string> arguments;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const std::string& word = words[at];
        if (word == "--") {
            arguments.insert(arguments.end(), words.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                             words.end());
            break;
        }
        if (word.size() < 2 || word[0] != '-')
            arguments.push_back(word);
        else if (word[1] == '-')
            parse_long(words, at);
        else
            parse_short(words, at);
    }
    return arguments;
}

void flag_set::read_variables(const environment& variables) {
    for (flag& open : flags_) {
        const std::string name = open.variable_name();
        const std::string value = name.empty() || open.changed ? "" : variable(variables, name);
        if (value.empty())
            continue;
        try {
            std::visit(value_setter{value, false}, open.target);
        } catch (const std::invalid_argument& fault) {
            throw usage_error("invalid value " + go_quote(value) + " of " + name + ": " +
                              fault.what());
        }
        open.changed = true;
    }
}

void flag_set::parse_long(const word_list& words, std::size_t& at) {
    const std::string& word = words[at];
    if (word[2] == '-' || word[2] == '=')
        throw usage_error("bad flag syntax: " + word);
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    flag* named = find_mutable(name);
    if (!named)
        throw usage_error("unknown flag: --" + name);
    if (equals != std::string::npos)
        return assign(*named, std::string_view(word).substr(equals + 1));
    if (named->is_switch())
        return assign(*named, "true");
    if (at + 1 == words.size())
        throw usage_error("flag needs an argument: --" + name);
    assign(*named, words[++at]);
}

void flag_set::parse_short(const word_list& words, std::size_t& at) {
    std::string_view letters = std::string_view(words[at]).substr(1);
    while (!letters.empty()) {
        const char letter = letters[0];
        const std::string cluster = quoted_letter(letter) + " in -" + std::string(letters);
        const flag* declared = find(letter);
        if (!declared)
            throw usage_error("unknown shorthand flag: " + cluster);
        flag& named = *find_mutable(declared->name);
        letters.remove_prefix(1);
        if (letters.size() > 1 && letters[0] == '=')
            return assign(named, letters.substr(1));
        if (named.is_switch()) {
            assign(named, "true");
            continue;
        }
        if (!letters.empty())
            return assign(named, letters);
        if (at + 1 == words.size())
            throw usage_error("flag needs an argument: " + cluster);
        assign(named, words[++at]);
    }
}

} // namespace argocdpp::cli
