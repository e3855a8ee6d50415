#!/usr/bin/env python3
"""The manual pages that a build makes beside the program: one for each command, and each one renders.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/man_pages_test.py
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.harness import BINARY_VARIABLE, Home, binary  # noqa: E402

_COLUMN = re.compile(r"^  (?:-\w, |    )(--[\w-]+)|^  ([\w-]+)", re.MULTILINE)


def section(text: str, title: str) -> str:
    """What stands below a title of a help text or of a rendered page."""
    found = re.search(rf"^{title}:?\n((?: .*\n|\n)*)", text, re.MULTILINE)
    return found[1] if found else ""


class ManPagesTest(unittest.TestCase):
    def setUp(self) -> None:
        program = binary()
        if program is None:
            self.skipTest(f"{BINARY_VARIABLE} does not name a binary")
        self.pages = program.parent / "man1"
        self.home = Home().__enter__()
        self.addCleanup(self.home.__exit__, None, None, None)

    def helps(self, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:
        """The help of a command and of all below it, by their words."""
        shown = self.home.run(*path, "--help").stdout
        found = {path: shown}
        for _, word in _COLUMN.findall(section(shown, "Commands")):
            found |= self.helps((*path, word))
        return found

    def rendered(self, name: str) -> str:
        """The page as a terminal shows it, without a complaint."""
        groff = shutil.which("groff")
        if not groff:
            self.skipTest("groff is not installed")
        ran = subprocess.run([groff, "-man", "-ww", "-Tutf8", "-P-c", "-rLL=500n", str(self.pages / f"{name}.1")],
                             capture_output=True, text=True, encoding="utf-8", env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"})
        self.assertEqual((ran.returncode, ran.stderr), (0, ""), name)
        return re.sub(r".\x08", "", ran.stdout)

    def test_every_command_has_a_page_that_tells_what_its_help_tells(self) -> None:
        helps = self.helps()
        self.assertGreater(len(helps), 110)
        self.assertEqual({file.stem for file in self.pages.iterdir()}, {"-".join(("argocdpp", *path)) for path in helps})
        for path, shown in helps.items():
            name = "-".join(("argocdpp", *path))
            with self.subTest(page=name):
                page = self.rendered(name)
                summary = shown.splitlines()[0]
                self.assertEqual(section(page, "NAME").strip(), f"{name} - {summary}")
                own, everyones = (section(shown, title) for title in ("Flags", "Global flags"))
                for flag in (match[0] for match in _COLUMN.findall(own + everyones)):
                    self.assertRegex(section(page, "OPTIONS"), rf"(?m)^ +(-\w, )?{flag}\b")
                self.assertIn("20   the server refused", section(page, "EXIT STATUS"))
                for line in section(shown, "Examples").splitlines():
                    self.assertIn(line.strip(), page.replace("argocdpp", "argocd"))

    def test_the_date_is_that_of_the_build(self) -> None:
        built = re.search(r"BuildDate: (\S+)T", self.home.run("version", "--client").stdout)
        assert built
        first = (self.pages / "argocdpp-app-get.1").read_text().splitlines()[1]
        self.assertRegex(first, rf'^\.TH ARGOCDPP\\-APP\\-GET 1 {built[1]} "argocdpp v')

    def test_what_is_different_stands_in_help_and_page(self) -> None:
        shown = self.home.run("app", "patch", "--help").stdout
        self.assertIn("  - Each change is sent once", section(shown, "Different from the official argocd"))
        self.assertIn("Each change is sent once", section(self.rendered("argocdpp-app-patch"), "DIFFERENCES"))
        self.assertNotIn("Different from", self.home.run("app", "history", "--help").stdout)
        self.assertRegex(self.home.run("repo", "add", "--help").stdout, r"--password-stdin .*\(not in the official argocd\)")


if __name__ == "__main__":
    unittest.main()
