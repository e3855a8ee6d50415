#!/usr/bin/env python3
"""The completion scripts in the shells that they are for. A shell that is not installed is left out.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/completion_test.py
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.harness import BINARY_VARIABLE, Home, Sim, binary  # noqa: E402
from blackbox.terminal_run import TerminalRun  # noqa: E402

# Called as bash calls it: COMP_WORDS are cut at the signs of COMP_WORDBREAKS, and what is offered takes the place
# of the last of these pieces; so that is put in front again.
BASH = """
source <(argocd completion bash)
COMP_LINE=$1 COMP_POINT=${#1}
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
function=$(complete -p argocd | sed -E 's/.*-F ([^ ]+) .*/\\1/')
$function
printf '%s\\n' "${COMPREPLY[@]}"
"""
# The completion system's own functions stand in for what they would show.
ZSH = """
compdef() { registered=$2 }
_describe() { [[ $1 == -o ]] && shift; print -rl -- ${${${${(P)2}//\\\\:/$'\\0'}%%:*}//$'\\0'/:} }
compset() { words[CURRENT]=${words[CURRENT]#*=} }
_files() { print -rl -- *(N) }
source <(argocd completion zsh)
[[ $registered == argocd ]] || print not registered
words=("$@") CURRENT=$#
_argocd
"""
FISH = "argocd completion fish | source; complete -C $argv[1]"

APP = {"actions", "add-source", "confirm-deletion", "create", "delete", "delete-resource", "diagnose", "diff", "edit", "get",
       "get-resource", "history", "list", "logs", "manifests", "patch", "patch-resource", "remove-source", "resources", "rollback",
       "set", "sync", "terminate-op", "unset", "wait"}
TOP = {"account", "app", "appset", "cert", "cluster", "completion", "configure", "context", "gpg", "help", "login", "logout",
       "proj", "relogin", "repo", "repocreds", "self-download", "version"}


class CompletionTest(unittest.TestCase):
    """What each shell offers for a line whose last word is to be completed."""

    def setUp(self) -> None:
        if binary() is None:
            self.skipTest(f"{BINARY_VARIABLE} does not name a binary")
        self.variables: dict[str, str] = {}
        self.home = Home().__enter__()
        self.addCleanup(self.home.__exit__, None, None, None)
        (self.home.empty / "some-file").touch()

    def output(self, command: list[str]) -> list[str]:
        """The lines that a shell prints, run in a directory with one file."""
        if not shutil.which(command[0]):
            self.skipTest(f"{command[0]} is not installed")
        ran = subprocess.run(command, env=self.home.environment(**self.variables), cwd=self.home.empty, capture_output=True, text=True,
                             timeout=20, stdin=subprocess.DEVNULL)
        self.assertEqual(ran.stderr, "", command)
        return [line for line in ran.stdout.splitlines() if line]

    def offers(self, shell: str, *words: str) -> set[str]:
        last, cut = words[-1], 0
        if shell == "bash":
            pieces = [piece for word in words for piece in re.findall(r"[^:=@]+|[:=@]+", word) or [""]]
            lines = self.output(["bash", "--norc", "-c", BASH, "bash", " ".join(("argocd", *words)), "argocd", *pieces])
            cut = 0 if last[:1] in "'\"" else max(last.rfind(sign) for sign in ":=@") + 1
            lines = [last[:cut] + line for line in lines]
        elif shell == "zsh":
            lines = self.output(["zsh", "-f", "-c", ZSH, "zsh", "argocd", *words])
        else:
            lines = self.output(["fish", "--no-config", "-c", FISH, " ".join(("argocd", *words))])
            lines = [line.partition("\t")[0] for line in lines]
        self.assertEqual(len(lines), len(set(lines)), f"{shell} offers something twice: {lines}")
        return {line for line in lines if line.startswith(last)}

    def each_shell(self) -> list[str]:
        return [shell for shell in ("bash", "zsh", "fish") if shutil.which(shell)]

    def assert_offers(self, expected: set[str], *words: str) -> None:
        for shell in self.each_shell():
            with self.subTest(shell=shell, words=words):
                self.assertEqual(self.offers(shell, *words), expected)

    def assert_offers_among_others(self, expected: set[str], *words: str, without: frozenset[str] = frozenset()) -> None:
        for shell in self.each_shell():
            with self.subTest(shell=shell, words=words):
                offered = self.offers(shell, *words)
                self.assertLessEqual(expected, offered)
                self.assertEqual(offered & without, set())

    def test_commands(self) -> None:
        self.assert_offers(TOP, "")
        self.assert_offers({"account", "app", "appset"}, "a")
        self.assert_offers(set(), "zz")

    def test_subcommands(self) -> None:
        self.assert_offers(APP, "app", "")
        self.assert_offers({"set", "sync"}, "app", "s")
        self.assert_offers({"get", "get-user-info"}, "account", "get")

    def log_in(self, sim: Sim) -> None:
        self.variables = {"ARGOCD_SERVER": sim.address, "ARGOCD_AUTH_TOKEN": sim.token, "ARGOCD_OPTS": "--plaintext"}

    def test_names_come_from_the_server(self) -> None:
        with Sim() as sim:
            self.log_in(sim)
            self.assert_offers({"waves"}, "app", "get", "wa")
            self.assert_offers({"waves"}, "app", "diagnose", "--output", "json", "wa")
            self.assert_offers({"argocd/waves"}, "app", "--grpc-web", "sync", "--prune", "configs", "argocd/wa")
            self.assert_offers_among_others({"waves", "configs", "argocd-apps/external"}, "app", "get", "")
            self.assert_offers({"team-a"}, "proj", "role", "list", "te")
            self.assert_offers({"default", "ext", "team-a"}, "proj", "delete", "ext", "")
            for words in (("app", "get", "waves", ""), ("app", "list", ""), ("app", "create", "--file", "wa"), ("app", "create", ""),
                          ("proj", "add-source-namespace", "ext", ""), ("proj", "create", "")):
                self.assert_offers(set(), *words)
            asked = {(one["path"].partition("?")[0], "fields=" in one["path"]) for one in sim.requests()}
            self.assertEqual(asked, {("/api/v1/applications", True), ("/api/v1/projects", True)})

    def test_every_kind_of_name(self) -> None:
        """Also those that bash cuts into pieces: URLs, GROUP:KIND:NAME."""
        with Sim() as sim:
            self.log_in(sim)
            cluster = "https://kubernetes.default.svc"
            made, _, _ = sim.exchange("POST", "/api/v1/applicationsets", {"metadata": {"name": "previews"}, "spec": {"template": {
                "metadata": {"name": "x"}, "spec": {"project": "default"}}, "generators": []}})
            self.assertEqual(made, 200)
            for expected, words in (
                    ({cluster, "in-cluster"}, ("cluster", "get", "")),
                    ({cluster}, ("cluster", "rm", "in-cluster", "https://kub")),
                    ({"in-cluster"}, ("cluster", "set", "")),
                    ({cluster}, ("app", "create", "x", "--dest-server", "https:")),
                    ({f"--dest-server={cluster}"}, ("app", "create", "x", "--dest-server=https://")),
                    ({"in-cluster"}, ("app", "set", "waves", "--dest-name", "")),
                    ({cluster, "in-cluster"}, ("app", "list", "--cluster", "")),
                    ({cluster}, ("proj", "add-destination-service-account", "ext", "")),
                    ({"team-a"}, ("app", "list", "-p", "te")),
                    ({"-pteam-a"}, ("app", "list", "-pte")),
                    ({"--project=team-a"}, ("app", "sync", "--project=te")),
                    ({"admin"}, ("account", "get", "--account", "")),
                    ({"argocd/previews"}, ("appset", "get", "argocd/pre")),
                    ):
                self.assert_offers({name for name in expected if name.startswith(words[-1])}, *words)

    def test_resources_of_the_application_on_the_line(self) -> None:
        with Sim() as sim:
            self.log_in(sim)
            self.assert_offers_among_others({"Deployment", "Pod", "ReplicaSet", "Service"}, "app", "get-resource", "guestbook", "--kind", "")
            self.assert_offers({"Deployment", "Service"}, "app", "delete-resource", "guestbook", "--kind", "")
            self.assert_offers({"Deployment"}, "app", "delete-resource", "--group", "apps", "guestbook", "--kind", "")
            self.assert_offers({"guestbook-ui"}, "app", "actions", "list", "guestbook", "--resource-name", "")
            self.assert_offers({"guestbook-ui"}, "app", "get-resource", "guestbook", "--kind", "Service", "--resource-name", "")
            self.assert_offers({"apps"}, "app", "logs", "guestbook", "--group", "")
            self.assert_offers({"apps:Deployment:guestbook-ui", ":Service:guestbook-ui"}, "app", "sync", "guestbook", "--resource", "")
            self.assert_offers({"apps:Deployment:guestbook-ui"}, "app", "wait", "guestbook", "--resource", "apps:Dep")
            self.assert_offers({"--resource=:Service:guestbook-ui"}, "app", "sync", "guestbook", "--resource=:Se")
            self.assert_offers(set(), "app", "get-resource", "nowhere", "--kind", "")
            self.assert_offers(set(), "app", "get-resource", "--kind", "")

    def test_values_that_are_known(self) -> None:
        self.assert_offers({"custom-columns=", "json", "jsonpath=", "name", "wide", "yaml"}, "app", "list", "-o", "")
        self.assert_offers({"--output=json", "--output=jsonpath="}, "app", "list", "--output=j")
        self.assert_offers({"-oyaml"}, "proj", "get", "x", "-oy")
        self.assert_offers({"tree", "tree=detailed"}, "app", "get", "x", "--output", "tr")
        self.assert_offers({"debug"}, "--loglevel", "d")
        self.assert_offers({"json", "text"}, "app", "list", "--logformat", "")
        self.assert_offers({"auto", "automated", "automatic"}, "app", "set", "x", "--sync-policy", "a")
        self.assert_offers({"--prune=false"}, "app", "sync", "x", "--prune=f")
        self.assert_offers({"bash"}, "completion", "b")
        self.assert_offers({"environment"}, "help", "env")
        self.assert_offers({"sync"}, "help", "app", "sy")
        self.assert_offers(set(), "app", "list", "--", "--ser")
        self.assert_offers(set(), "app", "sync", "x", "--timeout", "")

    def test_the_line_says_which_server_to_ask(self) -> None:
        with Sim() as sim, Sim() as other:
            self.log_in(other)
            self.variables["ARGOCD_OPTS"] = ""
            self.assert_offers({"waves"}, "app", "--plaintext", "get", f"--server={sim.address}", "--auth-token", sim.token, "wa")
            self.assertEqual([one["path"] for one in other.requests()], [])
            config = self.home.config_dir / "config"
            config.write_text(f"contexts: [{{name: sim, server: '{sim.address}', user: sim}}]\n"
                              f"servers: [{{server: '{sim.address}', plain-text: true}}]\n"
                              f"users: [{{name: sim, auth-token: {sim.token}}}]\ncurrent-context: sim\n")
            config.chmod(0o600)
            self.variables = {}
            self.assert_offers({"waves"}, "app", "get", "--argocd-context", "sim", "wa")
            self.assert_offers({sim.address}, "login", "")
            self.assert_offers({"sim"}, "app", "list", "--argocd-context", "")

    def test_a_token_on_the_line_is_in_no_argument(self) -> None:
        """A program in our place writes down how it was called."""
        seen = self.home.path / "seen"
        spy = self.home.path / "spy"
        spy.mkdir()
        (spy / "argocd").write_text(f'#!/bin/sh\n[ "$1" = __complete ] || exec {self.home.argocd} "$@"\n'
                                    f'printf "%s\\n" "$@" > {seen}; cat >> {seen}\n')
        (spy / "argocd").chmod(0o755)
        self.variables = {"PATH": f"{spy}:/usr/bin:/bin"}
        for shell in self.each_shell():
            with self.subTest(shell=shell):
                self.offers(shell, "--auth-token", "secret", "app", "get", "wa")
                self.assertEqual(seen.read_text(), "__complete\n" + "\0".join(("--auth-token", "secret", "app", "get", "wa", "")))

    def test_names_of_contexts_come_from_the_config_file(self) -> None:
        config = self.home.config_dir / "config"
        config.write_text("contexts: [{name: one, server: a, user: a}, {name: other, server: a, user: a},\n"
                          "  {name: 'o$(touch hacked)', server: a, user: a}, {name: --one, server: a, user: a}]\n"
                          "servers: [{server: a}]\nusers: [{name: a}]\n")
        config.chmod(0o600)
        self.assert_offers({"one", "other"}, "context", "o")
        self.assert_offers({"one", "other"}, "logout", "")

    def test_no_names_are_offered_where_nobody_answers(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent, socket.create_server(("127.0.0.1", 0)) as gone:
            addresses = [f"127.0.0.1:{one.getsockname()[1]}" for one in (silent, gone)]
            gone.close()
            for server in (*addresses, ""):
                for more in ("--plaintext", "--insecure"):
                    self.variables = {"ARGOCD_SERVER": server, "ARGOCD_AUTH_TOKEN": "a.b.c", "ARGOCD_OPTS": more}
                    for line in (("app", "get", ""), ("cluster", "get", ""), ("app", "logs", "x", "--kind", "")):
                        started = time.monotonic()
                        ran = self.home.run("__complete", env=self.home.environment(**self.variables), stdin="\0".join((*line, "")))
                        self.assertLess(time.monotonic() - started, 1.5)
                        self.assertEqual((ran.exit, ran.stdout, ran.stderr), (0, "", ""), server)
            self.variables["ARGOCD_SERVER"] = addresses[0]
            self.assert_offers(set(), "app", "sync", "")

    def test_no_names_are_offered_without_a_login(self) -> None:
        with Sim() as sim:
            self.variables = {"ARGOCD_SERVER": sim.address, "ARGOCD_AUTH_TOKEN": "x", "ARGOCD_OPTS": "--plaintext"}
            self.assert_offers(set(), "app", "sync", "")

    def test_flags_between_the_words_are_understood(self) -> None:
        self.assert_offers({"wait"}, "--server", "app", "--plaintext", "app", "w")
        self.assert_offers(APP, "--server=login", "app", "")

    def test_flags_of_the_command_and_of_all(self) -> None:
        self.assert_offers_among_others({"--prune", "--retry-limit", "--server", "--help"}, "app", "sync", "--",
                                        without=frozenset({"--show-params", "--sso"}))
        self.assert_offers_among_others({"--server", "--server-crt"}, "app", "list", "--serv")
        self.assert_offers({"always", "auto"}, "app", "wait", "--diagnose", "a")
        self.assert_offers({"--show-operation", "--show-params"}, "app", "get", "waves", "--show")

    def test_a_flag_that_wants_a_value_gets_files(self) -> None:
        self.assert_offers({"some-file"}, "app", "list", "--server-crt", "some")
        self.assert_offers({"some-file"}, "appset", "create", "some")
        for shell in set(self.each_shell()) - {"zsh"}:  # whose own functions know what stands before the =
            with self.subTest(shell=shell):
                self.assertEqual(self.offers(shell, "app", "list", "--server-crt=some"), {"--server-crt=some-file"})

    def test_every_command_of_the_help_is_offered(self) -> None:
        for group in ((), ("app",), ("account",)):
            shown = self.home.run(*group, "--help").stdout
            for word in self.offers("bash", *group, ""):
                self.assertIn(f"  {word} ", shown)

    def test_a_person_presses_tab(self) -> None:
        """The whole of it, at a prompt; zsh loads the script as its users install it: as a file in fpath."""
        functions = self.home.path / "functions"
        functions.mkdir()
        (functions / "_argocd").write_text(self.home.run("completion", "zsh").stdout)
        ready = {"bash": (["bash", "--norc", "--noprofile", "-i"], "source <(argocd completion bash)"),
                 "zsh": (["zsh", "-f", "-i"], f"fpath=({functions} $fpath); autoload -U compinit; compinit -u -D")}
        with Sim() as sim:
            for shell, (command, first) in ready.items():
                if not shutil.which(shell):
                    continue
                environment = self.home.server_environment(sim, TERM="dumb", PS1="$ ")
                with self.subTest(shell=shell), TerminalRun(command, environment) as run:
                    run.type(first + "; echo rea''dy\n")
                    run.until("ready\n")
                    run.type("argocd vers\t--client --sh\t; echo do''ne\n")
                    self.assertRegex(run.until("done\n"), r"argocd: v[^\n]*\ndone\n")
                    run.type("argocd cluster get https:\t-o wi\t; echo en''ded\n")
                    self.assertRegex(run.until("ended\n"), r"Server URL: +https://kubernetes\.default\.svc\n[^$]*\nended\n")

    def test_the_scripts_have_no_errors(self) -> None:
        for shell, options in (("bash", ["-n"]), ("zsh", ["-f", "-n"]), ("fish", ["--no-execute"])):
            with self.subTest(shell=shell):
                script = self.home.path / f"script.{shell}"
                script.write_text(self.home.run("completion", shell).stdout)
                self.assertEqual(self.output([shell, *options, str(script)]), [])

    def test_other_shells(self) -> None:
        for shell in ("powershell", "BASH", ""):
            with self.subTest(shell=shell):
                result = self.home.run("completion", shell)
                self.assertEqual((result.exit, result.stderr), (1, ""))
                self.assertEqual(result.stdout,
                                 f"Invalid shell '{shell}'. The supported shells are bash, zsh and fish.\n")
        self.assertEqual(self.home.run("completion").exit, 1)
        self.assertEqual(self.home.run("completion", "bash", "zsh").exit, 1)


if __name__ == "__main__":
    unittest.main()
