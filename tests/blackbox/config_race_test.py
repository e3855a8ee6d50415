#!/usr/bin/env python3
"""The config file under many writers at once, and under writers that are killed: never broken, nothing lost.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/config_race_test.py
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402

WRITERS = 50
KILLING_SECONDS = 6.0


class ConfigRaceTest(BinaryTest):
    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen([str(self.home.argocd), *arguments], env=self.home.environment(), text=True,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def login(self, name: str) -> list[str]:
        return ["login", self.sim.address, "--plaintext", "--username", "admin", "--password", "password",
                "--name", name]

    def ran(self, *arguments: str) -> str:
        result = self.home.run(*arguments, env=self.home.environment())
        self.assertEqual(result.exit, 0, result.stderr)
        return result.stdout

    def contexts(self) -> set[str]:
        rows = [line.lstrip("*").split() for line in self.ran("context").splitlines()[1:]]
        return {row[0] for row in rows}

    def users_with_token(self) -> set[str]:
        """Read without the program: users stand behind `users:`, each with its token, if it has one."""
        text = (self.home.config_dir / "config").read_text()
        users = text[text.index("users:"):]
        entries = re.split(r"(?m)^- ", users)[1:]
        return {found[1] for entry in entries if "auth-token: " in entry and (found := re.search(r"name: (\S+)", entry))}

    def test_fifty_writers_at_once_lose_nothing(self) -> None:
        old = [f"old-{number}" for number in range(10)]
        for name in old:
            self.ran(*self.login(name))
        words = [self.login(f"new-{number}") for number in range(25)]
        words += [["logout", name, "--plaintext", "--prompts-enabled=false"] for name in old[:5]]
        words += [["context", name] for name in old[5:]] * 2
        words += [["configure", "--prompts-enabled=true"]] * 5
        words += [self.login(name) for name in old[5:]]
        random.Random(1).shuffle(words)
        self.assertEqual(len(words), WRITERS)
        processes = [self.begin(*one) for one in words]
        for process, one in zip(processes, words):
            _, talk = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 0, f"{one}: {talk}")
        new = {one[-1] for one in words if one[0] == "login"}
        self.assertEqual(self.contexts(), set(old) | new)
        self.assertEqual(self.users_with_token(), set(old[5:]) | new)
        self.assertIn("prompts-enabled: true", (self.home.config_dir / "config").read_text())
        self.assertEqual(sorted(os.listdir(self.home.config_dir)), [".prev-ctx", "config"])

    def test_killed_writers_break_nothing(self) -> None:
        self.ran(*self.login("kept"))
        drawn = random.Random(2)
        span = self.usual_seconds()
        certain, ended = {"kept"}, {True: 0, False: 0}
        limit = time.monotonic() + KILLING_SECONDS
        number = 0
        while time.monotonic() < limit:
            number += 1
            name = f"n-{number % 40}"
            writer = self.begin(*self.login(name))
            time.sleep(drawn.uniform(0, span))
            writer.kill()
            writer.communicate()
            ended[writer.returncode == 0] += 1
            if writer.returncode == 0:
                certain.add(name)
            text = (self.home.config_dir / "config").read_text()
            self.assertTrue(text.endswith("\n") and "users:" in text, text[-200:])
            self.assertLessEqual(certain, self.users_with_token())
        self.assertGreater(ended[False], 10, "nobody was killed")
        self.assertLessEqual(certain, self.contexts())
        self.ran("configure", "--prompts-enabled=true")
        self.assertEqual(os.listdir(self.home.config_dir), ["config"])

    def usual_seconds(self) -> float:
        started = time.monotonic()
        self.ran(*self.login("kept"))
        return (time.monotonic() - started) * 1.1

    def test_what_a_killed_writer_left_is_cleared_away(self) -> None:
        self.ran(*self.login("kept"))
        for name in (".config-aB3x9Z", ".config-mine", ".config-aB3x9Z.bak"):
            (self.home.config_dir / name).write_text("auth-token: old\n")
        self.ran("configure", "--prompts-enabled=true")
        self.assertEqual(sorted(os.listdir(self.home.config_dir)), [".config-aB3x9Z.bak", ".config-mine", "config"])


if __name__ == "__main__":
    unittest.main()
