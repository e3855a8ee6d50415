#!/usr/bin/env python3
"""Does the simulated server take and refuse changes of projects as the real one did?

    python3 tests/sim/project_contract_test.py

The answers were seen on an Argo CD 3.5.1 on 2026-11-24.
"""

from __future__ import annotations

import json
import sys
import unittest
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.harness import Sim  # noqa: E402

BASE = "/api/v1/projects"
MADE = {"metadata": {"name": "made"}, "spec": {"roles": [{"name": "r"}]}}
STALE = ('Operation cannot be fulfilled on appprojects.argoproj.io "made": the object has been modified; please apply '
         "your changes to the latest version and try again")


class ProjectContractTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.sim = Sim().__enter__()
        cls.addClassCleanup(cls.sim.__exit__, None, None, None)

    def setUp(self) -> None:
        self.sim.reset()
        self.made = self.call("POST", "", {"project": MADE})[1]

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        status, _, answer = self.sim.exchange(method, BASE + path, body)
        return status, json.loads(answer)

    def refused(self, status: int, code: int, message: str, *call: Any) -> None:
        found, answer = self.call(*call)
        self.assertEqual((found, answer["code"], answer["message"]), (status, code, message))

    def test_of_names_alone_only_the_names_come(self) -> None:
        names = [{"metadata": {"name": name}} for name in ("default", "ext", "made", "team-a")]
        self.assertEqual(self.call("GET", "?fields=items.metadata.name"), (200, {"items": names}))

    def test_an_update_needs_the_latest_version(self) -> None:
        self.assertEqual(self.call("PUT", "/made", {"project": self.made})[0], 200)
        self.refused(409, 10, STALE, "PUT", "/made", {"project": self.made})
        self.refused(400, 3, 'appprojects.argoproj.io "made" is invalid: metadata.resourceVersion: Invalid value: 0: '
                     "must be specified for an update", "PUT", "/made", {"project": MADE})
        self.refused(404, 5, 'appprojects.argoproj.io "none" not found', "PUT", "/none", {"project": self.made})

    def test_a_creation_is_repeated_or_upserts(self) -> None:
        self.assertEqual(self.call("POST", "", {"project": MADE}), (200, self.made))
        other = {"metadata": {"name": "made"}, "spec": {"description": "d"}}
        status, answer = self.call("POST", "", {"project": other})
        self.assertEqual((status, answer["code"]), (400, 3))
        self.assertTrue(answer["message"].startswith("existing project spec is different; use upsert flag to force"))
        self.assertEqual(self.call("POST", "", {"project": other, "upsert": True})[1]["spec"], {"description": "d"})
        self.refused(400, 3, "missing payload 'project' in request", "POST", "", {})

    def test_tokens_stand_in_the_role_and_the_status(self) -> None:
        token = "/made/roles/r/token"
        self.assertIn("token", self.call("POST", token, {"id": "me", "expiresIn": 60})[1])
        self.refused(400, 3, "rpc error: code = InvalidArgument desc = Token id 'me' has been used. ", "POST", token,
                     {"id": "me"})
        self.refused(404, 5, "project 'made' does not have role 'q'", "POST", "/made/roles/q/token", {})
        project = self.call("GET", "/made")[1]
        (entry,) = project["spec"]["roles"][0]["jwtTokens"]
        self.assertEqual(project["status"]["jwtTokensByRole"], {"r": {"items": [entry]}})
        self.assertEqual(self.call("DELETE", f"{token}/17"), (200, {}))
        self.assertEqual(self.call("DELETE", f"{token}/{entry['iat']}"), (200, {}))
        self.assertNotIn("jwtTokens", self.call("GET", "/made")[1]["spec"]["roles"][0])

    def test_what_is_used_or_reserved_is_not_deleted(self) -> None:
        self.refused(400, 3, "name 'default' is reserved and cannot be deleted", "DELETE", "/default")
        self.refused(400, 3, "project is referenced by 1 applications", "DELETE", "/team-a")
        self.assertEqual(self.call("DELETE", "/made"), (200, {}))
        self.refused(404, 5, 'appprojects.argoproj.io "made" not found', "DELETE", "/made")
        self.refused(404, 5, 'error getting app project "made": appproject.argoproj.io "made" not found', "GET",
                     "/made/detailed")


if __name__ == "__main__":
    unittest.main()
