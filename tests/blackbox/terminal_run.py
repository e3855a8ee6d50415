"""Runs of the binary on a terminal (a pty), and what a person would then see."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from pathlib import Path

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_TOKENS = re.compile(r"\x1b\[([0-9;]*)([A-Za-z])|([\r\n])|([^\x1b\r\n]+)|(.)", re.DOTALL)


class TerminalRun:
    """A process whose stdout, and stderr and stdin unless told otherwise, are a terminal of its own.

    `with TerminalRun([...], env) as run: run.until("text"); run.end()`; leaving the block kills what still runs.
    """

    def __init__(self, command: list[str], env: dict[str, str], size: tuple[int, int] = (24, 80),
                 stderr: int | None = None, stdout: int | None = None, stdin: int | None = None) -> None:
        self.screen_size = size
        self.output = ""
        self._bytes = b""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        modes = termios.tcgetattr(slave)
        modes[1] &= ~termios.OPOST  # the program's own bytes, no carriage returns added
        termios.tcsetattr(slave, termios.TCSANOW, modes)
        self.process = subprocess.Popen(command, env=env, stdin=slave if stdin is None else stdin,
                                        stdout=slave if stdout is None else stdout,
                                        stderr=slave if stderr is None else stderr,
                                        cwd=Path(env["HOME"]), start_new_session=True)
        os.close(slave)

    def __enter__(self) -> "TerminalRun":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe:
                pipe.close()
        os.close(self._master)

    def _read_more(self, seconds: float) -> bool:
        """False where the terminal has been left by everybody, or nothing came in time."""
        if not select.select([self._master], [], [], max(seconds, 0))[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # EIO: nobody has the other side open
            return False
        self._bytes += data
        self.output = self._bytes.decode(errors="replace")
        return bool(data)

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def until(self, text: str, seconds: float = 15) -> str:
        """Reads until the text has come."""
        limit = time.monotonic() + seconds
        while text not in self.output:
            if not self._read_more(limit - time.monotonic()):
                raise AssertionError(f"{text!r} did not come: {self.output!r}")
        return self.output

    def end(self, seconds: float = 20) -> int:
        """Reads to the end; the exit code, negative for a signal's number."""
        limit = time.monotonic() + seconds
        while self._read_more(limit - time.monotonic()):
            pass
        return self.process.wait(max(limit - time.monotonic(), 0.1))


class Screen:
    """The lines that a terminal shows after a text, scrolled-off ones among them, and whether any line wrapped."""

    def __init__(self, text: str, columns: int) -> None:
        self.lines = [""]
        self.has_wrapped = False
        self.unknown: list[str] = []
        self._row = self._column = 0
        self._columns = columns
        for numbers, letter, control, words, odd in _TOKENS.findall(text):
            if letter:
                self._command(numbers, letter)
            elif control == "\r":
                self._column = 0
            elif control == "\n":
                self._row, self._column = self._row + 1, 0
                if self._row == len(self.lines):
                    self.lines.append("")
            elif words:
                self._write(words)
            else:
                self.unknown.append(odd)

    def _write(self, words: str) -> None:
        line = self.lines[self._row].ljust(self._column)
        self.lines[self._row] = line[:self._column] + words + line[self._column + len(words):]
        self._column += len(words)
        self.has_wrapped = self.has_wrapped or self._column > self._columns

    def _command(self, numbers: str, letter: str) -> None:
        if letter == "A":
            if int(numbers or 1) > self._row:
                self.unknown.append(f"{numbers}A above the first line")
            self._row = max(self._row - int(numbers or 1), 0)
        elif letter == "K" and numbers == "2":
            self.lines[self._row] = ""
        elif letter == "J" and numbers in ("", "0"):
            self.lines[self._row] = self.lines[self._row][:self._column]
            del self.lines[self._row + 1:]
        elif letter != "m":
            self.unknown.append(numbers + letter)
