// Command lines and the values in them: understood, or refused with pflag's words. Each line of the
// input is a word.

#include "base64.hpp"
#include "certificate_text.hpp"
#include "failure.hpp"
#include "flags.hpp"
#include "go_values.hpp"
#include "key_id.hpp"
#include "target.hpp"
#include "views/time_text.hpp"

namespace argocdpp::fuzz {

namespace {

struct options {
    bool on = false;
    std::string text;
    long long number = 0;
    unsigned long long size = 0;
    std::chrono::nanoseconds time{};
    cli::text_list list;
    cli::text_list fields;
    std::vector<long long> numbers;

    void describe(cli::flag_set& flags) {
        flags.add(on, "on", 'o', "");
        flags.add(text, "text", 't', "");
        flags.add(number, "number", 'n', "");
        flags.add(size, "size", 's', "");
        flags.add(time, "time", 'd', "");
        flags.add(list, "list", 'l', "");
        flags.add_csv(fields, "fields", 'f', "");
        flags.add_csv(numbers, "numbers", 'm', "");
    }
    bool operator==(const options&) const = default;
};

void check_command_line(const std::vector<std::string>& words) {
    options once;
    options again;
    cli::flag_set first;
    cli::flag_set second;
    once.describe(first);
    again.describe(second);
    try {
        const std::vector<std::string> arguments = first.parse(words);
        expect(arguments.size() <= words.size(), "arguments are words that were given");
        expect(second.parse(words) == arguments && once == again, "reading is the same each time");
    } catch (const cli::usage_error& refused) {
        expect(std::string_view(refused.what()).size() > 0, "says what is wrong");
    }
}

template<class Read, class Write>
void check_value(Read read, Write write) {
    try {
        const auto value = read();
        expect(write(value), "a value reads as it is written");
    } catch (const std::invalid_argument& refused) {
        expect(std::string_view(refused.what()).size() > 0, "says what is wrong");
    }
}

void check_values(const std::string& word) {
    using namespace cli;
    check_value([&] { return parse_go_int(word); },
                [](long long value) { return parse_go_int(std::to_string(value)) == value; });
    check_value([&] { return parse_go_uint(word); },
                [](auto value) { return parse_go_uint(std::to_string(value)) == value; });
    check_value([&] { return parse_go_decimal(word); },
                [](auto value) { return parse_go_decimal(std::to_string(value)) == value; });
    check_value([&] { return parse_go_duration(word); },
                [](auto value) { return parse_go_duration(duration_text(value)) == value; });
    check_value([&] { return parse_go_bool(word); }, [](bool) { return true; });
    check_value([&] { return gnupg_key_id(word); },
                [](const std::string& id) { return gnupg_key_id(id) == id; });
    const std::string quoted = go_quote(word);
    expect(quoted.size() >= 2 && quoted.starts_with('"') && quoted.ends_with('"'), "is quoted");
    if (const auto instant = parse_time(word); instant)
        expect(parse_time(rfc3339(*instant, time_zone::utc())) == instant,
               "an instant reads as it is written");
}

void check_texts(const std::string& text) {
    expect(cli::decode_base64(cli::encode_base64(text)) == text, "base64 keeps every byte");
    try {
        cli::decode_base64(text);
    } catch (const cli::failure&) {
        // As documented, as are the next ones.
    }
    try {
        for (const std::string& block : cli::certificate_blocks(text))
            cli::read_certificate_block(block);
    } catch (const cli::failure&) {
    }
    try {
        for (const std::string& line : cli::known_host_lines(text))
            cli::read_known_host(line);
    } catch (const cli::failure&) {
    }
}

} // namespace

void arguments(std::string_view text) {
    const std::vector<std::string> words = lines_of(text);
    check_command_line(words);
    for (const std::string& word : words)
        check_values(word);
    check_texts(std::string(text));
}

} // namespace argocdpp::fuzz
