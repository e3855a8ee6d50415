#!/usr/bin/env python3
"""Projects through the whole program: what several changes at once may not lose, and what is refused.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/project_test.py
"""

from __future__ import annotations

import json
import sys
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402

POLICY = "p, proj:made:ci, applications, get, made/*, allow"
DENIED = "rpc error: code = PermissionDenied desc = permission denied: projects, update, made"


class ProjectTest(BinaryTest):
    def setUp(self) -> None:
        super().setUp()
        self.succeeds("proj", "create", "made", "--src", "first", "--dest", "https://k,ns")

    def project(self, name: str = "made") -> dict[str, Any]:
        status, _, body = self.sim.exchange("GET", f"/api/v1/projects/{name}")
        self.assertEqual(status, 200, body)
        return dict(json.loads(body))

    def spec(self) -> dict[str, Any]:
        return dict(self.project()["spec"])

    def message(self, code: int, *arguments: str, **how: object) -> str:
        return str(self.fails(code, *arguments, **how).log()[-1]["msg"])

    def add_sources(self, count: int) -> list[str]:
        names = [f"https://git.example/{number}" for number in range(count)]
        with ThreadPoolExecutor(count) as pool:
            for done in [pool.submit(self.argocd, "proj", "add-source", "made", name) for name in names]:
                self.assertEqual(done.result().exit, 0, done.result().stderr)
        return names

    def test_of_twenty_sources_added_at_once_none_is_lost(self) -> None:
        names = self.add_sources(20)
        self.assertEqual(sorted(self.spec()["sourceRepos"]), sorted(["first", *names]))

    def test_nor_where_the_server_is_slow(self) -> None:
        self.sim.fault("delay", ms=50, method="GET", times=1000)
        names = self.add_sources(20)
        self.assertEqual(sorted(self.spec()["sourceRepos"]), sorted(["first", *names]))

    def test_a_tour(self) -> None:
        for words in ("set made --description d", "add-destination made https://k other",
                      "allow-cluster-resource made apps Deployment", "role create made ci",
                      f"role add-policy made ci -a get -o *", "windows add made --kind allow --schedule 0_1_*_*_* "
                      "--duration 1h --applications *", "add-orphaned-ignore made g K"):
            with self.subTest(words=words):
                self.succeeds("proj", *[word.replace("_", " ") if "*_" in word else word for word in words.split()])
        spec = self.spec()
        self.assertEqual(spec["description"], "d")
        self.assertEqual([one["namespace"] for one in spec["destinations"]], ["ns", "other"])
        self.assertEqual(spec["roles"][0]["policies"], [POLICY])
        self.assertEqual(spec["orphanedResources"]["ignore"], [{"group": "g", "kind": "K"}])
        self.assertIn("made", self.succeeds("proj", "list", "-o", "name").stdout.split())
        self.assertIn("Inactive", self.succeeds("proj", "windows", "list", "made").stdout)
        self.succeeds("proj", "delete", "made")
        self.assertIn("not found", self.message(20, "proj", "get", "made"))

    def test_what_no_version_knows_survives(self) -> None:
        project = self.project()
        project["spec"]["future"] = {"deep": [1]}
        self.sim.exchange("PUT", "/api/v1/projects/made", {"project": project})
        self.succeeds("proj", "add-source", "made", "x")
        self.edit("s/first/second/")
        self.assertEqual(self.spec()["future"], {"deep": [1]})
        self.assertEqual(self.spec()["sourceRepos"], ["second", "x"])

    def edit(self, script: str) -> None:
        editor = self.home.path / "editor"
        editor.write_text(f"#!/bin/sh\nsed -i '{script}' \"$1\"\n")
        editor.chmod(0o755)
        self.succeeds("proj", "edit", "made", EDITOR=str(editor))

    def test_a_role_s_tokens(self) -> None:
        self.succeeds("proj", "role", "create", "made", "ci")
        token = self.succeeds("proj", "role", "create-token", "made", "ci", "-t", "-e", "1h").stdout.strip()
        self.assertEqual(self.succeeds("proj", "get", "made", token=token).exit, 0)
        (entry,) = self.spec()["roles"][0]["jwtTokens"]
        self.assertEqual(entry["exp"] - entry["iat"], 3600)
        self.succeeds("proj", "role", "delete-token", "made", "ci", str(entry["iat"]))
        self.assertNotIn("jwtTokens", self.spec()["roles"][0])

    def test_who_may_only_read_is_told_so(self) -> None:
        token = self.sim.mint(subject="proj:made:ci")
        for words in (("add-source", "made", "x"), ("remove-destination", "made", "https://k", "ns"),
                      ("set", "made", "--description", "d"), ("role", "create", "made", "r")):
            with self.subTest(words=words):
                self.assertTrue(self.message(20, "proj", *words, token=token).startswith(DENIED))
        self.assertIn("permission denied: projects, create, x", self.message(20, "proj", "create", "x", token=token))
        self.assertIn("permission denied: projects, delete, made", self.message(20, "proj", "delete", "made", token=token))
        self.assertEqual(self.spec(), {"sourceRepos": ["first"], "destinations": [{"server": "https://k", "namespace": "ns"}]})

    def test_bad_arguments_change_nothing(self) -> None:
        before = self.project()
        file = self.home.path / "project.yaml"
        file.write_text("metadata: {name: other}\n")
        for code, words, wanted in (
                (1, ("set", "made", "--dest", "x"), "Expected destination of the form: server,namespace. Received: x"),
                (20, ("create", "made", "-f", str(file)),
                 "project name 'made' does not match project spec metadata.name 'other'"),
                (20, ("role", "add-policy", "made", "none", "-a", "get", "-o", "x"),
                 "role 'none' does not exist in project 'made'"),
                (20, ("add-source", "no-such", "x"), 'appprojects.argoproj.io "no-such" not found'),
                (20, ("delete", "default"), "name 'default' is reserved and cannot be deleted"),
                (20, ("delete", "team-a"), "project is referenced by 1 applications")):
            with self.subTest(words=words):
                self.assertIn(wanted, self.message(code, "proj", *words))
        self.assertEqual(self.project(), before)


if __name__ == "__main__":
    unittest.main()
