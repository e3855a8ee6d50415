#include "csv_record.hpp"
#include "failure.hpp"
#include "flags.hpp"
#include "go_values.hpp"
#include "views/time_text.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace argocdpp::cli;

namespace {

struct sample {
    bool wide = false;
    bool yes = true;
    std::string output = "text";
    long long position = -1;
    unsigned long long timeout = 0;
    std::chrono::nanoseconds delay = std::chrono::seconds(5);
    text_list params = {"default"};
    text_list headers;
    std::vector<long long> positions;
    flag_set flags;

    sample() {
        flags.add(wide, "wide", 'w', "wide");
        flags.add(yes, "yes", 'y', "yes");
        flags.add(output, "output", 'o', "output");
        flags.add(position, "position", 0, "position");
        flags.add(timeout, "timeout", 't', "timeout");
        flags.add(delay, "delay", 0, "delay");
        flags.add(params, "param", 'p', "parameters");
        flags.add_csv(headers, "header", 'H', "headers");
        flags.add_csv(positions, "positions", 0, "positions");
    }
    std::string refusal(const std::vector<std::string>& words) {
        try {
            flags.parse(words);
        } catch (const usage_error& fault) {
            return fault.what();
        }
        return "";
    }
};

} // namespace

TEST_CASE("Flags and arguments mix, and -- ends the flags") {
    sample s;
    CHECK(s.flags.parse({"a", "--output", "x", "b", "-w", "--", "-w", "--output"}) ==
          text_list{"a", "b", "-w", "--output"});
    CHECK(s.output == "x");
    CHECK(s.wide);
    CHECK(s.flags.changed("wide"));
    CHECK_FALSE(s.flags.changed("timeout"));
}

TEST_CASE(
    "A value may stand behind =, behind the letter, or be the next word, whatever it looks like") {
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
        {{"--output=a=b"}, "a=b"},
        {{"--output="}, ""},
        {{"-oa"}, "a"},
        {{"-o=a"}, "a"},
        {{"-o="}, "="},
        {{"-o", "-w"}, "-w"},
        {{"--output", "--"}, "--"},
        {{"-wo", "a"}, "a"},
        {{"-woa"}, "a"},
        {{"--output", "[a,b]"}, "[a,b]"},
        {{"-o", "a", "-o", "b"}, "b"},
        {{"--output", ""}, ""},
    };
    for (const auto& [words, value] : cases) {
        sample s;
        CHECK(s.flags.parse(words).empty());
        CHECK(s.output == value);
    }
}

TEST_CASE("A switch takes a value only behind =") {
    sample s;
    CHECK(s.flags.parse({"--wide", "false", "-y=false"}) == text_list{"false"});
    CHECK(s.wide);
    CHECK_FALSE(s.yes);
}

TEST_CASE("The first value of a list replaces its default, further ones are added") {
    sample s;
    s.flags.parse({"-p", "a,b", "-pc", "-H", "a: 1,\"b: 2,3\"", "-H", "c", "--positions", "1,-2",
                   "--positions=0x10"});
    CHECK(s.params == text_list{"a,b", "c"});
    CHECK(s.headers == text_list{"a: 1", "b: 2,3", "c"});
    CHECK(s.positions == std::vector<long long>{1, -2, 16});
}

TEST_CASE("Numbers and durations are read as Go reads them") {
    sample s;
    s.flags.parse({"--position", "-0b11", "-t", "1_000", "--delay", "1h2m3.5s"});
    CHECK(s.position == -3);
    CHECK(s.timeout == 1000);
    CHECK(s.delay == std::chrono::milliseconds(3'723'500));
    CHECK(parse_go_int("-9223372036854775808") == std::numeric_limits<long long>::min());
    CHECK(parse_go_uint("18446744073709551615") == std::numeric_limits<unsigned long long>::max());
    CHECK(parse_go_uint("0") == 0);
    CHECK(parse_go_uint("010") == 8);
    CHECK_THROWS(parse_go_uint("1__0"));
    CHECK_THROWS(parse_go_uint("1_"));
    CHECK(parse_go_duration("-1.5us").count() == -1500);
    CHECK(parse_go_duration(".5\u00b5s").count() == 500);
    CHECK(parse_go_duration("+0") == std::chrono::nanoseconds(0));
    CHECK_THROWS(parse_go_duration("9223372036854775808ns"));
    CHECK(parse_go_duration("-9223372036854775808ns").count() ==
          std::numeric_limits<std::int64_t>::min());
}

