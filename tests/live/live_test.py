#!/usr/bin/env python3
"""The tours beside the official CLI, as tests. They need a real Argo CD that is made for tests, and change it:

    ARGOCD_SERVER=127.0.0.1:8080 ARGOCD_AUTH_TOKEN=… ARGOCD_OPTS=--plaintext ARGOCD_OFFICIAL=/path/to/argocd \\
        ARGOCD_APPS=/path/to/their/repository ARGOCDPP_BIN=$PWD/build/cli/argocdpp python3 tests/live/live_test.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
NEEDED = ("ARGOCD_SERVER", "ARGOCD_AUTH_TOKEN", "ARGOCD_OFFICIAL", "ARGOCDPP_BIN")
MISSING = [name for name in NEEDED if not os.environ.get(name)]


@unittest.skipIf(MISSING, f"a real Argo CD is needed: {', '.join(MISSING)} not set")
class LiveTest(unittest.TestCase):
    def tour(self, name: str, *more: str) -> None:
        plaintext = ["--plaintext"] if "--plaintext" in os.environ.get("ARGOCD_OPTS", "") else []
        ran = subprocess.run([sys.executable, HERE / name, "--official", os.environ["ARGOCD_OFFICIAL"],
                              "--ours", os.environ["ARGOCDPP_BIN"], "--server", os.environ["ARGOCD_SERVER"],
                              *plaintext, *more], capture_output=True, text=True, check=False)
        self.assertEqual(ran.returncode, 0, "\n".join(line for line in ran.stdout.splitlines()
                                                      if not line.startswith("equal")) + ran.stderr)

    def test_commands_that_read_and_sync(self) -> None:
        apps = os.environ.get("ARGOCD_APPS")
        self.tour("tour", *(["--apps", apps] if apps else []))

    def test_commands_that_change_applications(self) -> None:
        self.tour("edits")

    def test_commands_about_projects_accounts_and_keys(self) -> None:
        self.tour("projects")

    def test_certificates_keys_clusters_application_sets_and_accounts(self) -> None:
        """As far as ARGOCD_ACCOUNT, ARGOCD_PASSWORD and ARGOCD_CLUSTER say with what."""
        named = {name: os.environ.get(f"ARGOCD_{name.upper()}") for name in ("account", "password", "cluster")}
        self.tour("administration", *(word for name, value in named.items() if value for word in (f"--{name}", value)))

    def test_repositories_and_shared_credentials(self) -> None:
        self.tour("repositories")


if __name__ == "__main__":
    unittest.main()
