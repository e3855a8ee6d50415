#!/usr/bin/env python3
"""Many applications at once: on real connections, of which each wait holds one for its events.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/many_test.py
"""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

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


if __name__ == "__main__":
    unittest.main()
