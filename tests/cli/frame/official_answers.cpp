// Answers of the official argocd 3.5.1 to command lines that fail before any server is asked,
// recorded by running it (no config file, TZ=UTC). Regenerate by hand: the texts are the official
// CLI's, not ours.

#include "fake_terminal.hpp"
#include "log.hpp"
#include "views/time_text.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace argocdpp;

namespace {

struct answer {
    std::vector<std::string> words;
    std::string options; ///< ARGOCD_OPTS
    int code;
    std::string out;
    std::string err; ///< with TIME for the time
};

// clang-format off
const std::vector<answer> answers = {
    {{"app", "get", "x", "--bogus"}, "", 1, "Error: unknown flag: --bogus\n", ""},
    {{"app", "get", "x", "-yz"}, "", 1, "Error: unknown shorthand flag: 'y' in -yz\n", ""},
    {{"app", "get", "x", "-ox=y", "-zq"}, "", 1, "Error: unknown shorthand flag: 'z' in -zq\n", ""},
    {{"app", "get", "x", "--output"}, "", 1, "Error: flag needs an argument: --output\n", ""},
    {{"app", "get", "x", "-o"}, "", 1, "Error: flag needs an argument: 'o' in -o\n", ""},
    {{"app", "get", "x", "-No"}, "", 1, "", "{\"level\":\"fatal\",\"msg\":\"Argo CD server address unspecified\",\"time\":\"TIME\"}\n"},
    {{"app", "get", "x", "--=x"}, "", 1, "Error: bad flag syntax: --=x\n", ""},
    {{"app", "get", "x", "---x"}, "", 1, "Error: bad flag syntax: ---x\n", ""},
    {{"app", "get", "x", "--timeout", "abc"}, "", 1, "Error: invalid argument \"abc\" for \"--timeout\" flag: strconv.ParseUint: parsing \"abc\": invalid syntax\n", ""},
    {{"app", "get", "x", "--timeout", "-1"}, "", 1, "Error: invalid argument \"-1\" for \"--timeout\" flag: strconv.ParseUint: parsing \"-1\": invalid syntax\n", ""},
    {{"app", "get", "x", "--timeout=99999999999999999999"}, "", 1, "Error: invalid argument \"99999999999999999999\" for \"--timeout\" flag: strconv.ParseUint: parsing \"99999999999999999999\": value out of range\n", ""},
    {{"app", "get", "x", "--timeout", ""}, "", 1, "Error: invalid argument \"\" for \"--timeout\" flag: strconv.ParseUint: parsing \"\": invalid syntax\n", ""},
    {{"app", "get", "x", "--timeout", "0x1G"}, "", 1, "Error: invalid argument \"0x1G\" for \"--timeout\" flag: strconv.ParseUint: parsing \"0x1G\": invalid syntax\n", ""},
    {{"app", "get", "x", "--timeout", "1_000", "--bogus"}, "", 1, "Error: unknown flag: --bogus\n", ""},
    {{"app", "get", "x", "--timeout", "_1"}, "", 1, "Error: invalid argument \"_1\" for \"--timeout\" flag: strconv.ParseUint: parsing \"_1\": invalid syntax\n", ""},
    {{"app", "get", "x", "--timeout", "08"}, "", 1, "Error: invalid argument \"08\" for \"--timeout\" flag: strconv.ParseUint: parsing \"08\": invalid syntax\n", ""},
    {{"app", "get", "x", "--source-position", "abc"}, "", 1, "Error: invalid argument \"abc\" for \"--source-position\" flag: strconv.ParseInt: parsing \"abc\": invalid syntax\n", ""},
    {{"app", "get", "x", "--source-position", "99999999999999999999"}, "", 1, "Error: invalid argument \"99999999999999999999\" for \"--source-position\" flag: strconv.ParseInt: parsing \"99999999999999999999\": value out of range\n", ""},
    {{"app", "get", "x", "--source-position", "-9223372036854775809"}, "", 1, "Error: invalid argument \"-9223372036854775809\" for \"--source-position\" flag: strconv.ParseInt: parsing \"-9223372036854775809\": value out of range\n", ""},
    {{"app", "get", "x", "--refresh=maybe"}, "", 1, "Error: invalid argument \"maybe\" for \"--refresh\" flag: strconv.ParseBool: parsing \"maybe\": invalid syntax\n", ""},
    {{"app", "get", "x", "--refresh="}, "", 1, "Error: invalid argument \"\" for \"--refresh\" flag: strconv.ParseBool: parsing \"\": invalid syntax\n", ""},
    {{"app", "get", "x", "--refresh=T", "--bogus"}, "", 1, "Error: unknown flag: --bogus\n", ""},
    {{"app", "sync", "x", "--retry-backoff-duration", "5"}, "", 1, "Error: invalid argument \"5\" for \"--retry-backoff-duration\" flag: time: missing unit in duration \"5\"\n", ""},
    {{"app", "sync", "x", "--retry-backoff-duration", "x"}, "", 1, "Error: invalid argument \"x\" for \"--retry-backoff-duration\" flag: time: invalid duration \"x\"\n", ""},
    {{"app", "sync", "x", "--retry-backoff-duration", "5y"}, "", 1, "Error: invalid argument \"5y\" for \"--retry-backoff-duration\" flag: time: unknown unit \"y\" in duration \"5y\"\n", ""},
    {{"app", "sync", "x", "--retry-backoff-duration", "99999999h"}, "", 1, "Error: invalid argument \"99999999h\" for \"--retry-backoff-duration\" flag: time: invalid duration \"99999999h\"\n", ""},
    {{"app", "sync", "x", "--retry-backoff-duration", "1.5.5s"}, "", 1, "Error: invalid argument \"1.5.5s\" for \"--retry-backoff-duration\" flag: time: missing unit in duration \"1.5.5s\"\n", ""},
    {{"app", "sync", "x", "--retry-backoff-duration", ".s"}, "", 1, "Error: invalid argument \".s\" for \"--retry-backoff-duration\" flag: time: invalid duration \".s\"\n", ""},
    {{"app", "sync", "x", "--retry-backoff-duration", "-"}, "", 1, "Error: invalid argument \"-\" for \"--retry-backoff-duration\" flag: time: invalid duration \"-\"\n", ""},
    {{"app", "sync", "x", "--retry-backoff-duration", "5\302\265"}, "", 1, "Error: invalid argument \"5\302\265\" for \"--retry-backoff-duration\" flag: time: unknown unit \"\\xc2\\xb5\" in duration \"5\\xc2\\xb5\"\n", ""},
    {{"app", "sync", "x", "--retry-backoff-duration", "5\"s"}, "", 1, "Error: invalid argument \"5\\\"s\" for \"--retry-backoff-duration\" flag: time: unknown unit \"\\\"s\" in duration \"5\\\"s\"\n", ""},
    {{"app", "sync", "x", "--retry-backoff-duration", "1h1.5m3ms", "--bogus"}, "", 1, "Error: unknown flag: --bogus\n", ""},
    {{"app", "sync", "x", "--source-positions", "a,b"}, "", 1, "Error: invalid argument \"a,b\" for \"--source-positions\" flag: strconv.ParseInt: parsing \"a\": invalid syntax\n", ""},
    {{"app", "sync", "x", "--source-positions", "\"1"}, "", 1, "Error: invalid argument \"\\\"1\" for \"--source-positions\" flag: strconv.ParseInt: parsing \"\\\"1\": invalid syntax\n", ""},
    {{"app", "sync", "x", "--source-positions", ""}, "", 1, "Error: invalid argument \"\" for \"--source-positions\" flag: strconv.ParseInt: parsing \"\": invalid syntax\n", ""},
    {{"app", "sync", "x", "--source-positions", " 1"}, "", 1, "Error: invalid argument \" 1\" for \"--source-positions\" flag: strconv.ParseInt: parsing \" 1\": invalid syntax\n", ""},
    {{"app", "sync", "x", "--source-positions", "1,,2"}, "", 1, "Error: invalid argument \"1,,2\" for \"--source-positions\" flag: strconv.ParseInt: parsing \"\": invalid syntax\n", ""},
    {{"app", "list", "-H", "a\"b:c"}, "", 1, "Error: invalid argument \"a\\\"b:c\" for \"-H, --header\" flag: parse error on line 1, column 2: bare \" in non-quoted-field\n", ""},
    {{"app", "list", "-H", "\"a"}, "", 1, "Error: invalid argument \"\\\"a\" for \"-H, --header\" flag: parse error on line 1, column 3: extraneous or missing \" in quoted-field\n", ""},
    {{"app", "list", "-H", "\"a\"b"}, "", 1, "Error: invalid argument \"\\\"a\\\"b\" for \"-H, --header\" flag: parse error on line 1, column 3: extraneous or missing \" in quoted-field\n", ""},
    {{"app", "list", "-H", "x,\"a\nb\"c"}, "", 1, "Error: invalid argument \"x,\\\"a\\nb\\\"c\" for \"-H, --header\" flag: record on line 1; parse error on line 2, column 2: extraneous or missing \" in quoted-field\n", ""},
    {{"app", "list", "-H", "\"a\nb"}, "", 1, "Error: invalid argument \"\\\"a\\nb\" for \"-H, --header\" flag: record on line 1; parse error on line 2, column 2: extraneous or missing \" in quoted-field\n", ""},
    {{"app", "list", "-H", "\n"}, "", 1, "Error: invalid argument \"\\n\" for \"-H, --header\" flag: EOF\n", ""},
    {{"app", "list", "-H", "a,b\""}, "", 1, "Error: invalid argument \"a,b\\\"\" for \"-H, --header\" flag: parse error on line 1, column 4: bare \" in non-quoted-field\n", ""},
    {{"app", "list", "--http-retry-max", "x"}, "", 1, "Error: invalid argument \"x\" for \"--http-retry-max\" flag: strconv.ParseInt: parsing \"x\": invalid syntax\n", ""},
    {{"--http-retry-max", "x"}, "", 1, "Error: invalid argument \"x\" for \"--http-retry-max\" flag: strconv.ParseInt: parsing \"x\": invalid syntax\n", ""},
    {{"app", "--bogus"}, "", 1, "Error: unknown flag: --bogus\n", ""},
    {{"app", "-z"}, "", 1, "Error: unknown shorthand flag: 'z' in -z\n", ""},
    {{"--bogus"}, "", 1, "Error: unknown flag: --bogus\n", ""},
    {{"bogus"}, "", 1, "Error: unknown command \"bogus\" for \"argocd\"\nRun 'argocd --help' for usage.\n", "time=\"TIME\" level=warning msg=\"error looking for plugin 'argocd-bogus': exec: \\\"argocd-bogus\\\": executable file not found in $PATH\"\n"},
    {{"bogus", "--bogus"}, "", 1, "Error: unknown command \"bogus\" for \"argocd\"\nRun 'argocd --help' for usage.\n", "time=\"TIME\" level=warning msg=\"error looking for plugin 'argocd-bogus': exec: \\\"argocd-bogus\\\": executable file not found in $PATH\"\n"},
    {{"--bogus", "bogus"}, "", 1, "Error: unknown flag: --bogus\n", ""},
    {{"app", "--server"}, "", 1, "Error: flag needs an argument: --server\n", ""},
    {{"--server"}, "", 1, "Error: flag needs an argument: --server\n", ""},
    {{"--server=x", "bogus"}, "", 1, "Error: unknown command \"bogus\" for \"argocd\"\nRun 'argocd --help' for usage.\n", "time=\"TIME\" level=warning msg=\"error looking for plugin 'argocd---server=x': exec: \\\"argocd---server=x\\\": executable file not found in $PATH\"\n"},
    {{"--server", "x", "bogus"}, "", 1, "Error: unknown command \"bogus\" for \"argocd\"\nRun 'argocd --help' for usage.\n", "time=\"TIME\" level=warning msg=\"error looking for plugin 'argocd---server': exec: \\\"argocd---server\\\": executable file not found in $PATH\"\n"},
    {{"app", "list", "--help", "--bogus"}, "", 1, "Error: unknown flag: --bogus\n", ""},
    {{"app", "list", "--help=maybe"}, "", 1, "Error: invalid argument \"maybe\" for \"-h, --help\" flag: strconv.ParseBool: parsing \"maybe\": invalid syntax\n", ""},
    {{"app", "list", "-\303\251"}, "", 1, "Error: unknown shorthand flag: '\303\203' in -\303\251\n", ""},
    {{"app", "list", "-'"}, "", 1, "Error: unknown shorthand flag: '\\'' in -'\n", ""},
    {{"app", "list", "-\011"}, "", 1, "Error: unknown shorthand flag: '\\t' in -\011\n", ""},
    {{"app", "list", "-o"}, "", 1, "Error: flag needs an argument: 'o' in -o\n", ""},
    {{"app", "get", "x", "--timeout", "\303\251\001\177\342\200\213\"\\"}, "", 1, "Error: invalid argument \"\303\251\\x01\\x7f\\u200b\\\"\\\\\" for \"--timeout\" flag: strconv.ParseUint: parsing \"\303\251\\x01\\x7f\\u200b\\\"\\\\\": invalid syntax\n", ""},
    {{"app", "get", "x", "--", "--bogus", "y", "z"}, "", 1, "", "{\"level\":\"fatal\",\"msg\":\"Argo CD server address unspecified\",\"time\":\"TIME\"}\n"},
    {{"app", "list", "--", "x", "y", "--server"}, "", 1, "", "{\"level\":\"fatal\",\"msg\":\"Argo CD server address unspecified\",\"time\":\"TIME\"}\n"},
    {{"version", "--client", "--short", "--logformat", "xml"}, "", 1, "", "time=\"TIME\" level=fatal msg=\"Unknown log format 'xml'\"\n"},
    {{"version", "--client", "--loglevel", "foo"}, "", 20, "", "{\"level\":\"fatal\",\"msg\":\"not a valid logrus Level: \\\"foo\\\"\",\"time\":\"TIME\"}\n"},
    {{"version", "--client", "--loglevel", "''"}, "", 20, "", "{\"level\":\"fatal\",\"msg\":\"not a valid logrus Level: \\\"''\\\"\",\"time\":\"TIME\"}\n"},
    {{"app", "list", "--logformat", "text"}, "", 1, "", "time=\"TIME\" level=fatal msg=\"Argo CD server address unspecified\"\n"},
    {{"app", "list", "--loglevel", "panic"}, "", 1, "", ""},
    {{"app", "list", "--loglevel", "warning"}, "", 1, "", "{\"level\":\"fatal\",\"msg\":\"Argo CD server address unspecified\",\"time\":\"TIME\"}\n"},
    {{"app", "list"}, "", 1, "", "{\"level\":\"fatal\",\"msg\":\"Argo CD server address unspecified\",\"time\":\"TIME\"}\n"},
    {{"app", "list", "--loglevel", "foo", "--bogus"}, "", 20, "", "{\"level\":\"fatal\",\"msg\":\"not a valid logrus Level: \\\"foo\\\"\",\"time\":\"TIME\"}\n"},
    {{"app", "list", "--bogus", "--loglevel", "foo"}, "", 1, "Error: unknown flag: --bogus\n", ""},
    {{"app", "bogus", "--loglevel", "foo"}, "", 20, "", "{\"level\":\"fatal\",\"msg\":\"not a valid logrus Level: \\\"foo\\\"\",\"time\":\"TIME\"}\n"},
    {{"help", "--loglevel", "foo"}, "", 20, "", "{\"level\":\"fatal\",\"msg\":\"not a valid logrus Level: \\\"foo\\\"\",\"time\":\"TIME\"}\n"},
    {{"app", "list", "--server", "127.0.0.1:1", "--header", "abc"}, "", 1, "", "{\"level\":\"fatal\",\"msg\":\"Failed to establish connection to 127.0.0.1:1: additional headers must be colon(:)-separated: abc\",\"time\":\"TIME\"}\n"},
    {{"app", "list", "--server", "127.0.0.1:1", "--header", ":abc"}, "", 1, "", "{\"level\":\"fatal\",\"msg\":\"Failed to establish connection to 127.0.0.1:1: additional headers must be colon(:)-separated: :abc\",\"time\":\"TIME\"}\n"},
    {{"app", "list", "--server", "127.0.0.1:1", "--server-crt", "/nonexistent"}, "", 1, "", "{\"level\":\"fatal\",\"msg\":\"open /nonexistent: no such file or directory\",\"time\":\"TIME\"}\n"},
    {{"app", "list", "--server", "127.0.0.1:1", "--server-crt", "/tmp"}, "", 1, "", "{\"level\":\"fatal\",\"msg\":\"read /tmp: is a directory\",\"time\":\"TIME\"}\n"},
    {{"completion", "foo"}, "", 1, "Invalid shell 'foo'. The supported shells are bash, zsh and fish.\n", ""},
    {{"app", "list"}, "x", 1, "", "time=\"TIME\" level=fatal msg=\"ARGOCD_OPTS invalid at 'x'\"\n"},
    {{"app", "list"}, "--server x y", 1, "", "time=\"TIME\" level=fatal msg=\"ARGOCD_OPTS invalid at 'y'\"\n"},
    {{"app", "list"}, "--server 'x", 1, "", "time=\"TIME\" level=fatal msg=\"Unterminated single-quoted string\"\n"},
    {{"app", "list"}, "--server \"x", 1, "", "time=\"TIME\" level=fatal msg=\"Unterminated double-quoted string\"\n"},
    {{"app", "list"}, "--server x\\", 1, "", "time=\"TIME\" level=fatal msg=\"Unterminated backslash-escape\"\n"},
    {{"app", "list"}, "-H a:b", 1, "", "time=\"TIME\" level=fatal msg=\"ARGOCD_OPTS invalid at '-H'\"\n"},
    {{"app", "list"}, "--header '\"a'", 1, "", "time=\"TIME\" level=fatal msg=\"parse error on line 1, column 3: extraneous or missing \\\" in quoted-field\"\n"},
    {{"app", "list"}, "--http-retry-max x", 1, "", "time=\"TIME\" level=fatal msg=\"strconv.Atoi: parsing \\\"x\\\": invalid syntax\"\n"},
    {{"app", "list"}, "--logformat xml", 1, "", "time=\"TIME\" level=fatal msg=\"Unknown log format 'xml'\"\n"},
    {{"app", "list"}, "--loglevel foo", 20, "", "{\"level\":\"fatal\",\"msg\":\"not a valid logrus Level: \\\"foo\\\"\",\"time\":\"TIME\"}\n"},
    {{"app", "list"}, "--loglevel=foo", 20, "", "{\"level\":\"fatal\",\"msg\":\"not a valid logrus Level: \\\"foo\\\"\",\"time\":\"TIME\"}\n"},
    {{"app", "list"}, "--server 127.0.0.1:1 --plaintext --header ab", 1, "", "{\"level\":\"fatal\",\"msg\":\"Failed to establish connection to 127.0.0.1:1: additional headers must be colon(:)-separated: ab\",\"time\":\"TIME\"}\n"},
    {{"app", "list"}, "--server 127.0.0.1:1 --client-crt x", 1, "", "{\"level\":\"fatal\",\"msg\":\"--client-crt and --client-crt-key must always be specified together\",\"time\":\"TIME\"}\n"},
    {{"app", "list"}, "x\\\ny", 1, "", "time=\"TIME\" level=fatal msg=\"ARGOCD_OPTS invalid at 'xy'\"\n"},
};
// clang-format on

std::string at_test_time(std::string text) {
    const std::size_t at = text.find("TIME");
    if (at != std::string::npos)
        text.replace(at, 4,
                     cli::rfc3339(tests::still_clock().unix_seconds(), cli::time_zone::local()));
    return text;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += word + " ";
    return text;
}

} // namespace

TEST_CASE("Command lines that fail are answered as by the official CLI") {
    for (const answer& recorded : answers) {
        const std::string line = recorded.options + " | " + joined(recorded.words);
        CAPTURE(line);
        tests::fake_world outside;
        outside.variables = {{"HOME", "/nonexistent"}, {"PATH", "/nonexistent"}};
        if (!recorded.options.empty())
            outside.variables["ARGOCD_OPTS"] = recorded.options;
        std::vector<std::string> argv = {"/usr/bin/argocd"};
        argv.insert(argv.end(), recorded.words.begin(), recorded.words.end());
        CHECK(outside.run(argv) == recorded.code);
        CHECK(outside.streams.out_text == recorded.out);
        CHECK(outside.streams.err_text == at_test_time(recorded.err));
        CHECK(outside.connections.empty());
    }
}
