#!/usr/bin/env python3
"""Commands that change applications: what they may not lose, what they send, and the editor.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/edits_test.py
"""

from __future__ import annotations

import json
import sys
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402

SOURCE = {"repoURL": "file:///srv/git/apps", "path": "helm-guestbook", "future": {"deep": ["of source"]}}
HELM = {"parameters": [{"name": "a", "value": "1", "future": "of parameter"}], "future": "of helm"}
POLICY = {"automated": {"prune": True, "future": "of automation"}, "syncOptions": ["A=b"], "future": "of policy"}


class EditsTest(BinaryTest):
    def load(self, spec: dict[str, Any], name: str = "edited") -> None:
        destination = {"server": "https://kubernetes.default.svc", "namespace": "tmp", "future": "of destination"}
        metadata = {"name": name, "namespace": "argocd", "uid": "u", "resourceVersion": "1",
                    "labels": {"l": "x"}, "annotations": {"a": "y"}}
        self.sim.control("PUT", "apps", {"metadata": metadata, "status": {},
                                         "spec": {"destination": destination, "project": "default", "future": "of spec",
                                                  **spec}})

    def spec(self, name: str = "edited") -> dict[str, Any]:
        return dict(self.sim.control("GET", f"apps/{name}")["spec"])

    def assert_future(self, wanted: set[str], name: str = "edited") -> None:
        """What nobody knows is still there."""
        text = json.dumps(self.sim.control("GET", f"apps/{name}"))
        for place in wanted:
            self.assertIn(place, text)

    def test_what_no_version_knows_survives_every_command(self) -> None:
        everywhere = {"of spec", "of source", "of helm", "of parameter", "of policy", "of automation", "of destination"}
        steps = [(("set", "-p", "a=2"), everywhere), (("set", "--helm-set", "b=1", "--values", "values.yaml"), everywhere),
                 (("set", "--sync-policy", "auto", "--self-heal"), everywhere),
                 (("set", "--dest-namespace", "other", "--revision", "HEAD", "--sync-option", "!A=b"), everywhere),
                 (("set", "--revision", "master", "--validate=false"), everywhere),
                 (("unset", "-p", "b"), everywhere), (("unset", "--values", "values.yaml"), everywhere),
                 (("confirm-deletion",), everywhere), (("edit",), everywhere),
                 (("set", "--sync-policy", "none"), everywhere - {"of automation"})]
        self.load({"source": SOURCE | {"helm": HELM}, "syncPolicy": POLICY})
        editor = self.home.path / "editor"
        editor.write_text("#!/bin/sh\nsed -i 's/namespace: .*/namespace: edited/' \"$1\"\n")
        editor.chmod(0o755)
        for (verb, *flags), wanted in steps:
            with self.subTest(verb=verb, flags=flags):
                self.succeeds("app", verb, "edited", *flags, EDITOR=str(editor))
                self.assert_future(wanted)
        self.assertEqual(self.spec()["destination"]["namespace"], "edited")

    def test_of_several_sources_each_keeps_what_nobody_knows(self) -> None:
        self.load({"sources": [SOURCE | {"name": "one", "helm": HELM}, SOURCE | {"name": "two", "path": "waves"}]})
        for verb, *flags in (("set", "--source-name", "one", "-p", "a=2"),
                             ("add-source", "--repo", SOURCE["repoURL"], "--path", "hooks", "--source-name", "three"),
                             ("unset", "--source-position", "1", "-p", "a"), ("remove-source", "--source-name", "two")):
            with self.subTest(verb=verb):
                self.succeeds("app", verb, "edited", *flags)
                self.assert_future({"of spec", "of source", "of helm"})
        self.assertEqual([source["name"] for source in self.spec()["sources"]], ["one", "three"])

    def test_what_no_version_knows_is_created_and_upserted(self) -> None:
        self.load({"source": SOURCE | {"helm": HELM}})
        app = self.sim.control("GET", "apps/edited")
        file = self.home.path / "app.json"
        file.write_text(json.dumps({"metadata": {"name": "made"}, "spec": app["spec"]}))
        self.succeeds("app", "create", "-f", str(file))
        self.succeeds("app", "create", "-f", str(file), "--upsert", "--revision", "v1.0.0")
        self.assert_future({"of spec", "of source", "of helm", "of parameter"}, "made")
        self.assertEqual(self.spec("made")["source"]["targetRevision"], "v1.0.0")

    def together(self, *commands: tuple[str, ...]) -> None:
        with ThreadPoolExecutor(len(commands)) as pool:
            for done in [pool.submit(self.succeeds, *command) for command in commands]:
                done.result()

    def check_parameters(self) -> None:
        self.together(*[("app", "set", "edited", "-p", f"key{number}={number}") for number in range(20)])
        found = self.spec()["source"]["helm"]["parameters"]
        self.assertEqual(sorted(one["name"] for one in found if one["name"].startswith("key")),
                         sorted(f"key{number}" for number in range(20)))
        self.assert_future({"of spec", "of source"})

    def test_of_twenty_parameters_set_at_once_none_is_lost(self) -> None:
        self.load({"source": SOURCE | {"helm": HELM}})
        self.check_parameters()

    def test_nor_where_there_was_no_list_to_put_them_in(self) -> None:
        self.load({"source": SOURCE})
        self.check_parameters()

    def test_nor_where_the_server_is_slow(self) -> None:
        self.load({"source": SOURCE})
        self.sim.fault("delay", ms=100, method="GET", times=1000)
        self.check_parameters()

    def test_other_changes_at_once_all_stay(self) -> None:
        self.load({"source": SOURCE | {"helm": HELM}, "syncPolicy": POLICY})
        self.together(("app", "set", "edited", "--revision", "v1.0.0"), ("app", "set", "edited", "--self-heal"),
                      ("app", "set", "edited", "--dest-namespace", "other"), ("app", "unset", "edited", "-p", "a"),
                      ("app", "set", "edited", "--sync-option", "C=d"), ("app", "set", "edited", "--release-name", "r"),
                      ("app", "confirm-deletion", "edited"))
        spec = self.spec()
        self.assertEqual(spec["source"]["targetRevision"], "v1.0.0")
        self.assertEqual(spec["source"]["helm"]["releaseName"], "r")
        self.assertNotIn("parameters", spec["source"]["helm"])
        self.assertEqual(spec["destination"]["namespace"], "other")
        self.assertEqual(spec["syncPolicy"]["syncOptions"], ["A=b", "C=d"])
        self.assertTrue(spec["syncPolicy"]["automated"]["selfHeal"])
        self.assertIn("deletion-approved", json.dumps(self.sim.control("GET", "apps/edited")["metadata"]))

    def test_one_parameter_takes_two_requests(self) -> None:
        self.load({"source": SOURCE})
        self.succeeds("app", "set", "edited", "-p", "a=b")
        self.assertEqual([one["method"] for one in self.sim.requests()], ["GET", "PATCH"])

    def test_an_application_that_is_always_changing_is_given_up(self) -> None:
        self.load({"source": SOURCE})
        refusal = {"code": 2, "message": "error applying patch: testing value /spec failed: test failed"}
        self.sim.fault("status", status=500, method="PATCH", times=100, body=json.dumps(refusal))
        result = self.fails(20, "app", "set", "edited", "--revision", "v1.0.0")
        self.assertIn("was changed by others", result.stderr)
        self.assertEqual(self.sent("PATCH", "/edited"), 6)

    def test_a_rejected_edit_is_shown_again_and_never_lost(self) -> None:
        self.load({"source": SOURCE})
        editor = self.home.path / "editor"
        editor.write_text("#!/bin/sh\ncp \"$1\" shown.$(ls shown.* 2>/dev/null | wc -l)\nstat -c %a \"$1\" > mode\n"
                          "grep -q '^# failed' \"$1\" || sed -i 's/namespace: .*/namespace: kept/; "
                          "s/project: .*/project: nosuch/' \"$1\"\n")
        editor.chmod(0o755)
        temporary = self.home.path / "tmp"
        temporary.mkdir()
        result = self.fails(20, "app", "edit", "edited", EDITOR=str(editor), TMPDIR=str(temporary))
        self.assertEqual(result.log()[-1]["msg"], "edit cancelled, no valid changes were saved")
        self.assertEqual((self.home.path / "mode").read_text().strip(), "600")
        self.assertIn("# failed to update application spec: rpc error: code = InvalidArgument desc = app is not allowed",
                      (self.home.path / "shown.1").read_text())
        (kept,) = temporary.iterdir()
        self.assertIn("namespace: kept", kept.read_text())
        self.assertIn(str(kept), result.stderr)

    def test_an_edit_whose_file_is_not_needed_leaves_none(self) -> None:
        self.load({"source": SOURCE})
        for editor, code in (("true", 20), ("sed -i s/tmp/other/", 0), ("false", 20)):
            self.assertEqual(self.argocd("app", "edit", "edited", EDITOR=editor, TMPDIR=str(self.home.empty)).exit, code)
        self.assertEqual(list(self.home.empty.iterdir()), [])
        self.assertEqual(self.spec()["destination"]["namespace"], "other")

    def test_a_change_made_while_the_editor_was_open_stays(self) -> None:
        self.load({"source": SOURCE})
        editor = self.home.path / "editor"
        editor.write_text(f"#!/bin/sh\n{self.home.argocd} app set edited --revision v1.0.0\n"
                          "sed -i 's/namespace: .*/namespace: mine/' \"$1\"\n")
        editor.chmod(0o755)
        self.succeeds("app", "edit", "edited", EDITOR=str(editor))
        self.assertEqual(self.spec()["source"]["targetRevision"], "v1.0.0")
        self.assertEqual(self.spec()["destination"]["namespace"], "mine")

    def test_manifests_come_from_a_web_server_without_the_token(self) -> None:
        seen: list[Any] = []

        class Pages(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                seen.append((self.path, dict(self.headers)))
                if self.path == "/moved":
                    self.send_response(302)
                    self.send_header("Location", "app.yaml?x=1")
                    self.end_headers()
                    return
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"metadata: {name: web}\nspec:\n  source: {repoURL: 'file:///srv/git/apps', path: waves}\n"
                                 b"  destination: {server: 'https://kubernetes.default.svc', namespace: tmp}\n")

            def log_message(self, *_: Any) -> None:
                pass

        with HTTPServer(("127.0.0.1", 0), Pages) as pages:
            threading.Thread(target=pages.serve_forever, daemon=True).start()
            result = self.succeeds("app", "create", "-f", f"http://127.0.0.1:{pages.server_port}/moved", "-H", "X-Own: y")
            pages.shutdown()
        self.assertEqual(result.stdout, "application 'web' created\n")
        self.assertEqual([path for path, _ in seen], ["/moved", "/app.yaml?x=1"])
        for _, headers in seen:
            self.assertNotIn(self.sim.token, json.dumps(headers))
            self.assertNotIn("X-Own", headers)

    def test_questions_only_where_prompts_are_enabled(self) -> None:
        self.load({"sources": [SOURCE | {"name": "one"}, SOURCE | {"name": "two", "ref": "r"}]})
        result = self.fails(20, "app", "unset", "edited", "--source-name", "two", "--ref", "--prompts-enabled")
        self.assertIn("--prompts-enabled=false", result.stderr)
        result = self.succeeds("app", "remove-source", "edited", "--source-name", "two", "--prompts-enabled", stdin="n\n")
        self.assertTrue(result.stdout.endswith("The command to delete the source was cancelled\n"))
        self.assertEqual(len(self.spec()["sources"]), 2)


if __name__ == "__main__":
    unittest.main()
