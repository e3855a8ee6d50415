#!/usr/bin/env python3
"""How many connections and requests a command takes, and what it tells about itself.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/economy_test.py
"""

from __future__ import annotations

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
    options = ("--apps", "500")

    def setUp(self) -> None:
        super().setUp()
        self.sim.control("POST", "generate", {"count": 500})

    def test_all_are_listed(self) -> None:
        result = self.succeeds("app", "list", "-o", "name")
        self.assertEqual(len(result.stdout.split()), 500)
        self.assertEqual(len(self.succeeds("app", "list").stdout.splitlines()), 501)


if __name__ == "__main__":
    unittest.main()
