"""The installed library: programs of another project, built from what `meson install` gives."""

import json
import os
import shlex
import subprocess
import tempfile
import unittest
from pathlib import Path

from harness import TESTS, Sim

ROOT = TESTS.parent
CONSUMER = TESTS / "consumer" / "main.cpp"
DEPLOY = ROOT / "examples" / "deploy.cpp"
FLEET = ROOT / "examples" / "fleet.cpp"
NO_COMMIT = "0123456789012345678901234567890123456789"


class LibraryTest(unittest.TestCase):
    """Headers, archive and pkg-config file are enough, and README's example is one of the programs."""

    folder: Path

    @classmethod
    def setUpClass(cls) -> None:
        place = tempfile.TemporaryDirectory()
        cls.addClassCleanup(place.cleanup)
        cls.folder = Path(place.name)
        subprocess.run(["meson", "install", "-C", ROOT / "build", "--no-rebuild", "--destdir", cls.folder],
                       check=True, capture_output=True)

    def run_program(self, source: Path, sim: Sim, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": os.environ["PATH"], "ARGOCD_AUTH_TOKEN": sim.token}
        return subprocess.run([self.build(source), f"http://127.0.0.1:{sim.port}", *arguments], env=environment,
                              capture_output=True, text=True, timeout=60)

    def test_a_program_of_fifteen_lines_lists_and_waits(self) -> None:
        with Sim("--speed", "50") as sim:
            ran = self.run_program(CONSUMER, sim)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertIn("guestbook Synced\n", ran.stdout)
        self.assertEqual(len(ran.stdout.splitlines()), 15)

    def test_the_example_in_the_readme_is_this_program(self) -> None:
        code = CONSUMER.read_text().split("\n", 1)[1]
        self.assertIn(code, (ROOT / "README.md").read_text())
        inside = [line for line in code.splitlines() if line.startswith("    ")]
        self.assertLessEqual(len(inside), 15)

    def test_the_example_deploys_a_commit_or_says_why_not(self) -> None:
        with Sim("--speed", "50") as sim:
            revision = sim.exchange("GET", "/api/v1/applications/waves")[2]
            commit = json.loads(revision)["status"]["sync"]["revision"]
            good = self.run_program(DEPLOY, sim, "waves", commit[:9])
            bad = self.run_program(DEPLOY, sim, "waves", "no-such-branch")
        self.assertEqual((good.returncode, good.stderr), (0, ""))
        self.assertEqual(bad.returncode, 2)
        self.assertIn("no-such-branch", bad.stderr)

    def test_the_example_waits_at_several_servers_and_one_failure_ends_it(self) -> None:
        with Sim("--speed", "50") as east, Sim("--speed", "50") as west:
            words = [f"http://{one.address}={name}" for one, name in ((east, "EAST"), (west, "WEST"))]
            environment = {"PATH": os.environ["PATH"], "EAST": east.token, "WEST": west.token}

            def run(app: str) -> subprocess.CompletedProcess[str]:
                return subprocess.run([self.build(FLEET), app, *words], env=environment, capture_output=True,
                                      text=True, timeout=60)
            good = run("guestbook")
            west.control("PATCH", "apps/guestbook", {"status": {"health": {"status": "Progressing"}}})
            east.exchange("DELETE", "/api/v1/applications/guestbook")
            bad = run("guestbook")
        self.assertEqual((good.returncode, good.stderr), (0, ""))
        self.assertEqual(sorted(line for line in good.stdout.splitlines() if line.endswith(": done")),
                         sorted(f"http://{one.address}: done" for one in (east, west)))
        self.assertEqual(bad.returncode, 2)
        self.assertIn(east.address, bad.stderr)

    def build(self, source: Path) -> Path:
        """Compiles a program against what is installed, and nothing else."""
        [description] = self.folder.rglob("argocdpp.pc")
        prefix = next(parent for parent in description.parents if (parent / "include").is_dir())
        query = ["pkg-config", "--define-variable", f"prefix={prefix}", "--static", "--cflags",
                 "--libs", "argocdpp"]
        flags = subprocess.run(query, check=True, capture_output=True, text=True,
                               env={**os.environ, "PKG_CONFIG_PATH": str(description.parent)}).stdout
        program = self.folder / source.stem
        if not program.exists():
            compiled = subprocess.run(["g++", str(source), "-o", str(program), *shlex.split(flags)],
                                      capture_output=True, text=True)
            self.assertEqual(compiled.returncode, 0, compiled.stderr)
        return program


if __name__ == "__main__":
    unittest.main()
