#!/usr/bin/env python3
"""Does the simulated server keep repositories and shared credentials as the real one did?

    python3 tests/sim/repository_contract_test.py

The answers were seen on an Argo CD 3.5.1 on 2026-11-24.
"""

from __future__ import annotations

import json
import sys
import unittest
import urllib.parse
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.harness import Sim  # noqa: E402

BASE, CREDENTIALS = "/api/v1/repositories", "/api/v1/repocreds"
URL = "file:///srv/git/apps"
ONE = f"{BASE}/{urllib.parse.quote(URL, safe='')}"
WANTED = {"repo": URL, "username": "u", "password": "p", "enableLfs": True}


class RepositoryContractTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.sim = Sim().__enter__()
        cls.addClassCleanup(cls.sim.__exit__, None, None, None)

    def setUp(self) -> None:
        self.sim.reset()

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        status, _, answer = self.sim.exchange(method, path, body)
        return status, json.loads(answer)

    def assert_refused(self, answer: tuple[int, dict[str, Any]], status: int, words: str) -> None:
        self.assertEqual((answer[0], answer[1]["message"]), (status, words))

    def test_a_repository_is_shown_without_its_secrets(self) -> None:
        self.assertEqual(self.call("GET", BASE), (200, {"metadata": {}, "items": None}))
        self.assertEqual(self.call("POST", BASE, WANTED), (200, {
            "repo": URL, "connectionState": {"status": "", "message": "", "attemptedAt": None}}))
        shown = self.call("GET", ONE)[1]
        self.assertRegex(shown["connectionState"].pop("attemptedAt"), r"^2\d{3}-.*Z$")
        self.assertEqual(shown, {"repo": URL, "connectionState": {"status": "Successful", "message": ""},
                                 "enableLfs": True, "type": "git"})
        self.assertEqual(len(self.call("GET", BASE)[1]["items"]), 1)
        self.assertEqual(self.call("DELETE", ONE), (200, {}))
        self.assert_refused(self.call("GET", ONE), 403, "permission denied")
        self.assert_refused(self.call("DELETE", ONE), 403, "permission denied")

    def test_what_is_there_is_replaced_only_by_an_upsert(self) -> None:
        typed = WANTED | {"type": "git"}
        self.assertEqual([self.call("POST", BASE, typed)[0] for _ in range(2)], [200, 200])
        self.assertEqual(self.call("POST", BASE, typed | {"password": "q"})[0], 400)
        self.assertEqual(self.call("POST", f"{BASE}?upsert=true", typed | {"depth": 3})[0], 200)
        self.assertEqual(self.call("GET", ONE)[1]["depth"], 3)

    def test_projects_tell_repositories_of_one_url_apart(self) -> None:
        for body in (WANTED, WANTED | {"project": "default"}):
            self.assertEqual(self.call("POST", BASE, body)[0], 200)
        self.assertNotIn("project", self.call("GET", ONE)[1])
        self.assertEqual(self.call("GET", f"{ONE}?appProject=default")[1]["project"], "default")
        self.assert_refused(self.call("GET", f"{ONE}?appProject=x"), 500,
                            f'repository not found for url "{URL}" and project "x"')

    def test_what_cannot_be_read_is_refused_unless_a_project_is_named(self) -> None:
        self.assert_refused(self.call("POST", BASE, {"repo": "file:///nowhere"}), 500, (
            "error testing repository connectivity: unable to ls-remote HEAD on repository: "
            "failed to list refs: repository not found"))
        self.assertEqual(self.call("POST", BASE, {"repo": "file:///nowhere", "project": "default"})[0], 200)

    def test_shared_credentials(self) -> None:
        wanted = {"url": "https://x/", "username": "u", "password": "p"}
        self.assertEqual([self.call("POST", CREDENTIALS, wanted) for _ in range(2)], [(200, {"url": "https://x/"})] * 2)
        self.assertEqual(self.call("GET", CREDENTIALS)[1]["items"], [{"url": "https://x/", "username": "u"}])
        self.assertEqual(self.call("POST", CREDENTIALS, wanted | {"password": "q"})[0], 400)
        self.assertEqual(self.call("POST", f"{CREDENTIALS}?upsert=true", {"url": "https://x/"})[0], 200)
        self.assertEqual(self.call("GET", CREDENTIALS)[1]["items"], [{"url": "https://x/"}])
        self.assertEqual(self.call("DELETE", f"{CREDENTIALS}/https%3A%2F%2Fx%2F")[0], 200)
        self.assert_refused(self.call("DELETE", f"{CREDENTIALS}/x"), 404, "repository credentials 'x' not found")


if __name__ == "__main__":
    unittest.main()
