"""The ground of tests that look at the screen of a terminal emulator (tmux), as a person does."""

from __future__ import annotations

import shlex
import subprocess
import time
from typing import Callable

from blackbox.binary_case import BinaryTest


class TmuxTest(BinaryTest):
    """Each test begins one run; `ended` beside it tells its exit code when it is over."""

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

    def resize(self, columns: int, lines: int) -> None:
        self.tmux("resize-window", "-t", "live", "-x", str(columns), "-y", str(lines))

    def screen(self) -> list[str]:
        return self.tmux("capture-pane", "-p", "-t", "live").rstrip("\n").split("\n")

    def until(self, holds: Callable[[list[str]], bool]) -> list[str]:
        limit = time.monotonic() + 20
        while time.monotonic() < limit:
            if holds(shown := self.screen()):
                return shown
        raise AssertionError("\n".join(self.screen()))

    def interrupt(self) -> str:
        """Ctrl-C; how it ended."""
        self.tmux("send-keys", "-t", "live", "C-c")
        ended = self.home.path / "ended"
        self.until(lambda _: ended.exists() and ended.read_text().endswith("\n"))
        return ended.read_text()
