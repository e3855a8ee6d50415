#!/usr/bin/env python3
"""`app diff` as a whole process: its own diff beside the real program, and tools that it starts.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/diff_test.py
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402


class DiffTest(BinaryTest):
    def setUp(self) -> None:
        super().setUp()
        self.temporary = self.home.path / "tmp"
        self.temporary.mkdir()

    def tool(self, text: str) -> str:
        """A script to be named in KUBECTL_EXTERNAL_DIFF."""
        file = self.home.path / "tool"
        file.write_text(f"#!/bin/sh\n{text}\n")
        file.chmod(0o700)
        return str(file)

    def diff(self, name: str, tool: str, code: int) -> str:
        result = self.argocd("app", "diff", name, KUBECTL_EXTERNAL_DIFF=tool, TMPDIR=str(self.temporary))
        self.assertEqual(result.exit, code, result.stderr)
        self.assertEqual(result.stderr, "")
        self.assertEqual(list(self.temporary.iterdir()), [], "left behind")
        return result.stdout

    def test_it_prints_what_the_program_diff_does(self) -> None:
        for name, code in (("configs", 1), ("guestbook-new", 1), ("waves", 0), ("argocd-apps/external", 1), ("stuck", 1)):
            self.assertEqual(self.diff(name, "", code), self.diff(name, "diff", code), name)

    def test_one_request_is_enough(self) -> None:
        self.diff("configs", "", 1)
        (request,) = self.sim.requests()
        self.assertNotIn("items.liveState", request["path"])

    def test_a_tool_gets_two_private_files_and_no_input(self) -> None:
        shown = self.diff("stuck", self.tool('stat -c "%a %n" "$3" "$4" "$(dirname "$3")"; echo "$1 $2"; cat; exit 9')
                          + " -x 'two words'", 1)
        lines = shown.splitlines()
        self.assertEqual(lines[:2], ["", "===== /Service stuck/guestbook-ui ======"])
        folder = lines[4].removeprefix("700 ")
        self.assertTrue(folder.startswith(f"{self.temporary}/argocd-diff"), folder)
        self.assertEqual(lines[2:], [f"600 {folder}/guestbook-ui-live.yaml", f"600 {folder}/guestbook-ui",
                                     f"700 {folder}", "-x two words"])

    def test_a_tool_that_fails_or_is_not_there_changes_nothing(self) -> None:
        heading = "\n===== /Service stuck/guestbook-ui ======\n"
        for tool in (self.tool("exit 3"), self.tool("kill -9 $$"), "/no/such/tool", "no-such-tool", "'open"):
            self.assertEqual(self.diff("stuck", tool, 1), heading)

    def test_a_signal_ends_the_tool_and_leaves_no_files(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            started = self.home.path / f"started-{number}"
            environment = self.home.server_environment(
                self.sim, KUBECTL_EXTERNAL_DIFF=self.tool(f'echo $$ >"{started}"; exec sleep 60'),
                TMPDIR=str(self.temporary))
            process = subprocess.Popen([self.home.argocd, "app", "diff", "configs"], env=environment,
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            self.addCleanup(process.kill)
            deadline = time.monotonic() + 20
            while not started.exists() or not started.read_text().strip():
                self.assertLess(time.monotonic(), deadline, "the tool was not started")
                time.sleep(0.01)
            self.assertEqual(len(list(self.temporary.iterdir())), 1)
            process.send_signal(number)
            self.assertEqual(process.wait(20), 128 + number)
            self.assertEqual(list(self.temporary.iterdir()), [])
            with self.assertRaises(ProcessLookupError):
                os.kill(int(started.read_text()), 0)

    def test_a_preview_without_an_answer_syncs_nothing(self) -> None:
        result = self.fails(20, "app", "sync", "configs", "--preview-changes")
        self.assertIn("--assumeYes", result.stderr)
        self.assertEqual(self.sent("POST", "/sync"), 0)

    def test_a_preview_that_is_agreed_to_syncs(self) -> None:
        shown = self.succeeds("app", "sync", "configs", "--preview-changes", stdin="y\n").stdout
        self.assertIn("\n===== /ConfigMap default/conf-9 ======\n", shown)
        self.assertIn("Phase:              Succeeded", shown)
        again = self.succeeds("app", "sync", "configs", "--preview-changes", stdin="").stdout
        self.assertTrue(again.endswith("====== No Differences found ======\n"), again)
        self.assertEqual(self.sent("POST", "/sync"), 1)


if __name__ == "__main__":
    unittest.main()
