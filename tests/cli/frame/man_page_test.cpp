#include "commands.hpp"
#include "global_flags.hpp"
#include "man_page.hpp"
#include "roff.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace argocdpp::cli;

namespace {

std::string page_of(std::string_view path) {
    for (const command* row : all_commands())
        if (row->path == path)
            return man_page(*row, "v1.2.3", "2026-11-24");
    return "";
}

bool holds(const std::string& text, std::string_view what) {
    return text.find(what) != std::string::npos;
}

} // namespace

TEST_CASE("What roff would take for its own is escaped") {
    CHECK(roff("a-b \\n 'x' `y` ~/^ \"z\"") ==
          "a\\-b \\en \\(aqx\\(aq \\(gay\\(ga \\(ti/\\(ha \\(dqz\\(dq");
    CHECK(roff("http://… 🙂 é") == "http://\\[u2026] \\[u1F642] \\[u00E9]");
    CHECK(roff_lines(".TH\n'x") == ".RS 4\n.nf\n\\&.TH\n\\&\\(aqx\n.fi\n.RE\n");
    CHECK(roff_paragraphs("one\ntwo\n\nthree\n  as is\nfour") ==
          "one\ntwo\n.PP\nthree\n.PP\n.nf\n  as is\n.fi\n.PP\nfour\n");
    CHECK(roff_entry("\\fBx\\fR", ".y") == ".TP\n\\fBx\\fR\n\\&.y\n");
}

TEST_CASE("Every command has a page that tells its flags, its examples and what is different") {
    std::set<std::string> names;
    for (const command* row : all_commands()) {
        CAPTURE(row->path);
        CHECK(names.insert(man_page_name(*row)).second);
        const std::string page = man_page(*row, "v1.2.3", "2026-11-24");
        CHECK(page == man_page(*row, "v1.2.3", "2026-11-24"));
        flag_set flags;
        const auto bound = row->bind ? row->bind(flags) : nullptr;
        global_flags globals;
        add_global_flags(flags, globals);
        for (const flag& flag : flags.all()) {
            CAPTURE(flag.name);
            CHECK(holds(page, "\\fB" + roff("--" + flag.name) + "\\fR") == !flag.hidden);
        }
        CHECK(holds(page, ".SH DIFFERENCES\n") == (row->path.empty() || !row->differences.empty()));
        CHECK(holds(page, ".SH EXAMPLES\n") == !row->examples.empty());
        for (const command* below : subcommands(*row))
            CHECK(holds(page, "\\fB" + roff(man_page_name(*below)) + "\\fR(1)"));
    }
}

TEST_CASE("A page names the program, its options with types and defaults, and where to look") {
    const std::string page = page_of("app get");
    CHECK(holds(page,
                ".TH ARGOCDPP\\-APP\\-GET 1 2026-11-24 \"argocdpp v1.2.3\" \"User Commands\"\n"
                ".SH NAME\nargocdpp\\-app\\-get \\- Show an application\n"
                ".SH SYNOPSIS\n\\fBargocdpp app get\\fR APPNAME [flags]\n"));
    CHECK(holds(page, ".TP\n\\fB\\-o\\fR, \\fB\\-\\-output\\fR \\fIstring\\fR\n"));
    CHECK(holds(page, "(default \\(dqwide\\(dq)\n"));
    CHECK(holds(page, ".SH SEE ALSO\n\\fBargocdpp\\-app\\fR(1),\n\\fBargocdpp\\fR(1)\n"));
    const std::string program = page_of("");
    CHECK(holds(program, ".SH ENVIRONMENT\n"));
    CHECK(holds(program, "ARGOCD_OPTS, then ARGOCD_SERVER, then server in the config file"));
    CHECK_FALSE(holds(page, ".SH ENVIRONMENT\n"));
}
