#!/usr/bin/env python3
"""What `--live` draws, as a person sees it: the screen of a terminal emulator (tmux).

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/live_tree_test.py
"""

from __future__ import annotations

import shlex
import subprocess
import sys
import time
import unittest
from pathlib import Path
from typing import Callable

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402


class LiveTreeTest(BinaryTest):
    options = ("--speed", "2")

    def tmux(self, *words: str) -> str:
        ran = subprocess.run(["tmux", "-f", "/dev/null", "-S", str(self.home.path / "tmux"), *words],
                             env={**self.home.environment(), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"},
                             capture_output=True, text=True, check=True)
        return ran.stdout

    def begin(self, *arguments: str, size: tuple[int, int] = (80, 24)) -> None:
        env = self.home.server_environment(self.sim, LC_ALL="C.UTF-8")
        words = ["env", "-i", *(f"{name}={value}" for name, value in env.items()), str(self.home.argocd), *arguments]
        shell = shlex.join(words) + f"; echo ended with $? > {self.home.path}/ended; cat > /dev/null"
        self.tmux("-u", "new-session", "-d", "-x", str(size[0]), "-y", str(size[1]), "-s", "live", shell)
        self.addCleanup(self.tmux, "kill-server")

    def screen(self) -> list[str]:
        return self.tmux("capture-pane", "-p", "-t", "live").rstrip("\n").split("\n")

    def until(self, holds: Callable[[list[str]], bool]) -> list[str]:
        limit = time.monotonic() + 20
        while time.monotonic() < limit:
            if holds(shown := self.screen()):
                return shown
        raise AssertionError("\n".join(self.screen()))

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
        self.tmux("resize-window", "-t", "live", "-x", "50", "-y", "12")
        # What was drawn for the wider window has been folded by the narrower one, and must go.
        shown = self.until(lambda lines: lines[0].startswith("argocd/guestbook") or lines[0].startswith("guestbook"))
        shown = self.until(lambda lines: sum("KIND/NAME" in line for line in lines) == 1)
        self.assertLessEqual(max(map(len, shown)), 50)
        self.assertLess(len(shown), 12)
        self.tmux("resize-window", "-t", "live", "-x", "110", "-y", "30")
        self.until(lambda lines: sum("KIND/NAME" in line for line in lines) == 1 and len(lines) == len(GOLDEN))
        self.tmux("send-keys", "-t", "live", "C-c")
        self.until(lambda _: (self.home.path / "ended").exists())
        self.assertEqual((self.home.path / "ended").read_text(), "ended with 130\n")

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
