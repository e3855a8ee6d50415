#!/usr/bin/env python3
"""--local of `app manifests` and `app sync`: what reaches the server, and what becomes of it.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/local_test.py
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402

CALL = "/application.ApplicationService/GetManifestsWithFiles"


def config_map(name: str, **data: str) -> str:
    return json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data})


class LocalTest(BinaryTest):
    def setUp(self) -> None:
        super().setUp()
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.root = Path(scratch.name) / "repo"
        self.own = self.root / "guestbook"
        self.own.mkdir(parents=True)
        (self.own / "cm.json").write_text(config_map("one", key="ü<>&"))

    def upload(self) -> dict[str, Any]:
        (found,) = self.sim.control("GET", "uploads")
        return dict(found)

    def test_manifests_are_what_the_folder_holds(self) -> None:
        (self.own / "secret.json").write_text(json.dumps(
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"password": "eA=="}}))
        shown = self.succeeds("app", "manifests", "guestbook", "--local", str(self.own))
        self.assertEqual(shown.stdout, "---\napiVersion: v1\ndata:\n  key: ü<>&\nkind: ConfigMap\nmetadata:\n"
                         "  annotations:\n    argocd.argoproj.io/tracking-id: guestbook:/ConfigMap:default/one\n"
                         "  name: one\n\n")
        self.assertEqual(shown.stderr, "Warning: Secret /s is not supported in local diff and will be ignored\n")

    def test_every_kind_of_entry_arrives_as_it_is(self) -> None:
        (self.root / ".git").mkdir()
        (self.root / ".git" / "config").write_text("secret")
        (self.root / "base").mkdir()
        long = "d" * 60 + "/" + "f" * 120 + ".txt"
        names = {"base/é ü.txt": "é", long: "long", "base/[x]*?.txt": "odd", "base/empty": "", ".hidden": "h"}
        for name, text in names.items():
            (self.root / name).parent.mkdir(exist_ok=True)
            (self.root / name).write_text(text)
        (self.root / "empty folder").mkdir()
        (self.own / "link").symlink_to("../base/é ü.txt")
        (self.own / "absolute").symlink_to(self.root / "base")
        (self.own / ("l" * 150)).symlink_to("../" + long)
        os.mkfifo(self.root / "pipe")
        self.succeeds("app", "manifests", "guestbook", "--local", str(self.own))
        got = self.upload()
        self.assertEqual(got["files"], {"guestbook/cm.json": config_map("one", key="ü<>&"), **names})
        self.assertEqual({name: what for name, what in got["entries"].items() if what != "file"},
                         {"base": "directory", "d" * 60: "directory", "empty folder": "directory",
                          "guestbook/link": "-> ../base/é ü.txt", "guestbook/absolute": "-> ../base",
                          "guestbook/" + "l" * 150: "-> ../" + long})

    def test_a_directory_of_another_name_takes_the_application_s_place(self) -> None:
        other = self.root.parent / "elsewhere"
        other.mkdir()
        (other / "cm.json").write_text(config_map("two"))
        shown = self.succeeds("app", "manifests", "guestbook", "--local", str(other), "--local-repo-root",
                              str(self.root))
        self.assertIn("name: two\n", shown.stdout)
        self.assertNotIn("name: one\n", shown.stdout)
        self.assertEqual(list(self.upload()["files"]), ["guestbook/cm.json"])

    def test_a_relative_directory_and_a_namespace(self) -> None:
        (self.own / "cm.json").rename(self.root / "cm.json")
        self.succeeds("app", "manifests", "argocd-apps/external", "--local",
                      os.path.relpath(self.root, Path.cwd()))
        got = self.upload()
        self.assertEqual((got["app"], got["namespace"]), ("external", "argocd-apps"))
        self.assertEqual(list(got["files"]), ["waves/cm.json"])

    def test_a_large_repository_takes_little_memory(self) -> None:
        for number in range(48):
            (self.root / f"{number}.bin").write_bytes(os.urandom(1 << 20))
        (self.root / ".git").mkdir()
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        self.succeeds("app", "manifests", "guestbook", "--local", str(self.own))
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, max(before, 110_000))
        got = self.upload()
        self.assertGreater(got["size"], 48 << 20)
        self.assertLess(got["chunks"], 1000)

    def test_a_sync_sends_them_once(self) -> None:
        self.succeeds("app", "sync", "guestbook", "--local", str(self.own))
        self.assertEqual(self.sent("POST", "/sync"), 1)
        (request,) = [one for one in self.sim.requests() if one["path"].endswith("/sync")]
        (manifest,) = json.loads(request["body"])["manifests"]
        self.assertEqual(json.loads(manifest)["data"], {"key": "ü<>&"})
        operation = self.sim.control("GET", "apps/guestbook")["status"]["operationState"]["operation"]
        self.assertEqual(operation["sync"]["manifests"], [manifest])

    def managed(self, app: str) -> list[dict[str, Any]]:
        return list(json.loads(self.sim.exchange("GET", f"/api/v1/applications/{app}/managed-resources")[2])["items"])

    def test_a_difference_is_that_of_the_folder(self) -> None:
        (self.own / "cm.json").unlink()
        for number, item in enumerate(self.managed("guestbook")):
            (self.own / f"{number}.json").write_text(item["targetState"])
        for more in ([], ["--server-side-generate"]):
            same = self.succeeds("app", "diff", "guestbook", "--local", str(self.root if more else self.own), *more)
            self.assertEqual(same.stdout, "")
        file = next(one for one in self.own.iterdir() if '"Deployment"' in one.read_text())
        target = json.loads(file.read_text())
        target["spec"]["replicas"] = 77
        file.write_text(json.dumps(target))
        (self.own / "new.json").write_text(config_map("new"))
        for more in ([], ["--server-side-generate"], ["--server-side-generate", "--server-side-diff"]):
            found = self.argocd("app", "diff", "guestbook", "--local", str(self.root if more else self.own), *more)
            self.assertEqual(found.exit, 1)
            self.assertRegex(found.stdout, r"\A\n===== /ConfigMap /new ======\n0a1,7\n(> .*\n){7}"
                             r"\n===== apps/Deployment default/guestbook-ui ======\n(\d+)c\2\n<   replicas: \d+\n---\n"
                             r">   replicas: 77\n\Z")

    def test_a_server_side_diff_asks_for_all_in_batches(self) -> None:
        count = len(self.managed("guestbook"))
        same = self.succeeds("app", "diff", "guestbook", "--server-side-diff", "--server-side-diff-max-batch-kb", "0")
        self.assertEqual(same.stdout, "")
        self.assertEqual(same.stderr, "Warning: Application does not have ServerSideDiff=true annotation.\n")
        self.assertEqual(self.sent("POST", "/ServerSideDiff"), count)

    def test_lost_answers_are_asked_for_again(self) -> None:
        for kind, details in (("reset", {}), ("reset", {"taken": True}), ("cut", {"bytes": 9}), ("close", {}),
                              ("status", {"status": 502}), ("status", {"status": 503})):
            with self.subTest(kind=kind, **details):
                self.sim.reset()
                self.sim.fault(kind, method="POST", path=CALL, **details)
                self.succeeds("app", "manifests", "guestbook", "--local", str(self.own))
                self.assertEqual(self.sent("POST", CALL), 2)

    def test_answers_of_others_are_told_in_one_line(self) -> None:
        for kind, details, words in (
                ("login_page", {}, "is there a login page in front of it?"),
                ("status", {"status": 415}, "unexpected HTTP status 415"),
                ("status", {"status": 404}, "unexpected HTTP status 404"),
                ("body", {"body": "{}", "content_type": "application/json"}, "the answer is no gRPC-Web but "),
                ("body", {"body": "<html>", "content_type": "application/grpc-web+proto"}, "is no gRPC-Web")):
            with self.subTest(words=words):
                self.sim.reset()
                self.sim.fault(kind, method="POST", path=CALL, times=-1, **details)
                run = self.fails(20, "app", "manifests", "guestbook", "--local", str(self.own))
                self.assertEqual(run.stdout, "")
                (entry,) = run.log()
                self.assertIn(words, entry["msg"])

    def test_what_can_not_be_sent(self) -> None:
        (self.own / "out").symlink_to("../../outside")
        run = self.fails(20, "app", "manifests", "guestbook", "--local", str(self.own))
        self.assertIn(f"the link {self.own}/out leads out of the folder, to ../../outside", run.stderr)
        self.assertEqual(self.sent("POST", CALL), 0)

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_what_can_not_be_read(self) -> None:
        (self.own / "cm.json").chmod(0)
        run = self.fails(20, "app", "manifests", "guestbook", "--local", str(self.own))
        self.assertIn(f"open {self.own}/cm.json: permission denied", run.stderr)


if __name__ == "__main__":
    unittest.main()
