#!/usr/bin/env python3
"""What hangs, fills up or is interrupted around the program: nothing keeps it, and it leaves nothing behind.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/obstacles_test.py
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import termios
import time
import unittest
from pathlib import Path
from typing import IO, Callable, Iterator

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402
from blackbox.terminal_run import TerminalRun  # noqa: E402

SIGNALS = ((signal.SIGINT, 130), (signal.SIGTERM, 143))


@contextlib.contextmanager
def black_hole() -> Iterator[str]:
    """An address where connecting never ends: the queue of the listener is full, and nobody accepts."""
    with contextlib.ExitStack() as open_sockets:
        listener = open_sockets.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = open_sockets.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        time.sleep(0.1)
        yield f"127.0.0.1:{listener.getsockname()[1]}"


@contextlib.contextmanager
def silent_server() -> Iterator[str]:
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"127.0.0.1:{listener.getsockname()[1]}"


class Running(BinaryTest):
    def begin(self, *arguments: str, stdin: int = subprocess.DEVNULL, limit: int | None = None,
              **variables: str) -> subprocess.Popen[bytes]:
        """Starts the program, logged in; files that it writes may have `limit` bytes."""
        def limited() -> None:
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        process = subprocess.Popen([str(self.home.argocd), *arguments], stdin=stdin, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env={**self.home.server_environment(self.sim), **variables},
                                   start_new_session=True, preexec_fn=limited, cwd=self.home.path)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def until_asked_for(self, pattern: str) -> None:
        limit = time.monotonic() + 15
        while not any(re.search(pattern, one["path"]) for one in self.sim.requests()):
            self.assertLess(time.monotonic(), limit, "the request never came")
            time.sleep(0.02)
        time.sleep(0.1)

    def interrupts(self, number: signal.Signals, code: int, process: subprocess.Popen[bytes]) -> None:
        started = time.monotonic()
        process.send_signal(number)
        _, talk = process.communicate(timeout=10)
        self.assertLess(time.monotonic() - started, 2)
        self.assertEqual(process.returncode, code, talk)
        self.assertNotIn(b"rror", talk)

    def each_signal(self, begin: Callable[[], subprocess.Popen[bytes]]) -> None:
        for number, code in SIGNALS:
            with self.subTest(signal=number.name):
                self.sim.reset()
                self.interrupts(number, code, begin())


class BlackHoleTest(Running):
    """Connecting has ten seconds."""

    def test_who_never_answers_is_given_up(self) -> None:
        with black_hole() as hole, silent_server() as silent:
            started = time.monotonic()
            runs = [(self.begin("app", "list", ARGOCD_SERVER=hole), "dial tcp .*: i/o timeout"),
                    (self.begin("app", "list", ARGOCD_SERVER=hole, ARGOCD_OPTS="--insecure"), "dial tcp .*: i/o timeout"),
                    (self.begin("app", "wait", "waves", ARGOCD_SERVER=hole), "dial tcp .*: i/o timeout"),
                    (self.begin("app", "list", ARGOCD_SERVER=silent, ARGOCD_OPTS="--insecure"), "read tcp .*: i/o timeout"),
                    (self.begin("login", silent, "--insecure", "--username", "u", "--password", "p", ARGOCD_OPTS=""),
                     "i/o timeout"),
                    (self.begin("app", "list", ARGOCD_OPTS="", HTTPS_PROXY=f"http://{hole}", ARGOCD_SERVER="cd.example:443"),
                     "i/o timeout")]
            for process, words in runs:
                _, talk = process.communicate(timeout=30)
                with self.subTest(words=words, arguments=process.args):
                    self.assertIn(process.returncode, (1, 20))
                    self.assertRegex(talk.decode(), words)
            self.assertLess(time.monotonic() - started, 15)
            self.assertGreater(time.monotonic() - started, 9)

    def test_a_signal_while_connecting(self) -> None:
        with black_hole() as hole:
            def begin() -> subprocess.Popen[bytes]:
                process = self.begin("app", "list", ARGOCD_SERVER=hole)
                time.sleep(0.3)
                return process
            self.each_signal(begin)


class InterruptionTest(Running):
    """The first signal ends it, whatever it is doing."""

    def test_while_a_log_is_followed(self) -> None:
        def begin() -> subprocess.Popen[bytes]:
            line = ["2026-11-24T00:00:01Z", "a"]
            self.sim.control("POST", "logs", {"app": "waves", "pod": "p", "lines": [line]})
            self.sim.fault("stream_half_open", times=-1, events=0)
            process = self.begin("app", "logs", "waves", "-f")
            self.until_asked_for("/logs")
            return process
        self.each_signal(begin)

    def test_while_it_sends_what_nobody_reads(self) -> None:
        folder = self.home.path / "manifests"
        folder.mkdir()
        (folder / "large.bin").write_bytes(os.urandom(30 << 20))
        with silent_server() as address:
            def begin() -> subprocess.Popen[bytes]:
                process = self.begin("app", "create", "x", "-f", "-", stdin=subprocess.PIPE, ARGOCD_SERVER=address)
                assert process.stdin
                words = "metadata: {name: x}\nspec: {project: p, destination: {}, source: {repoURL: '" + "u" * (8 << 20)
                process.stdin.write(words.encode() + b"'}}\n")
                process.stdin.close()
                process.stdin = None
                time.sleep(1.0)
                return process
            self.each_signal(begin)

    def test_while_it_asks(self) -> None:
        for words, question in ((["login", self.sim.address, "--plaintext"], "Username: "),
                                (["login", self.sim.address, "--plaintext", "--username", "a"], "Password: "),
                                (["app", "delete", "waves"], "Are you sure")):
            for number, code in SIGNALS:
                with self.subTest(question=question, signal=number.name):
                    run = TerminalRun([str(self.home.argocd), *words], self.home.server_environment(self.sim))
                    self.addCleanup(run.__exit__)
                    run.until(question)
                    run.process.send_signal(number)
                    self.assertEqual(run.end(5), code, run.output)
        self.assertEqual(self.sent("DELETE", "/waves"), 0)

    def test_while_it_reads_a_document_that_does_not_end(self) -> None:
        def begin() -> subprocess.Popen[bytes]:
            process = self.begin("app", "create", "-f", "-", stdin=subprocess.PIPE)
            assert process.stdin
            process.stdin.write(b"metadata:\n")
            process.stdin.flush()
            time.sleep(0.3)
            return process
        self.each_signal(begin)

    def test_while_nobody_reads_what_it_prints(self) -> None:
        self.sim.control("POST", "generate", {"count": 1500})
        for words, pipe_size in ((["app", "list"], 0), (["app", "list", "-o", "json"], 4096)):
            for number, code in SIGNALS:
                with self.subTest(signal=number.name, words=words):
                    process = self.begin(*words)
                    assert process.stdout
                    if pipe_size:
                        fcntl.fcntl(process.stdout, 1031, pipe_size)  # F_SETPIPE_SZ
                    self.wait_until_full(process.stdout)
                    process.send_signal(number)
                    self.assertEqual(process.wait(5), code)

    def wait_until_full(self, pipe: IO[bytes]) -> None:
        limit = time.monotonic() + 60
        while True:
            queued = int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4), sys.byteorder)
            if queued and queued >= fcntl.fcntl(pipe, 1032) - 4096:  # F_GETPIPE_SZ
                break
            self.assertLess(time.monotonic(), limit, "nothing was printed")
            time.sleep(0.02)
        time.sleep(0.05)

    def test_while_somebody_else_holds_the_config_file(self) -> None:
        self.succeeds("login", self.sim.address, "--plaintext", "--username", "admin", "--password", "password")
        folder = os.open(self.home.config_dir, os.O_RDONLY)
        self.addCleanup(os.close, folder)
        fcntl.flock(folder, fcntl.LOCK_EX)
        before = (self.home.config_dir / "config").read_text()

        def begin() -> subprocess.Popen[bytes]:
            process = self.begin("configure", "--prompts-enabled=true")
            time.sleep(0.3)
            return process
        self.each_signal(begin)
        self.assertEqual((self.home.config_dir / "config").read_text(), before)


class FullDiskTest(Running):
    """What can't be written whole is not written at all."""

    def test_a_download_that_does_not_fit(self) -> None:
        target = self.home.empty / "argocd"
        for old in (None, "old"):
            with self.subTest(old=old):
                if old:
                    target.write_text(old)
                process = self.begin("self-download", "--output", str(target), "--arch", "amd64", limit=1000)
                _, talk = process.communicate(timeout=20)
                self.assertEqual(process.returncode, 1, talk)
                self.assertIn(f"can't write {target}: File too large", talk.decode())
                self.assertEqual([entry.read_text() for entry in self.home.empty.iterdir()], [old] if old else [])

    def test_a_config_file_that_does_not_fit(self) -> None:
        self.succeeds("login", self.sim.address, "--plaintext", "--username", "admin", "--password", "password")
        config = self.home.config_dir / "config"
        before = config.read_text()
        for words in (("login", self.sim.address, "--plaintext", "--username", "admin", "--password", "password",
                       "--name", "another"), ("configure", "--prompts-enabled=true")):
            with self.subTest(words=words):
                process = self.begin(*words, limit=100)
                _, talk = process.communicate(timeout=20)
                self.assertEqual(process.returncode, 20, talk)
                self.assertRegex(talk.decode(), "write .*config: file too large")
                self.assertEqual(config.read_text(), before)
                self.assertEqual(os.listdir(self.home.config_dir), ["config"])

    def test_output_that_does_not_fit(self) -> None:
        with (self.home.path / "out").open("wb") as out:
            process = subprocess.run(["bash", "-c", "ulimit -f 1; exec argocd app list -o json"], stdout=out,
                                     stderr=subprocess.PIPE, env=self.home.server_environment(self.sim), timeout=20)
        self.assertEqual(process.returncode, 1, process.stderr)
        self.assertIn(b"write /dev/stdout: file too large", process.stderr)


if __name__ == "__main__":
    unittest.main()
