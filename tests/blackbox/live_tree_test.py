#!/usr/bin/env python3
"""What `--live` draws, as a person sees it: the screen of a terminal emulator (tmux).

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/live_tree_test.py
"""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.tmux_case import TmuxTest  # noqa: E402


class LiveTreeTest(TmuxTest):
    options = ("--speed", "2")

    def golden(self, shown: list[str]) -> list[str]:
        """Without ages, which go on, and what stands behind them."""
        left = shown[1].index("AGE")
        return shown[:1] + [line[:left].rstrip() for line in shown[1:]]

    def test_it_is_redrawn_in_place_and_fits_the_window(self) -> None:
        self.begin("app", "get", "guestbook", "--live")
        shown = self.until(lambda lines: any("Pod/" in line for line in lines))
        self.assertEqual(self.golden(shown), GOLDEN)
        self.sim.control("PATCH", "apps/guestbook", {"status": {"health": {"status": "Degraded"}}})
        shown = self.until(lambda lines: "Degraded" in lines[0])
        self.assertEqual(len(shown), len(GOLDEN))
        self.resize(50, 12)
        # What was drawn for the wider window has been folded by the narrower one, and must go.
        shown = self.until(lambda lines: lines[0].startswith("argocd/guestbook") or lines[0].startswith("guestbook"))
        shown = self.until(lambda lines: sum("KIND/NAME" in line for line in lines) == 1)
        self.assertLessEqual(max(map(len, shown)), 50)
        self.assertLess(len(shown), 12)
        self.resize(110, 30)
        self.until(lambda lines: sum("KIND/NAME" in line for line in lines) == 1 and len(lines) == len(GOLDEN))
        # Smaller than what stands there, and larger again: the terminal brings back what it had scrolled away.
        self.resize(40, 5)
        self.until(lambda lines: lines[0].startswith("guestbook") and len(lines) < 5)
        self.resize(90, 24)
        shown = self.until(lambda lines: len(lines) == len(GOLDEN) and lines[0].startswith("guestbook"))
        self.assertEqual(sum("KIND/NAME" in line for line in shown), 1)
        self.assertEqual(self.interrupt(), "ended with 130\n")

    def test_a_sync_leaves_its_answer_alone(self) -> None:
        self.begin("app", "sync", "waves", "--live", size=(80, 40))
        self.until(lambda lines: any("operation Running" in line for line in lines))
        shown = self.until(lambda lines: any(line.startswith("Phase:") for line in lines))
        self.assertFalse([line for line in shown if "KIND/NAME" in line or "operation Running" in line])


GOLDEN = [
    "guestbook  Synced  Healthy  operation Succeeded",
    "KIND/NAME                         STATUS  HEALTH",
    "Service/guestbook-ui              Synced  Healthy",
    "Deployment/guestbook-ui           Synced  Healthy",
    "└─ReplicaSet/gue…k-ui-5d6468fd55          Healthy",
    "  ├─Pod/guestbook…6468fd55-nst54          Healthy",
    "  └─Pod/guestbook…6468fd55-r5cbb          Healthy",
]


if __name__ == "__main__":
    unittest.main()
