#!/usr/bin/env python3
"""Waits for a commit, while commits come and go on a simulated server.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/revision_test.py
"""

from __future__ import annotations

import sys
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402

FIRST, SECOND, THIRD = ("1" * 40, "2" * 40, "3" * 40)
APP = "guestbook"


class RevisionTest(BinaryTest):
    def push(self, commit: str, date: str = "", head: bool = True) -> None:
        self.sim.control("POST", "push", {"app": APP, "commit": commit, "date": date, "head": head})

    def automate(self) -> None:
        self.sim.control("PATCH", f"apps/{APP}", {"spec": {"syncPolicy": {"automated": {"prune": True}}}})

    def compared(self) -> str:
        return str(self.sim.control("GET", f"apps/{APP}")["status"]["sync"]["revision"])

    def test_an_automated_application_is_waited_for_from_the_push_to_the_commit(self) -> None:
        self.automate()
        for commit in (FIRST, SECOND, THIRD):
            self.push(commit)
            self.succeeds("app", "wait", APP, "--for-revision", commit, "--timeout", "20")
            self.assertEqual(self.compared(), commit)
            self.assertEqual(self.sim.control("GET", f"apps/{APP}")["status"]["history"][-1]["revision"], commit)

    def test_an_old_commit_is_no_success_until_somebody_syncs(self) -> None:
        self.push(FIRST)
        self.fails(20, "app", "wait", APP, "--for-revision", FIRST, "--timeout", "3")
        self.succeeds("app", "sync", APP, "--for-revision", FIRST[:8], "--timeout", "20")
        self.succeeds("app", "wait", APP, "--for-revision", FIRST, "--timeout", "3")

    def test_a_push_that_comes_later_is_waited_for(self) -> None:
        self.automate()
        late = threading.Timer(2, self.push, [SECOND])
        late.start()
        self.addCleanup(late.cancel)
        self.succeeds("app", "wait", APP, "--for-revision", SECOND, "--timeout", "25")

    def test_superseded(self) -> None:
        self.automate()
        self.push(SECOND)
        self.succeeds("app", "wait", APP, "--for-revision", SECOND, "--timeout", "20")
        self.push(THIRD)
        self.succeeds("app", "wait", APP, "--for-revision", THIRD, "--timeout", "20")
        result = self.fails(38, "app", "wait", APP, "--for-revision", SECOND, "--timeout", "20",
                            "--exit-codes=detailed")
        self.assertIn("was synced to 2222222 and after that to 3333333", result.stderr)
        self.push(SECOND)  # back again
        self.succeeds("app", "wait", APP, "--for-revision", SECOND, "--timeout", "20")

    def test_nothing_is_sent_where_another_commit_is_expected(self) -> None:
        self.push(SECOND)
        result = self.fails(20, "app", "sync", APP, "--expect-revision", FIRST)
        self.assertIn("would deploy 2222222, not 1111111; nothing was sent", result.stderr)
        self.assertEqual(self.sent("POST", "/sync"), 0)
        self.succeeds("app", "sync", APP, "--expect-revision", SECOND)

    def test_refresh_looks_into_git_before_the_sync(self) -> None:
        self.push(SECOND)
        self.succeeds("app", "sync", APP, "--refresh")
        self.assertEqual(self.compared(), SECOND)

    def test_the_variable_says_it_as_well(self) -> None:
        self.push(FIRST)
        self.fails(20, "app", "wait", APP, "--timeout", "3", ARGOCDPP_FOR_REVISION=FIRST)


if __name__ == "__main__":
    unittest.main()
