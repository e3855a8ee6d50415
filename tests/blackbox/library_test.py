"""The installed library: a program of another project, built from what `meson install` gives."""

import os
import shlex
import subprocess
import tempfile
import unittest
from pathlib import Path

from harness import TESTS, Sim

ROOT = TESTS.parent
CONSUMER = TESTS / "consumer" / "main.cpp"


class LibraryTest(unittest.TestCase):
    """Headers, archive and pkg-config file are enough, and README's example is this program."""

    def test_a_program_of_fifteen_lines_lists_and_waits(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            program = self.build(Path(folder))
            with Sim("--speed", "50") as sim:
                environment = {"PATH": os.environ["PATH"], "ARGOCD_AUTH_TOKEN": sim.token}
                ran = subprocess.run([program, f"http://127.0.0.1:{sim.port}"], env=environment,
                                     capture_output=True, text=True, timeout=60)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertIn("guestbook Synced\n", ran.stdout)
        self.assertEqual(len(ran.stdout.splitlines()), 15)

    def test_the_example_in_the_readme_is_this_program(self) -> None:
        code = CONSUMER.read_text().split("\n", 1)[1]
        self.assertIn(code, (ROOT / "README.md").read_text())
        inside = [line for line in code.splitlines() if line.startswith("    ")]
        self.assertLessEqual(len(inside), 15)

    def build(self, folder: Path) -> Path:
        """Installs the release build into a folder and compiles the consumer against that alone."""
        subprocess.run(["meson", "install", "-C", ROOT / "build", "--no-rebuild", "--destdir", folder],
                       check=True, capture_output=True)
        [description] = folder.rglob("argocdpp.pc")
        prefix = next(parent for parent in description.parents if (parent / "include").is_dir())
        query = ["pkg-config", "--define-variable", f"prefix={prefix}", "--static", "--cflags",
                 "--libs", "argocdpp"]
        flags = subprocess.run(query, check=True, capture_output=True, text=True,
                               env={**os.environ, "PKG_CONFIG_PATH": str(description.parent)}).stdout
        program = folder / "consumer"
        compiled = subprocess.run(["g++", str(CONSUMER), "-o", str(program), *shlex.split(flags)],
                                  capture_output=True, text=True)
        self.assertEqual(compiled.returncode, 0, compiled.stderr)
        return program


if __name__ == "__main__":
    unittest.main()
