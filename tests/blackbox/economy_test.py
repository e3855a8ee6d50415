#!/usr/bin/env python3
"""How many connections and requests a command takes, and what it tells about itself.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/economy_test.py
"""

from __future__ import annotations

import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402


class EconomyTest(BinaryTest):
    def connections(self) -> int:
        return len({one["connection"] for one in self.sim.requests()})

    def paths(self) -> list[str]:
        return [f"{one['method']} {one['path'].partition('?')[0]}" for one in self.sim.requests()]

    def test_a_list_is_one_request(self) -> None:
        self.succeeds("app", "list")
        self.assertEqual(self.paths(), ["GET /api/v1/applications"])

    def test_names_do_not_need_whole_objects(self) -> None:
        self.succeeds("app", "list", "-o", "name")
        (request,) = self.sim.requests()
        self.assertIn("fields=", request["path"])

    def test_bodies_come_compressed(self) -> None:
        self.succeeds("app", "list")
        self.assertIn("gzip", self.sim.requests()[0]["headers"].get("accept-encoding", ""))

    def test_a_get_asks_nothing_twice(self) -> None:
        self.succeeds("app", "get", "guestbook")
        self.assertEqual(len(self.paths()), len(set(self.paths())), self.paths())
        self.assertLessEqual(self.connections(), 4)

    def test_a_sync_takes_two_connections(self) -> None:
        """One for the calls, one for the stream."""
        self.succeeds("app", "sync", "waves")
        self.assertEqual(self.sent("POST", "/sync"), 1)
        self.assertLessEqual(self.connections(), 3, self.paths())

    def test_there_is_no_probe(self) -> None:
        for command in (["app", "list"], ["app", "get", "waves"], ["app", "sync", "waves"], ["app", "wait", "waves"]):
            self.succeeds(*command)
        self.assertEqual(self.sent("GET", "/api/version"), 0)

    def test_the_token_goes_only_into_a_header(self) -> None:
        self.succeeds("app", "get", "waves")
        for request in self.sim.requests():
            self.assertNotIn(self.sim.token, request["path"])
            self.assertEqual(request["headers"].get("authorization"), "present")


class ManyApplicationsTest(BinaryTest):
    """Generated applications of 9 KB: half a thousand of them are 5 MB of JSON."""

    options = ("--apps", "500")

    def generate(self, count: int) -> None:
        self.sim.control("POST", "generate", {"count": count})

    def peak(self, *words: str) -> float:
        """MiB that a run needs at most. It is a process that is no fork of this one's memory."""
        environment = self.home.server_environment(self.sim)
        ran = subprocess.run(["/usr/bin/time", "-f", "%M", self.home.argocd, *words], env=environment, text=True,
                             stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=120)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return int(ran.stderr.split()[-1]) / 1024

    def test_all_are_listed(self) -> None:
        self.generate(500)
        result = self.succeeds("app", "list", "-o", "name")
        self.assertEqual(len(result.stdout.split()), 500)
        self.assertEqual(len(self.succeeds("app", "list").stdout.splitlines()), 501)

    def test_documents_take_no_memory_for_their_number(self) -> None:
        for form in ("json", "yaml"):
            with self.subTest(form=form):
                self.generate(500)
                few = self.peak("app", "list", "-o", form)
                self.generate(2000)
                self.assertLess(self.peak("app", "list", "-o", form), few + 3)

    def test_rows_take_little_more_than_themselves(self) -> None:
        self.generate(500)
        few = self.peak("app", "list")
        self.generate(5000)
        printed = len(self.succeeds("app", "list").stdout) / (1 << 20)
        self.assertLess(self.peak("app", "list"), few + printed + 3)

    def test_every_form_is_one_request_over_one_connection(self) -> None:
        self.generate(500)
        for words in (["-o", "wide"], ["-o", "json"], ["-o", "yaml"], ["-o", "name"], ["-o", "name", "-p", "default"],
                      ["-l", "team=web"]):
            with self.subTest(words=words):
                self.sim.control("DELETE", "requests")
                self.succeeds("app", "list", *words)
                (request,) = self.sim.requests()
                # Packed: it would be 5 MB, or 60 KB of names.
                self.assertLess(request["bytes"], 10_000 if "name" in words else 300_000)

    def test_a_body_that_is_cut_ends_a_list_of_documents(self) -> None:
        """What was printed by then is the beginning of the whole list, and nothing is printed twice."""
        self.generate(500)
        for form in ("json", "yaml"):
            whole = self.succeeds("app", "list", "-o", form).stdout
            for how in ("reset", "close"):
                with self.subTest(form=form, how=how):
                    self.sim.control("DELETE", "requests")
                    self.sim.fault("cut", path="/api/v1/applications", bytes=60_000, how=how)
                    result = self.fails(20, "app", "list", "-o", form)
                    self.assertGreater(len(result.stdout), 1_000_000)
                    self.assertTrue(whole.startswith(result.stdout))
                    self.assertIn("; what was printed is not the whole list", result.stderr)
                    self.assertEqual(len(self.sim.requests()), 1)

    def test_what_was_not_printed_is_asked_for_again(self) -> None:
        self.generate(500)
        for form in ("wide", "name", "json"):
            with self.subTest(form=form):
                whole = self.succeeds("app", "list", "-o", form).stdout
                self.sim.fault("cut", path="/api/v1/applications", bytes=300)
                self.assertEqual(self.succeeds("app", "list", "-o", form).stdout, whole)


if __name__ == "__main__":
    unittest.main()
