#!/usr/bin/env python3
"""What the README promises: its examples run as they stand, and its tables agree with the program.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/readme_test.py

argocd.example.com is reached through a proxy that leads to the simulated server, whatever the name.
"""

from __future__ import annotations

import contextlib
import json
import re
import shlex
import socket
import subprocess
import sys
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402
from blackbox.terminal_run import TerminalRun  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)


def example(part: str) -> str:
    """The one shell example with this text in it."""
    found = [text for text in EXAMPLES if part in text]
    assert len(found) == 1, f"{len(found)} examples with {part!r}"
    return found[0]


class AllRoadsLeadHere:
    """An HTTP proxy whose tunnels all end at one port of this machine."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.asked: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self._serve, args=(self._listener.accept()[0],), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._port)) as server:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += client.recv(1)
            self.asked.append(head.split()[1].decode())
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=self._copy, args=(server, client), daemon=True)
            back.start()
            self._copy(client, server)
            back.join()

    @staticmethod
    def _copy(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)


class ExampleTest(BinaryTest):
    """The shell examples."""

    options = ("--speed", "50", "--tls", "--san", "DNS:argocd.example.com")

    def setUp(self) -> None:
        super().setUp()
        self.proxy = AllRoadsLeadHere(self.sim.port)
        self.addCleanup(self.proxy.close)
        (self.home.path / "bin" / "argocdpp").symlink_to(self.home.argocd.resolve())
        assert self.sim.ca
        self.env = self.home.environment(HTTPS_PROXY=self.proxy.url, SSL_CERT_FILE=self.sim.ca)
        self.sim.control("PATCH", "apps/guestbook", {"metadata": {"labels": {"team": "web"}}})

    def run_example(self, text: str, **variables: str) -> str:
        ran = subprocess.run(["bash", "-euo", "pipefail", "-c", text], env={**self.env, **variables}, timeout=60,
                             cwd=self.home.path, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        self.assertEqual(ran.returncode, 0, f"{text}\n{ran.stdout}\n{ran.stderr}")
        self.assertEqual(ran.stderr, "")
        return ran.stdout

    def test_a_job_deploys(self) -> None:
        shown = self.run_example(example("app sync guestbook").replace("<JWT>", self.sim.token))
        self.assertIn("Phase:              Succeeded", shown)
        self.assertIn("Health Status:      Healthy", shown)
        self.assertEqual(self.sim.state()["syncs"], {"argocd/guestbook": 1})
        self.assertEqual(set(self.proxy.asked), {"argocd.example.com:443"})

    def test_applications_chosen_by_label(self) -> None:
        shown = self.run_example(example("-l team=web"), ARGOCD_SERVER="argocd.example.com",
                                 ARGOCD_AUTH_TOKEN=self.sim.token)
        listed, _, waited = shown.partition("\n\n")
        self.assertIn("argocd/guestbook", listed.splitlines())
        self.assertEqual(re.findall(r"(?m)^Name: +(\S+)$", waited), listed.splitlines())

    def test_a_person_logs_in(self) -> None:
        command = ["bash", "-euo", "pipefail", "-c", example("argocdpp login")]
        with TerminalRun(command, {**self.env, "NO_COLOR": "1"}) as run:
            run.until("Password: ")
            run.type("password\n")
            self.assertEqual(run.end(60), 0, run.output)
        self.assertIn("'admin:login' logged in successfully", run.output)
        self.assertIn("Name:               argocd/guestbook\n", run.output)
        self.assertTrue((self.home.path / "argocd").stat().st_mode & 0o100)

    def test_a_link_makes_it_argocd(self) -> None:
        link = self.home.path / "bin" / "argocd"
        link.unlink()
        (self.home.path / "build" / "cli").mkdir(parents=True)
        (self.home.path / "build" / "cli" / "argocdpp").symlink_to((self.home.path / "bin" / "argocdpp").resolve())
        self.run_example(example("ln -s"))
        self.assertTrue(self.run_example("argocd version --client --short").startswith("argocd: v"))

    def test_every_example_is_run_here(self) -> None:
        self.assertEqual(len(EXAMPLES), 4)


class ReadmeTest(BinaryTest):
    """What it says."""

    def test_the_first_lines_name_the_demo_and_the_tests(self) -> None:
        first = "\n".join(README.splitlines()[:10])
        for script in ("scripts/demo", "scripts/test"):
            self.assertIn(script, first)
            self.assertTrue((ROOT / script).stat().st_mode & 0o100)

    def test_the_exit_codes_are_those_of_the_program(self) -> None:
        table = README[README.index("| code | meaning |"):].partition("\n\n")[0]
        told = {int(code) for row in re.findall(r"(?m)^\| ([\d, ]+) \|", table) for code in row.split(",")}
        source = (ROOT / "cli" / "exit_code.hpp").read_text(encoding="utf-8")
        meant = {int(code) for code in re.findall(r"= (\d+),", source)} | {int(re.findall(r"SIGTERM gives (\d+)",
                                                                                          source)[0])}
        self.assertEqual(told, meant)

    def test_the_detailed_exit_codes_are_those_of_the_help(self) -> None:
        table = README[README.index("| detailed | name |"):].partition("\n\n")[0].splitlines()[2:]
        told = [[cell.strip(" `") for cell in row.strip("|").split("|")] for row in table]
        help_text = self.home.run("help", "exit-codes").stdout
        meant = [re.split(r"  +", line.strip()) for line in help_text.splitlines() if re.match(r" +\d+ +\w+_?\w* {2,}", line)]
        self.assertEqual(told, [row for row in meant if len(row) == 3])

    def test_the_jobs_deploy_a_commit(self) -> None:
        """Their commands as the two services run them, with the variables that the jobs set."""
        services = ({"GITHUB_ACTIONS": "true"}, {"GITLAB_CI": "true"})
        jobs = re.findall(r"(?ms)^```yaml\n(deploy:.*?)^```", README)
        self.assertEqual(len(jobs), len(services))
        for job, service in zip(jobs, services):
            self.sim.reset()
            self.assertLessEqual(len(job.splitlines()), 10)
            application = json.loads(self.sim.exchange("GET", "/api/v1/applications/guestbook")[2])
            commit = application["status"]["sync"]["revision"]
            ours = dict(re.findall(r"(ARGOCDPP_\w+): (\w+)", job))
            env = self.home.server_environment(self.sim, **service, **ours, GITHUB_SHA=commit, CI_COMMIT_SHA=commit,
                                               GITHUB_STEP_SUMMARY=str(self.home.path / "summary.md"))
            commands = re.findall(r"(?m)^    - (?:run: )?argocdpp (.*)$", job)
            self.assertEqual(len(commands), 2)
            for command in commands:
                words = [word.replace("$GITHUB_SHA", commit).replace("$CI_COMMIT_SHA", commit)
                         for word in shlex.split(command)]
                ended = self.home.run(*words, env=env)
                self.assertEqual(ended.exit, 0, f"{command}: {ended.stdout}{ended.stderr}")
                self.assertRegex(ended.stdout, r"::group::|section_start:")
        self.assertIn("guestbook", (self.home.path / "summary.md").read_text())

    def test_every_command_is_named(self) -> None:
        """Alone, or with its group; and what is named can be run."""
        listed = README[README.index("Here are all `app`"):].partition("Every other command")[0]
        named = {span.replace("bash|zsh|fish", "bash") for span in re.findall(r"`([^`]+)`", listed)}
        for words in named:
            self.assertEqual(self.home.run(*words.split(), "--help").exit, 0, words)
        sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "cli" / "commands").glob("*.cpp"))
        for path in re.findall(r'\.path = "([^"]+)"', sources):
            self.assertTrue({path, path.split()[0], f"{path} bash"} & named or path == "help" or path.startswith("__"), path)

    def test_groups_that_are_said_to_be_here_are_complete(self) -> None:
        listed = README[README.index("Here are all `app`"):].partition("Every other command")[0]
        for group in re.findall(r"`(\w+)`", listed.partition(" commands;")[0]):
            self.assertNotIn("Not here yet", self.home.run(group, "--help").stdout, group)


if __name__ == "__main__":
    unittest.main()
