#!/usr/bin/env python3
"""Does the simulated server take and refuse changes of applications as the real one did?

    python3 tests/sim/write_contract_test.py

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

SPEC: dict[str, Any] = {"source": {"repoURL": "file:///srv/git/apps", "path": "helm-guestbook",
                                   "helm": {"parameters": [{"name": "a", "value": "b"}]}},
                        "destination": {"server": "https://kubernetes.default.svc", "namespace": "tmp"}}
APP = {"metadata": {"name": "made", "labels": {"l": "x"}}, "spec": SPEC}
BASE = "/api/v1/applications"
INDEX = "Unable to access invalid index: 7: invalid index referenced"


class WriteContractTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.sim = Sim().__enter__()
        cls.addClassCleanup(cls.sim.__exit__, None, None, None)

    def setUp(self) -> None:
        self.sim.reset()
        self.assertEqual(self.call("POST", BASE, APP)[0], 200)

    def call(self, method: str, path: str, body: Any) -> tuple[int, dict[str, Any]]:
        status, _, answer = self.sim.exchange(method, path, body)
        return status, json.loads(answer)

    def patch(self, *operations: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        body = {"name": "made", "patch": json.dumps(operations), "patchType": "json"}
        return self.call("PATCH", f"{BASE}/made", body)

    def test_a_test_of_what_is_there_or_absent_holds(self) -> None:
        for path, value in (("/spec/source/targetRevision", None), ("/spec/source/path", "helm-guestbook"),
                            ("/spec/source/helm/parameters/0", {"value": "b", "name": "a"})):
            self.assertEqual(self.patch({"op": "test", "path": path, "value": value})[0], 200, path)

    def test_what_does_not_apply_changes_nothing_and_says_why(self) -> None:
        helm = "/spec/source/helm"
        for operation, words in (
                ({"op": "test", "path": "/spec/source/path", "value": None},
                 "testing value /spec/source/path failed: test failed"),
                ({"op": "test", "path": "/spec/nope/deep", "value": None},
                 "test operation does not apply: is missing path: /spec/nope/deep: missing value"),
                ({"op": "test", "path": f"{helm}/parameters/7", "value": {}},
                 f"error in test for path: '{helm}/parameters/7': {INDEX}"),
                ({"op": "add", "path": f"{helm}/nope/-", "value": "x"},
                 f'add operation does not apply: doc is missing path: "{helm}/nope/-": missing value'),
                ({"op": "remove", "path": f"{helm}/nope"},
                 f"error in remove for path: '{helm}/nope': Unable to remove nonexistent key: nope: missing value"),
                ({"op": "remove", "path": f"{helm}/parameters/7"},
                 f"error in remove for path: '{helm}/parameters/7': {INDEX}"),
                ({"op": "bla", "path": helm}, "Unexpected kind: bla")):
            status, answer = self.patch({"op": "replace", "path": "/spec/source/path", "value": "waves"},
                                        {"op": "replace", "path": "/spec/source/path", "value": "helm-guestbook"}, operation)
            self.assertEqual((status, answer["code"], answer["message"]), (500, 2, f"error applying patch: {words}"))

    def test_changes_are_validated_unless_put_otherwise(self) -> None:
        wrong = {"op": "replace", "path": "/spec/source/path", "value": "nope"}
        words = ("application spec for made is invalid: InvalidSpecError: Unable to generate manifests in nope: rpc error: "
                 "code = Unknown desc = nope: app path does not exist")
        self.assertEqual(self.patch(wrong)[1]["message"], words)
        spec = SPEC | {"source": SPEC["source"] | {"path": "nope"}}
        status, answer = self.call("PUT", f"{BASE}/made/spec", spec)
        self.assertEqual((status, answer["code"], answer["message"]), (400, 3, words))
        self.assertEqual(self.call("PUT", f"{BASE}/made/spec?validate=false", spec)[0], 200)

    def test_errors_without_a_code_are_wrapped_by_each_call(self) -> None:
        two = "error validating the repo: error verifying source type: multiple application sources defined: Kustomize,Helm"
        spec = SPEC | {"source": SPEC["source"] | {"kustomize": {"images": ["a:b"]}}}
        status, answer = self.patch({"op": "add", "path": "/spec/source/kustomize", "value": {"images": ["a:b"]}})
        self.assertEqual((status, answer["message"]), (500, f"error validating and normalizing app: {two}"))
        status, answer = self.call("PUT", f"{BASE}/made/spec", spec)
        self.assertEqual((status, answer["message"]),
                         (500, f"error validating and updating app: error validating and normalizing app: {two}"))
        status, answer = self.call("POST", BASE, APP | {"spec": spec})
        self.assertEqual((status, answer["message"]), (500, f"error while validating and normalizing app: {two}"))

    def test_creation_is_refused_as_there(self) -> None:
        invalid = "application spec for made is invalid: InvalidSpecError: "
        cluster = "https://kubernetes.default.svc"
        for change, words in (
                ({"destination": {"name": "nope"}},
                 "application destination spec for made is invalid: there are no clusters with this name: nope"),
                ({"destination": {"name": "in-cluster", "server": cluster}},
                 "application destination spec for made is invalid: application destination can't have both name and "
                 f"server defined: in-cluster {cluster}"),
                ({"source": {"repoURL": "file:///srv/git/apps"}},
                 f"{invalid}spec.source.repoURL and either spec.source.path or spec.source.chart are required"),
                ({"source": SPEC["source"] | {"targetRevision": "nosuch"}},
                 f"{invalid}Unable to generate manifests in helm-guestbook: rpc error: code = Unknown desc = unable to "
                 "resolve 'nosuch' to a commit SHA"),
                ({"project": "team-a"},
                 f"{invalid}application destination server '{cluster}' and namespace 'tmp' do not match any of the allowed "
                 "destinations in project 'team-a'"),
                ({"project": "nosuch"}, 'app is not allowed in project "nosuch", or the project does not exist')):
            status, answer = self.call("POST", BASE, APP | {"spec": SPEC | change})
            self.assertEqual((status, answer["code"], answer["message"]), (400, 3, words))

    def test_an_upsert_adds_labels_and_replaces_the_spec(self) -> None:
        app = {"metadata": {"name": "made", "labels": {"m": "y"}}, "spec": SPEC | {"revisionHistoryLimit": 3}}
        self.assertEqual(self.call("POST", BASE, app)[0], 400)
        self.assertEqual(self.call("POST", f"{BASE}?upsert=true", app)[0], 200)
        found = self.sim.control("GET", "apps/made")
        self.assertEqual(found["metadata"]["labels"], {"l": "x", "m": "y"})
        self.assertEqual(found["spec"]["revisionHistoryLimit"], 3)

    def test_a_spec_is_tidied_up_and_unknown_fields_stay(self) -> None:
        spec = SPEC | {"syncPolicy": {"syncOptions": []}, "future": {"a": 1}, "revisionHistoryLimit": 0, "source": {
            **SPEC["source"], "helm": {"parameters": []}, "kustomize": {"forceCommonLabels": True}, "chart": ""}}
        self.assertEqual(self.call("PUT", f"{BASE}/made/spec?validate=false", spec)[0], 200)
        self.assertEqual(self.sim.control("GET", "apps/made")["spec"], {
            "source": {"repoURL": "file:///srv/git/apps", "path": "helm-guestbook"}, "destination": SPEC["destination"],
            "project": "default", "future": {"a": 1}, "revisionHistoryLimit": 0})


if __name__ == "__main__":
    unittest.main()
