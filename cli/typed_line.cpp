#include "typed_line.hpp"

#include "commands.hpp"

#include <algorithm>

namespace argocdpp::cli {

namespace {

command_search search(const std::vector<std::string>& words) {
    flag_set switches;
    global_flags ignored;
    bool help = false;
    add_global_flags(switches, ignored);
    switches.add(help, "help", 'h', "");
    return find_command(words, switches);
}

bool is_text(const flag& flag) {
    return std::holds_alternative<std::string*>(flag.target) ||
           std::holds_alternative<text_list*>(flag.target) ||
           std::holds_alternative<flag::csv_list>(flag.target);
}

} // namespace

typed_line::typed_line(std::vector<std::string> words, global_flags globals)
    : row_(nullptr)
    , globals_(std::move(globals)) {
    wanted_.prefix = words.empty() ? "" : std::move(words.back());
    if (!words.empty())
        words.pop_back();
    const command_search found = search(words);
    row_ = found.row;
    if (row_->bind)
        bound_ = row_->bind(flags_);
    add_global_flags(flags_, globals_);
    flags_.add(help_, "help", 'h', "Show help");
    if (!found.absent.empty())
        return;
    read(found.words);
    const std::string word = wanted_.prefix;
    if (pending_)
        want_value(*pending_, "", word);
    else if (!flags_ended_ && word.starts_with('-'))
        want_flag(word);
    else
        want_argument();
}

std::string typed_line::value(std::string_view name) const {
    const flag* named = flags_.find(name);
    const auto* text = named ? std::get_if<std::string*>(&named->target) : nullptr;
    return text ? **text : "";
}

const flag* typed_line::in_need(std::string_view word) const {
    if (word.starts_with("--")) {
        const flag* named = flags_.find(word.substr(2));
        return named && !named->is_switch() ? named : nullptr;
    }
    for (std::size_t at = 1; at < word.size(); ++at) {
        const flag* named = flags_.find(word[at]);
        if (!named || !named->is_switch())
            return named && at + 1 == word.size() ? named : nullptr;
    }
    return nullptr;
}

void typed_line::read(const std::vector<std::string>& words) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        const std::string& word = words[at];
        if (flags_ended_ || word.size() < 2 || word[0] != '-') {
            arguments_.push_back(word);
            continue;
        }
        flags_ended_ = word == "--";
        std::vector<std::string> one = {word};
        if (const flag* needs = in_need(word)) {
            if (at + 1 == words.size()) {
                pending_ = needs;
                return;
            }
            one.push_back(words[++at]);
        }
        try {
            flags_.parse(one);
        } catch (const usage_error&) {
            // To be told when the line is run.
        }
    }
}

void typed_line::want_argument() {
    if (!row_->bind) {
        wanted_.command = arguments_.empty();
        return;
    }
    const auto& names = row_->names;
    const auto last =
        std::ranges::find(names, name_kind::none) - names.begin(); // as many as are named
    const auto at = static_cast<std::ptrdiff_t>(arguments_.size());
    if (at < last)
        wanted_.names = names[static_cast<std::size_t>(at)];
    else if (row_->repeats && last > 0)
        wanted_.names = names[static_cast<std::size_t>(last - 1)];
}

void typed_line::want_value(const flag& of, std::string head, std::string prefix) {
    const bool is_list = std::holds_alternative<flag::csv_list>(of.target);
    if (const auto comma = prefix.rfind(','); is_list && comma != std::string::npos) {
        head += prefix.substr(0, comma + 1);
        prefix.erase(0, comma + 1);
    }
    wanted_.head = std::move(head);
    wanted_.prefix = std::move(prefix);
    wanted_.names = of.names;
    wanted_.choices = of.is_switch() ? "true false" : of.choices;
    if (of.names == name_kind::none && wanted_.choices.empty() && is_text(of))
        wanted_.names = name_kind::file;
}

void typed_line::want_flag(const std::string& word) {
    const bool is_long = word.starts_with("--");
    const std::size_t equals = word.find('=');
    const flag* named = nullptr;
    std::size_t end = 2;
    if (is_long && equals != std::string::npos) {
        named = flags_.find(std::string_view(word).substr(2, equals - 2));
        end = equals + 1;
    } else if (!is_long && word.size() > 2) {
        named = flags_.find(word[1]);
        end = equals == 2 ? 3 : 2;
    }
    const bool has_value = named && (is_long || !named->is_switch());
    if (has_value)
        want_value(*named, word.substr(0, end), word.substr(end));
    else
        wanted_.flag = equals == std::string::npos;
}

} // namespace argocdpp::cli
