#include "fake_terminal.hpp"
#include "log.hpp"

#include <doctest/doctest.h>

namespace argocdpp::cli {

namespace {

using tests::fake_terminal;
using tests::still_clock;

std::string written(log_format format, bool on_terminal, std::string_view message) {
    fake_terminal streams;
    streams.err_terminal = on_terminal;
    still_clock time;
    log(streams, time, format, log_level::info).line(log_level::fatal, message);
    return streams.err_text;
}

TEST_CASE("A message that quotes a server can't command the terminal") {
    const std::string hostile = "desc = \x1b[2J\r\x7f gone";
    CHECK(written(log_format::plain, true, hostile) == "error: desc = ?[2J?? gone\n");
    const auto coloured = written(log_format::text, true, hostile);
    CHECK(coloured.find("\x1b[2J") == std::string::npos);
    CHECK(coloured.find('\r') == std::string::npos);
    CHECK(written(log_format::json, false, "\x1b<").find(R"("msg":"\u001b\u003c")") !=
          std::string::npos);
}

TEST_CASE("What is less than asked for is not written") {
    fake_terminal streams;
    still_clock time;
    log quiet(streams, time, log_format::plain, log_level::warning);
    quiet.info("no");
    quiet.warning("yes");
    CHECK(streams.err_text == "warning: yes\n");
}

} // namespace

} // namespace argocdpp::cli
