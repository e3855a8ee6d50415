#!/usr/bin/env python3
"""Many applications at once: on real connections, of which each wait holds one for its events.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/many_test.py
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402


class ManyTest(BinaryTest):
    def names(self, count: int) -> list[str]:
        self.sim.control("POST", "generate", {"count": count})
        return self.succeeds("app", "list", "-o", "name").stdout.split()

    def test_more_than_the_connections_that_are_kept(self) -> None:
        names = self.names(40)
        result = self.succeeds("app", "sync", *names, "--parallel", "40")
        table = result.stdout.partition("\nAPPLICATION")[2].splitlines()[1:]
        self.assertEqual([row.split()[:2] for row in table], [[name, "succeeded"] for name in names])
        self.assertEqual(self.sent("POST", "/sync"), 40)

    def test_one_that_fails_among_others(self) -> None:
        names = self.names(12)
        bad = names[5].partition("/")[2]
        self.script(bad, "failing")
        result = self.fails(31, "app", "sync", *names, "--parallel", "4", "--keep-going", "--exit-codes", "detailed")
        self.assertIn(f"1 of 12 applications failed: {names[5]}", result.stderr)
        self.assertEqual(self.sent("POST", "/sync"), 12)
        self.assertIn("operation_failed", result.stdout)


class InterruptedTest(BinaryTest):
    """A signal while several are under way."""

    def records(self) -> list[dict[str, Any]]:
        file = self.home.path / "events"
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def interrupt(self, *flags: str) -> tuple[list[str], str]:
        """Of five syncs, three are under way, and something of each was printed; standard output."""
        self.sim.control("POST", "generate", {"count": 5})
        names = self.succeeds("app", "list", "-o", "name").stdout.split()
        for name in names:
            self.script(name.partition("/")[2], "never_ending")
        process = subprocess.Popen(
            [str(self.home.argocd), "app", "sync", *names, "--parallel", "3", "--events", "events", *flags],
            env=self.home.server_environment(self.sim), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, cwd=self.home.path)
        self.addCleanup(process.kill)
        deadline = time.monotonic() + 20
        while {one["application"] for one in self.records() if one["type"] == "resourceChanged"} != set(names[:3]):
            self.assertLess(time.monotonic(), deadline, "they did not come under way")
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 130, err)
        last = self.records()[-1]
        self.assertEqual((last["type"], last["outcome"], last["exitCode"]), ("runFinished", "interrupted", 130))
        self.assertEqual({one["application"]: one["outcome"] for one in last["applications"]},
                         dict.fromkeys(names[:3], "interrupted") | dict.fromkeys(names[3:], "skipped"))
        self.assertEqual(len(last["applications"]), 5)
        self.assertEqual(self.sent("POST", "/sync"), 3)
        return names, out

    def test_it_leaves_the_syncs_and_prints_what_was_kept(self) -> None:
        names, out = self.interrupt("--ci", "github")
        self.assertEqual(self.sent("DELETE", "/operation"), 0)
        groups = out.split("::group::argocdpp app sync ")[1:]
        self.assertEqual(sorted(group.partition("\n")[0] for group in groups), names[:3])
        for group in groups:
            self.assertIn("TIMESTAMP", group)
            self.assertIn("\n::endgroup::\n", group)

    def test_it_terminates_each_that_it_began_once(self) -> None:
        names, _ = self.interrupt("--terminate-on-timeout")
        ended = [one["path"].split("/")[4] for one in self.sim.requests() if one["method"] == "DELETE"]
        self.assertEqual(sorted(ended), [name.partition("/")[2] for name in names[:3]])


if __name__ == "__main__":
    unittest.main()
