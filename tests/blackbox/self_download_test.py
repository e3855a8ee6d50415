#!/usr/bin/env python3
"""Fetching the server's own command line: whole or not at all.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/self_download_test.py
"""

from __future__ import annotations

import hashlib
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402
from blackbox.harness import Sim  # noqa: E402
from sim.download_routes import elf_looking  # noqa: E402

PATH = "^/download/argocd-linux-amd64$"


class SelfDownloadTest(BinaryTest):
    content = elf_looking(1 << 20)

    @classmethod
    def setUpClass(cls) -> None:
        with tempfile.NamedTemporaryFile() as file:
            file.write(cls.content)
            file.flush()
            cls.options = ("--download", file.name)
            super().setUpClass()

    def setUp(self) -> None:
        super().setUp()
        self.target = self.home.empty / "argocd"

    def arguments(self, *more: str) -> list[str]:
        return ["self-download", "--output", str(self.target), "--arch", "amd64", *more]

    def left(self) -> list[str]:
        return os.listdir(self.home.empty)

    def test_the_program_arrives_ready_to_run(self) -> None:
        result = self.succeeds(*self.arguments("--sha256", hashlib.sha256(self.content).hexdigest()))
        self.assertEqual(result.stdout, "")
        self.assertEqual(result.stderr, f"argocd-linux-amd64 (1.0 MB) saved to {self.target}\n")
        self.assertEqual(self.target.read_bytes(), self.content)
        self.assertEqual(stat.S_IMODE(self.target.stat().st_mode), 0o755)
        self.assertEqual(self.left(), ["argocd"])
        headers = self.sim.requests()[-1]["headers"]
        self.assertNotIn("authorization", headers)
        self.assertEqual(headers["accept-encoding"], "identity")

    def test_a_cut_download_goes_on(self) -> None:
        self.sim.fault("cut", path=PATH, bytes=300_000)
        self.sim.fault("cut", path=PATH, bytes=200_000, how="close")
        self.succeeds(*self.arguments())
        self.assertEqual(self.target.read_bytes(), self.content)
        ranges = [one["headers"].get("range") for one in self.sim.requests()]
        self.assertEqual(ranges, [None, "bytes=300000-", "bytes=500000-"])

    def test_a_download_that_never_comes_leaves_nothing(self) -> None:
        self.sim.fault("cut", path=PATH, bytes=0, times=-1)
        self.fails(20, *self.arguments())
        self.assertEqual(self.left(), [])
        self.assertEqual(len(self.sim.requests()), 4)

    def test_a_short_file_is_not_kept(self) -> None:
        self.sim.fault("cut", path=PATH, bytes=1000, how="close")
        self.sim.fault("cut", path=PATH, bytes=0, how="close", times=-1)
        self.fails(20, *self.arguments())
        self.assertEqual(self.left(), [])

    def test_a_login_page_is_refused(self) -> None:
        self.sim.fault("login_page", path=PATH)
        result = self.fails(20, *self.arguments())
        self.assertIn("web page instead of the file", result.log()[-1]["msg"])
        self.assertEqual(self.left(), [])

    def test_a_file_that_is_no_program_is_refused(self) -> None:
        self.sim.fault("body", path=PATH, body="#!/bin/sh\n", content_type="application/octet-stream")
        result = self.fails(1, *self.arguments())
        self.assertIn("no program for linux", result.log()[-1]["msg"])
        self.assertEqual(self.left(), [])

    def test_another_digest_is_refused(self) -> None:
        self.target.write_text("old")
        result = self.fails(1, *self.arguments("--sha256", "0" * 64))
        self.assertIn(hashlib.sha256(self.content).hexdigest(), result.log()[-1]["msg"])
        self.assertEqual((self.left(), self.target.read_text()), (["argocd"], "old"))

    def test_a_redirect_to_another_host_is_refused(self) -> None:
        with Sim() as other:
            for place in (f"http://{other.address}/x?secret", f"https://{self.sim.address}/x?secret"):
                with self.subTest(place=place):
                    self.sim.fault("status", path=PATH, status=302, headers={"Location": place}, body="")
                    result = self.fails(20, *self.arguments())
                    self.assertIn("the server redirects to ", result.log()[-1]["msg"])
                    self.assertNotIn("secret", result.stderr)
            self.assertEqual(other.requests(), [])
        self.assertEqual(self.left(), [])

    def test_a_redirect_within_the_server_is_followed(self) -> None:
        self.sim.fault("status", path=PATH, status=302, headers={"Location": "/download/argocd-linux"}, body="")
        self.succeeds(*self.arguments())
        self.assertEqual(self.target.read_bytes(), self.content)

    def test_a_program_that_is_not_offered(self) -> None:
        result = self.fails(20, "self-download", "--output", str(self.target), "--arch", "riscv64")
        self.assertIn("the server offers no argocd-linux-riscv64", result.log()[-1]["msg"])
        self.assertEqual(self.left(), [])

    def test_an_interrupted_download_leaves_nothing(self) -> None:
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(signal=number):
                self.sim.fault("drip", path=PATH, bytes=1000, ms=20)
                running = subprocess.Popen([str(self.home.argocd), *self.arguments()],
                                           env=self.home.server_environment(self.sim), stderr=subprocess.PIPE)
                try:
                    self.wait_for_bytes()
                    running.send_signal(number)
                    _, talk = running.communicate(timeout=10)
                finally:
                    running.kill()
                self.assertEqual(running.returncode, code, talk)
                self.assertEqual(self.left(), [])

    def wait_for_bytes(self) -> None:
        """Until the download has begun to arrive, under a name and a mode that hide it."""
        for _ in range(500):
            found = list(self.home.empty.iterdir())
            if found and found[0].stat().st_size > 0:
                self.assertTrue(found[0].name.startswith("."))
                self.assertEqual(stat.S_IMODE(found[0].stat().st_mode), 0o600)
                return
            time.sleep(0.01)
        self.fail("nothing arrives")

    def test_a_place_where_nothing_can_be_written(self) -> None:
        for place in (self.home.empty / "none" / "argocd", self.home.empty, Path("/proc/argocd")):
            with self.subTest(place=place):
                result = self.fails(1, "self-download", "--output", str(place))
                self.assertIn(f"can't write {place}: ", result.log()[-1]["msg"])
        self.assertEqual(self.sim.requests(), [])
        self.assertEqual(self.left(), [])


if __name__ == "__main__":
    unittest.main()
