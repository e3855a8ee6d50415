#!/usr/bin/env python3
"""Why an application is not as it should be: `app diagnose`, and --diagnose of what follows applications.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/diagnosis_test.py
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402

DENIED = json.dumps({"error": "permission denied", "code": 7, "message": "permission denied"})
ESCAPES = "\x1b[2J\x1b]0;owned\x07 gone \x9b31m ##[error]x \u202etxt"


class Diagnosis(BinaryTest):
    def pods(self, name: str, state: str, app: str = "waves", **more: Any) -> None:
        self.sim.control("POST", "pods", {"app": app, "name": name, "state": state, **more})

    def degrade(self, app: str = "waves") -> None:
        self.sim.control("PATCH", f"apps/{app}", {"status": {"health": {"status": "Degraded"}}})

    def told(self, *arguments: str) -> str:
        """What `app diagnose` says of an application that is not well."""
        return self.fails(1, "app", "diagnose", *arguments).stdout


class CauseTest(Diagnosis):
    """Each cause is told in the words of who knows it."""

    def test_a_crash_looping_pod_is_told_with_the_log_of_its_last_run(self) -> None:
        self.pods("web-1", "crash_looping", owner={"kind": "Deployment", "name": "web"},
                  lines=[f"line {number}" for number in range(30)] + ["panic: DATABASE_URL is not set"])
        self.degrade()
        said = self.told("waves")
        for part in ("    Degraded  Pod default/web-1\n", "of Deployment default/web, Degraded: Deployment \"web\"",
                     "CrashLoopBackOff", "restarted 7 times", "last ended with exit code 3, Error",
                     "event BackOff (9 times, last ", "log of container main, as it was before the restart:",
                     "        | panic: DATABASE_URL is not set\n", "        | line 11\n"):
            self.assertIn(part, said)
        self.assertNotIn("| line 10\n", said)
        self.assertNotIn("Scheduled", said, "that is no warning")
        self.assertNotIn("Not read:", said)

    def test_an_unschedulable_pod_is_told_with_its_event(self) -> None:
        self.pods("web-1", "unschedulable")
        self.degrade()
        said = self.told("waves")
        self.assertRegex(said, r"event FailedScheduling \(12 times, last \S+ ago\): 0/3 nodes are available")
        self.assertEqual(said.count("3 Insufficient memory."), 1)
        self.sim.control("PUT", "events", {"app": "waves", "uid": "uid-web-1", "events": []})
        self.assertIn("Unschedulable: 0/3 nodes are available: 3 Insufficient memory.", self.told("waves"))

    def test_a_missing_image_is_told(self) -> None:
        self.pods("web-1", "image_missing")
        self.degrade()
        self.assertIn('container main: ImagePullBackOff: Back-off pulling image "nginx:0"', self.told("waves"))

    def test_a_failed_hook_comes_before_all_else(self) -> None:
        self.pods("web", "crash_looping", count=20)
        self.script("hooks", "failing")
        state = {"phase": "Failed", "message": "one or more synchronization tasks completed unsuccessfully",
                 "syncResult": {"revision": "a", "resources": [
                     {"group": "batch", "version": "v1", "kind": "Job", "namespace": "default", "name": "migrate",
                      "hookType": "PreSync", "hookPhase": "Failed",
                      "message": "Job has reached the specified backoff limit"}]}}
        self.sim.control("PATCH", "apps/waves", {"status": {"operationState": state, "health": {"status": "Degraded"}}})
        self.pods("migrate-1", "failed", owner={"kind": "Job", "name": "migrate"}, lines=["table users is locked"])
        said = self.told("waves", "--exit-codes=official")
        self.assertIn("    Failed  Job default/migrate (PreSync hook)\n", said)
        ready = said.partition("Not ready (the worst 10 of 21):\n")[2]
        self.assertTrue(ready.startswith("    Degraded  Pod default/migrate-1\n"), said)
        self.assertIn("container main: ended with exit code 3, Error", ready)
        self.assertIn("        | table users is locked\n", ready)
        self.fails(31, "app", "diagnose", "waves", "--exit-codes=detailed")

    def test_a_failed_operation_tells_of_each_resource(self) -> None:
        self.script("waves", "failing")
        ended = self.fails(1, "app", "sync", "waves", "--diagnose=auto")
        self.assertIn("  Operation:  Failed\n", ended.stderr)
        self.assertIn("    SyncFailed  ConfigMap ", ended.stderr)
        self.assertIn("the server rejected the object", ended.stderr)
        last = ended.stderr.splitlines()[-1]
        self.assertEqual(json.loads(last)["level"], "fatal")
        self.assertNotIn("Diagnosis", ended.stdout)

    def test_conditions_and_warnings_about_the_application(self) -> None:
        self.sim.control("PATCH", "apps/waves", {"status": {"sync": {"status": "Unknown"}, "conditions": [
            {"type": "ComparisonError", "message": "app path does not exist"}]}})
        self.sim.control("PUT", "events", {"app": "waves", "events": [
            {"type": "Normal", "reason": "Quiet", "message": "nothing"},
            {"type": "Warning", "reason": "OperationCompleted", "message": "Sync operation failed"}]})
        said = self.told("waves")
        self.assertIn("    ComparisonError: app path does not exist\n", said)
        self.assertIn("    event OperationCompleted: Sync operation failed\n", said)
        self.assertNotIn("Quiet", said)


class BoundsTest(Diagnosis):
    """It is bounded, and what is missing neither fails it nor goes unsaid."""

    def test_what_may_not_be_read_is_said(self) -> None:
        self.pods("web", "crash_looping", count=3, lines=["panic"])
        self.degrade()
        for path, gone in (("/events", "events of 3 resources"), ("/logs", "logs of 3 resources"),
                           ("/resource-tree", "resource tree of the application"), ("/resource\\?", "state of 3")):
            with self.subTest(path=path):
                self.sim.control("DELETE", "faults")
                self.sim.fault("status", status=403, body=DENIED, path=path, times=-1)
                said = self.told("waves")
                self.assertIn("  Not read:\n", said)
                self.assertIn(gone, said.partition("Not read:")[2])
                self.assertIn("permission denied", said.partition("Not read:")[2])
                self.assertEqual("Pod default/web-0" in said, path != "/resource-tree")

    def test_what_is_silent_does_not_hold_it_up(self) -> None:
        self.pods("web-1", "crash_looping", lines=["panic"])
        self.degrade()
        self.sim.fault("silence", path="/events", times=-1)
        ended = self.fails(1, "app", "diagnose", "waves")
        self.assertLess(ended.seconds, 10)
        self.assertIn("events of Pod default/web-1: no answer in time", ended.stdout)
        self.assertIn("| panic\n", ended.stdout)

    def test_five_hundred_unready_resources_are_ten(self) -> None:
        self.pods("web", "crash_looping", count=500, lines=["x" * 5000] * 100,
                  owner={"kind": "ReplicaSet", "name": "web"})
        self.degrade()
        before = self.sim.state()["requests"]
        said = self.told("waves")
        self.assertIn("Not ready (the worst 10 of 500):", said)
        self.assertEqual(said.count("Pod default/web-"), 10)
        self.assertEqual(said.count("ReplicaSet default/web"), 1, "what they all belong to is told once")
        self.assertLess(len(said), 40_000)
        self.assertLessEqual(max(map(len, said.splitlines())), 120)
        self.assertLess(self.sim.state()["requests"] - before, 40)

    def test_logs_do_not_drive_the_terminal(self) -> None:
        self.pods("web-1", "crash_looping", lines=[ESCAPES])
        self.degrade()
        said = self.told("waves")
        self.assertIn(r"| \x1b[2J\x1b]0;owned\x07 gone \u009b31m ##\[error]x \u202etxt" + "\n", said)
        self.assertNotIn("\x1b", said)

    def test_nothing_of_secrets_or_the_token_is_told(self) -> None:
        self.pods("web-1", "crash_looping", lines=[f"Authorization: Bearer {self.sim.token}"])
        self.degrade()
        self.assertIn("Bearer ***", self.told("waves"))
        self.assertFalse([one for one in self.sim.requests() if "kind=Secret" in one["path"]])


class CommandTest(Diagnosis):
    def test_a_healthy_application_is_no_failure(self) -> None:
        self.sim.control("PATCH", "apps/guestbook", {"status": {"health": {"status": "Healthy"}}})
        said = self.succeeds("app", "diagnose", "guestbook")
        self.assertIn("is as it should be", said.stdout)
        self.assertEqual(said.stderr, "")

    def test_json_has_its_schema(self) -> None:
        self.pods("web-1", "crash_looping", lines=["panic \x1b[31m"], owner={"kind": "Deployment", "name": "web"})
        self.degrade()
        found = json.loads(self.told("waves", "-o", "json"))
        self.assertEqual(set(found) - {"operation"}, {"application", "sync", "health", "conditions", "unready",
                                                      "resources", "events", "notRead"})
        pod = found["resources"][0]
        self.assertEqual((pod["kind"], pod["name"], pod["health"]), ("Pod", "web-1", "Degraded"))
        self.assertEqual(pod["logs"], [{"container": "main", "previous": True, "lines": ["panic \x1b[31m"]}])
        self.assertEqual((pod["events"][0]["reason"], pod["events"][0]["times"]), ("BackOff", 9))
        self.assertEqual(pod["owners"][0]["name"], "web")
        self.fails(20, "app", "diagnose", "waves", "-o", "yaml")

    def test_an_application_that_is_not_there(self) -> None:
        ended = self.fails(20, "app", "diagnose", "nowhere")
        self.assertEqual(ended.stdout, "")
        self.assertIn("permission denied", ended.stderr)


class FlagTest(Diagnosis):
    """--diagnose of wait, sync and rollback."""

    def wait_in_vain(self, *more: str, **how: Any) -> str:
        self.pods("web-1", "crash_looping", lines=["panic: no such host"])
        self.sim.control("PATCH", "apps/waves", {"status": {"health": {"status": "Progressing"}}})
        ended = self.fails(20, "app", "wait", "waves", "--health", "--timeout", "1", *more, **how)
        self.assertIn("timed out (1s)", ended.stderr.splitlines()[-1])
        self.assertNotIn("Diagnosis", ended.stdout)
        return ended.stderr

    def test_a_wait_that_times_out_says_why(self) -> None:
        said = self.wait_in_vain("--diagnose=auto")
        self.assertTrue(said.startswith("Diagnosis: application 'argocd/waves' is not as it should be\n"), said)
        self.assertIn("| panic: no such host\n", said)

    def test_the_variable_says_it_too(self) -> None:
        self.assertIn("Diagnosis:", self.wait_in_vain(ARGOCDPP_DIAGNOSE="always"))

    def test_without_the_flag_nothing_is_told_or_asked(self) -> None:
        for more in ((), ("--diagnose=never",)):
            said = self.wait_in_vain(*more)
            self.assertEqual(len(said.splitlines()), 1)
        self.assertFalse([one for one in self.sim.requests() if "/events" in one["path"] or "/logs" in one["path"]])

    def test_success_is_told_only_always(self) -> None:
        self.assertEqual(self.succeeds("app", "wait", "waves", "--health", "--diagnose=auto").stderr, "")
        self.assertIn("Diagnosis:", self.succeeds("app", "sync", "waves", "--diagnose=always").stderr)

    def test_a_failed_rollback_is_told_though_it_ends_with_0(self) -> None:
        self.script("guestbook", "failing")
        ended = self.succeeds("app", "rollback", "guestbook", "--diagnose=auto")
        self.assertIn("  Operation:  Failed\n", ended.stderr)
        self.assertEqual(self.succeeds("app", "rollback", "guestbook").stderr, "")

    def test_another_word_is_refused(self) -> None:
        for command in (("wait", "waves"), ("sync", "waves"), ("rollback", "guestbook")):
            ended = self.fails(1, "app", *command, "--diagnose=maybe")
            self.assertIn('unknown --diagnose \\"maybe\\"', ended.stderr)
        self.assertEqual(self.sim.state()["syncs_started"], 0)

    def test_a_diagnosis_that_can_not_be_made_changes_nothing(self) -> None:
        for details in ({"kind": "status", "status": 500}, {"kind": "silence"}):
            with self.subTest(**details):
                self.sim.reset()
                self.script("waves", "failing")
                plain = self.fails(1, "app", "sync", "waves")
                self.sim.reset()
                self.script("waves", "failing")
                self.sim.fault(path="/(resource-tree|events)", times=-1, skip=0, **details)
                ended = self.fails(1, "app", "sync", "waves", "--diagnose=auto")
                self.assertEqual(json.loads(ended.stderr.splitlines()[-1])["msg"],
                                 json.loads(plain.stderr.splitlines()[-1])["msg"])
                self.assertIn("Not read:", ended.stderr)

    def interrupted(self, until: str) -> str:
        """What a wait says on standard error that is interrupted when a request of this path has come."""
        self.sim.control("PATCH", "apps/waves", {"status": {"health": {"status": "Progressing"}}})
        process = subprocess.Popen([str(self.home.argocd), "app", "wait", "waves", "--health", "--timeout", "2",
                                    "--diagnose=always"], env=self.home.server_environment(self.sim),
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        limit = time.monotonic() + 15
        while not any(until in one["path"] for one in self.sim.requests()):
            self.assertLess(time.monotonic(), limit, "the request never came")
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=5)
        self.assertEqual(process.returncode, 130)
        return said.decode()

    def test_an_interrupt_ends_it_without_a_diagnosis(self) -> None:
        self.assertNotIn("Diagnosis", self.interrupted("/stream/"))

    def test_an_interrupt_ends_a_diagnosis(self) -> None:
        self.sim.fault("silence", path="/resource-tree", times=-1)
        self.assertNotIn("Diagnosis", self.interrupted("/events"))


if __name__ == "__main__":
    unittest.main()