TEST_CASE("Durations are written as Go writes them") {
    using std::chrono::nanoseconds;
    CHECK(duration_text(nanoseconds(0)) == "0s");
    CHECK(duration_text(std::chrono::seconds(5)) == "5s");
    CHECK(duration_text(std::chrono::minutes(3)) == "3m0s");
    CHECK(duration_text(std::chrono::milliseconds(3'723'500)) == "1h2m3.5s");
    CHECK(duration_text(nanoseconds(1500)) == "1.5\u00b5s");
    CHECK(duration_text(nanoseconds(-1)) == "-1ns");
    CHECK(duration_text(std::chrono::milliseconds(250)) == "250ms");
}

TEST_CASE("What is refused is refused in pflag's words") {
    sample s;
    CHECK(s.refusal({"--bogus=x"}) == "unknown flag: --bogus");
    CHECK(s.refusal({"--out", "x"}) == "unknown flag: --out");
    CHECK(s.refusal({"-wx"}) == "unknown shorthand flag: 'x' in -x");
    CHECK(s.refusal({"-xyz"}) == "unknown shorthand flag: 'x' in -xyz");
    CHECK(s.refusal({"--output"}) == "flag needs an argument: --output");
    CHECK(s.refusal({"-wo"}) == "flag needs an argument: 'o' in -o");
    CHECK(s.refusal({"--=x"}) == "bad flag syntax: --=x");
    CHECK(s.refusal({"---x"}) == "bad flag syntax: ---x");
    CHECK(s.refusal({"-t", "x"}) == "invalid argument \"x\" for \"-t, --timeout\" flag: "
                                    "strconv.ParseUint: parsing \"x\": invalid syntax");
    CHECK(s.refusal({"--wide=maybe"}) == "invalid argument \"maybe\" for \"-w, --wide\" flag: "
                                         "strconv.ParseBool: parsing \"maybe\": invalid syntax");
}

TEST_CASE("A name that is declared twice stays the first one's") {
    bool own = false, global = false;
    flag_set flags;
    flags.add(own, "prompts-enabled", 'p', "own");
    flags.add(global, "prompts-enabled", 'q', "global");
    flags.parse({"--prompts-enabled"});
    CHECK(own);
    CHECK_FALSE(global);
    CHECK(flags.find('q') == nullptr);
}

TEST_CASE("Defaults are shown where there is something to show") {
    sample s;
    CHECK(s.flags.find("wide")->default_text == "");
    CHECK(s.flags.find("yes")->default_text == "true");
    CHECK(s.flags.find("output")->default_text == "\"text\"");
    CHECK(s.flags.find("position")->default_text == "-1");
    CHECK(s.flags.find("delay")->default_text == "5s");
    CHECK(s.flags.find("param")->default_text == "[default]");
}

TEST_CASE("No command line breaks the parser") {
    std::mt19937 random(20261124);
    const std::vector<std::string> pieces = {"-",    "--", "=",    "w", "o",  "output",
                                             "wide", "1",  "\"",   ",", "-t", "5s",
                                             "x",    "",   "\xff", "H", "\n", "positions"};
    for (int round = 0; round < 20'000; ++round) {
        std::vector<std::string> words(random() % 5);
        for (std::string& word : words)
            for (unsigned i = static_cast<unsigned>(random() % 5); i > 0; --i)
                word += pieces[random() % pieces.size()];
        sample s;
        try {
            s.flags.parse(words);
        } catch (const usage_error& fault) {
            CHECK(std::string(fault.what()) != "");
        }
    }
}

TEST_CASE("A variable says what the command line left open, and counts as a flag that was given") {
    bool fast = false;
    std::string grace = "1m";
    flag_set flags;
    flags.add(fast, "fail-fast", 0, "").not_in_argocd().or_variable();
    flags.add(grace, "degraded-grace", 0, "").not_in_argocd().or_variable();
    CHECK(flags.find("fail-fast")->variable_name() == "ARGOCDPP_FAIL_FAST");
    flags.parse({"--degraded-grace", "5s"});
    flags.read_variables({{"ARGOCDPP_FAIL_FAST", "true"}, {"ARGOCDPP_DEGRADED_GRACE", "9s"}});
    CHECK(fast);
    CHECK(flags.changed("fail-fast"));
    CHECK(grace == "5s");
}

TEST_CASE("A variable that can't be understood is named") {
    bool fast = false;
    flag_set flags;
    flags.add(fast, "fail-fast", 0, "").or_variable();
    CHECK_THROWS_WITH_AS(flags.read_variables({{"ARGOCDPP_FAIL_FAST", "maybe"}}),
                         "invalid value \"maybe\" of ARGOCDPP_FAIL_FAST: strconv.ParseBool: "
                         "parsing \"maybe\": invalid syntax",
                         usage_error);
}
