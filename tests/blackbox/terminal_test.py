#!/usr/bin/env python3
"""What the program does on a terminal, and how it takes signals, closed pipes and full disks.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/terminal_test.py
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import unittest
from pathlib import Path
from typing import Any, Callable, Iterator

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402
from blackbox.terminal_run import COLOURS, Screen, TerminalRun  # noqa: E402


class TerminalTest(BinaryTest):
    """Runs that have a terminal."""

    def on_terminal(self, *arguments: str, size: tuple[int, int] = (24, 80), stderr: int | None = None,
                    stdout: int | None = None, stdin: int | None = None, **variables: str) -> TerminalRun:
        env = {**self.home.server_environment(self.sim), **variables}
        run = TerminalRun([str(self.home.argocd), *arguments], env, size, stderr, stdout, stdin)
        self.addCleanup(run.__exit__)
        return run

    def shown(self, *arguments: str, code: int = 0, **how: Any) -> str:
        run = self.on_terminal(*arguments, **how)
        self.assertEqual(run.end(), code, run.output)
        return run.output


class TalkTest(TerminalTest):
    """Errors are for people where people read them."""

    def test_an_error_is_one_plain_line(self) -> None:
        self.assertRegex(self.shown("app", "get", "no-such", code=20), r"\A[^{}\x1b\n]*permission denied\n\Z")

    def test_a_chosen_format_wins(self) -> None:
        self.assertRegex(self.shown("app", "get", "no-such", "--logformat", "json", code=20),
                         r'\A\{"level":"fatal","msg":".*permission denied","time":"[^"]*"\}\n\Z')
        self.assertIn("permission denied", self.shown("app", "get", "no-such", "--logformat", "text", code=20))
        by_variable = self.shown("app", "get", "no-such", code=20, ARGOCD_OPTS="--plaintext --logformat=json")
        self.assertTrue(by_variable.startswith('{"level":"fatal"'), by_variable)

    def test_stderr_alone_decides(self) -> None:
        run = self.on_terminal("app", "get", "no-such", stderr=subprocess.PIPE)
        self.assertEqual((run.end(), run.output), (20, ""))
        assert run.process.stderr
        self.assertTrue(run.process.stderr.read().startswith(b'{"level":"fatal"'))


class ColourTest(TerminalTest):
    """Colours change nothing but colours."""

    def test_states_are_coloured(self) -> None:
        for arguments in (("app", "list"), ("app", "get", "guestbook"), ("app", "wait", "guestbook")):
            with self.subTest(arguments=arguments):
                piped = self.succeeds(*arguments).stdout
                coloured = self.shown(*arguments)
                self.assertIn("\x1b[32mHealthy\x1b[0m", coloured)
                self.assertEqual(COLOURS.sub("", coloured), piped)
                self.assertNotIn("\x1b", piped)

    def test_no_colour_where_none_is_wanted(self) -> None:
        self.assertEqual(self.shown("app", "list", NO_COLOR="1"), self.succeeds("app", "list").stdout)
        self.assertNotEqual(self.shown("app", "list", NO_COLOR=""), self.succeeds("app", "list").stdout)

    def test_documents_and_names_are_never_coloured(self) -> None:
        for output in ("json", "yaml", "name"):
            self.assertNotIn("\x1b", self.shown("app", "list", "-o", output))


def without_times(text: str) -> str:
    return re.sub(r"(?m)^(Start|Finished|Duration):.*$", r"\1:", text)


class ProgressTest(TerminalTest):
    """A wait is drawn in place, and its picture is gone at the end."""

    options = ("--speed", "10")

    def begin(self, *more: str, **how: Any) -> TerminalRun:
        return self.on_terminal("app", "sync", "waves", *more, **how)

    def test_the_picture_is_redrawn_and_gone(self) -> None:
        run = self.begin(NO_COLOR="1")
        self.assertEqual(run.end(), 0, run.output)
        self.assertRegex(run.output, r"\x1b\[\d+A\x1b\[2K")
        self.assertIn("waves: ", run.output)
        self.assertNotIn("TIMESTAMP", run.output)
        self.assertEqual(set(re.findall(r"\x1b\[[0-9]*([A-Za-z])", run.output)), {"A", "J", "K"})
        screen = Screen(run.output, 80)
        self.assertEqual(screen.unknown, [])
        self.sim.reset()
        piped = self.succeeds("app", "sync", "waves").stdout
        self.assertIn("TIMESTAMP", piped)
        final = piped[piped.index("\nName:"):]
        self.assertEqual(without_times("\n".join(screen.lines)), without_times(final))

    def test_a_narrow_window_does_not_wrap(self) -> None:
        for size in ((24, 30), (24, 10), (5, 40), (2, 20), (1, 1), (0, 0)):
            with self.subTest(size=size):
                self.sim.reset()
                self.script("waves", "never_ending")
                run = self.begin(size=size, NO_COLOR="1")
                run.until("\x1b[J")
                time.sleep(0.5)  # some more pictures
                run.process.terminate()
                self.assertEqual(run.end(), 143, run.output)
                screen = Screen(run.output, size[1] or 80)
                self.assertFalse(screen.has_wrapped, run.output)
                self.assertEqual(screen.unknown, [])
                heights = [int(count) for count in re.findall(r"\x1b\[(\d+)A", run.output)]
                self.assertLess(max(heights, default=0), max(size[0] or 24, 2))

    def test_a_failure_leaves_no_picture_either(self) -> None:
        self.script("waves", "never_ending")
        run = self.begin("--timeout", "1", NO_COLOR="1")
        self.assertEqual(run.end(), 20)
        lines = Screen(run.output, 80).lines
        self.assertEqual([line for line in lines if line.startswith("waves: ")], [])
        self.assertIn("timed out (1s) waiting for app", lines[-2])

    def test_documents_have_no_picture(self) -> None:
        run = self.begin("-o", "json")
        self.assertEqual(run.end(), 0)
        self.assertNotIn("\x1b", run.output)


@contextlib.contextmanager
def silent_server() -> Iterator[str]:
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"127.0.0.1:{listener.getsockname()[1]}"


class SignalTest(TerminalTest):
    """Ctrl-C is obeyed at once, wherever it comes."""

    def interrupted(self, begin: Callable[[], object], arguments: list[str], **variables: str) -> None:
        """Runs the command, waits until `begin` says that it is in the middle, and sends each signal."""
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(signal=number.name):
                self.sim.reset()
                begin()
                env = {**self.home.server_environment(self.sim), **variables}
                process = subprocess.Popen([str(self.home.argocd), *arguments], env=env, stdin=subprocess.DEVNULL,
                                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
                self.addCleanup(process.kill)
                self.wait_until_busy(variables)
                started = time.monotonic()
                process.send_signal(number)
                out, err = process.communicate(timeout=10)
                self.assertLess(time.monotonic() - started, 1)
                self.assertEqual(process.returncode, code, err)
                self.assertNotIn(b"rror", err)
                self.assertNotIn(b"\x1b", out)

    def wait_until_busy(self, variables: dict[str, str]) -> None:
        if "ARGOCD_SERVER" in variables:
            time.sleep(0.3)
            return
        limit = time.monotonic() + 10
        while not any(re.search(self.busy, one["path"]) for one in self.sim.requests()):
            self.assertLess(time.monotonic(), limit, "the request never came")
            time.sleep(0.02)
        time.sleep(0.1)

    busy = r"/applications"

    def test_while_connecting(self) -> None:
        with silent_server() as address:
            self.interrupted(lambda: None, ["app", "list"], ARGOCD_SERVER=address)
            self.interrupted(lambda: None, ["app", "list", "--insecure"], ARGOCD_SERVER=address, ARGOCD_OPTS="")

    def test_while_waiting_for_an_answer(self) -> None:
        self.interrupted(lambda: self.sim.fault("silence", times=-1), ["app", "list"])

    def test_in_the_middle_of_a_list(self) -> None:
        self.interrupted(lambda: self.sim.fault("drip", times=-1, bytes=50, ms=20), ["app", "list"])

    def test_between_two_attempts(self) -> None:
        self.interrupted(lambda: self.sim.fault("status", times=-1, status=503, headers={"Retry-After": "8"}),
                         ["app", "list"])

    def test_waiting_on_a_stream(self) -> None:
        self.busy = r"/stream/"
        self.interrupted(lambda: self.script("waves", "never_ending"), ["app", "sync", "waves"])

    def test_waiting_for_a_deletion_that_is_stuck(self) -> None:
        self.busy = r"/stream/"
        held = {"metadata": {"finalizers": ["example.com/never"]}}
        self.interrupted(lambda: self.sim.control("PATCH", "apps/waves", held), ["app", "delete", "waves", "--wait"])

    def test_a_second_signal_ends_at_once(self) -> None:
        """Even a program that is stuck where the first one cannot reach it: writing to a pipe nobody reads."""
        self.sim.control("POST", "generate", {"count": 3000})
        process = subprocess.Popen([str(self.home.argocd), "app", "list"], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=self.home.server_environment(self.sim))
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        limit = time.monotonic() + 20
        while "pipe" not in Path(f"/proc/{process.pid}/wchan").read_text() and time.monotonic() < limit:
            time.sleep(0.05)  # until it is stuck, where the kernel tells
        for _ in range(2):
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.5)
        self.assertIn(process.poll(), (130, -signal.SIGINT))


class BrokenStreamTest(TerminalTest):
    """Standard streams that are closed, full, or not there."""

    def shell(self, line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["bash", "-c", line], env=self.home.server_environment(self.sim), timeout=20,
                              capture_output=True, text=True, stdin=subprocess.DEVNULL)

    def test_a_reader_that_leaves_is_no_error(self) -> None:
        for command in ("app list", "app list -o json", "app get waves", "app sync waves", "version", "help",
                        "completion bash"):
            with self.subTest(command=command):
                ended = self.shell(f"argocd {command} | head -c0; echo ${{PIPESTATUS[0]}}")
                self.assertEqual(ended.stderr, "")
                self.assertIn(ended.stdout, ("141\n", "0\n"))
        ended = self.shell("{ sleep 0.2; argocd app list; echo $? >&2; } | true")
        self.assertEqual(ended.stderr, "141\n")

    def test_a_full_disk_is_said_in_one_line(self) -> None:
        for command in ("app list", "app list -o yaml", "app get waves", "version", "help", "app sync",
                        "completion zsh", "app wait guestbook -o json"):
            with self.subTest(command=command):
                ended = self.shell(f"argocd {command} > /dev/full")
                self.assertEqual(ended.returncode, 1, ended.stderr)
                self.assertRegex(ended.stderr, r"\A.*write /dev/stdout: no space left on device.*\n\Z")

    def test_closed_streams_are_like_dev_null(self) -> None:
        """And no connection gets their numbers, and what is printed."""
        for closed in (">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"):
            with self.subTest(closed=closed):
                self.sim.reset()
                self.assertEqual(self.shell(f"argocd app list {closed}").returncode, 0)
                self.assertEqual(self.shell(f"argocd app get no-such {closed}").returncode, 20)
                self.assertEqual(self.sent("GET", "/applications"), 1)

    def test_a_full_stderr_changes_nothing(self) -> None:
        self.assertEqual(self.shell("argocd app get no-such 2>/dev/full").returncode, 20)

    def test_a_closed_stdin_never_hangs(self) -> None:
        for command in ("app list", "app wait guestbook", f"login {self.sim.address} --plaintext", "relogin",
                        f"logout {self.sim.address}", "configure", "context"):
            for stdin in ("<&-", "</dev/null"):
                with self.subTest(command=command, stdin=stdin):
                    self.assertIn(self.shell(f"argocd {command} {stdin}").returncode, (0, 1, 20))


if __name__ == "__main__":
    unittest.main()
