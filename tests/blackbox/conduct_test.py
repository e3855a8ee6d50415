#!/usr/bin/env python3
"""Busy applications, failures that end a wait early, and syncs that are not left behind.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/conduct_test.py
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
import unittest
from pathlib import Path
from typing import Any, Callable

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402
from blackbox.harness import Result, binary  # noqa: E402

MASTER = "faf0510e37bc709d89693659157465e80794afaf"
OTHER = "1" * 40


class ConductTest(BinaryTest):
    """What the tests share: operations of others, and things that happen while a command runs."""

    def app(self, name: str = "waves") -> Any:
        return self.sim.control("GET", f"apps/{name}")

    def phase(self, name: str = "waves") -> str:
        return str(self.app(name)["status"].get("operationState", {}).get("phase", ""))

    def until(self, holds: Callable[[], bool], seconds: float = 10) -> None:
        deadline = time.monotonic() + seconds
        while not holds():
            self.assertLess(time.monotonic(), deadline, "it did not come to that")
            time.sleep(0.01)

    def begin(self, script: str, app: str = "waves", **request: Any) -> None:
        """Somebody else's sync; the next ones go well."""
        self.script(app, script)
        status, _, body = self.sim.exchange("POST", f"/api/v1/applications/{app}/sync", request)
        self.assertEqual(status, 200, body)
        self.until(lambda: bool(self.phase(app)))
        version = ""
        while version != (version := str(self.app(app)["metadata"]["resourceVersion"])):
            time.sleep(0.3)  # a wave takes 0.05 s
        self.script(app, "success")

    def end(self, phase: str = "Succeeded", app: str = "waves", message: str = "") -> None:
        """Somebody else's sync has ended, and was compared since."""
        self.sim.control("PATCH", f"apps/{app}", {
            "operation": None,
            "status": {"reconciledAt": "2027-01-01T00:00:09Z",
                       "operationState": {"phase": phase, "message": message, "finishedAt": "2027-01-01T00:00:09Z"}}})

    def replace(self, app: str = "waves") -> None:
        """It has ended, and another one is at work, before anybody could look."""
        operation = {"sync": {"revision": OTHER}, "initiatedBy": {"username": "bob"}}
        self.sim.control("PATCH", f"apps/{app}", {
            "operation": operation,
            "status": {"operationState": {"phase": "Running", "startedAt": "2027-01-02T00:00:00Z", "message": None,
                                          "syncResult": None, "operation": operation}}})

    def during(self, delay: float, action: Callable[[], None], *arguments: str, **how: Any) -> Result:
        timer = threading.Timer(delay, action)
        timer.start()
        try:
            return self.argocd(*arguments, **how)
        finally:
            timer.join()

    def syncs(self) -> int:
        return int(self.sim.state()["syncs_started"])


class BusyTest(ConductTest):
    """Another operation is at work when the sync is to start."""

    def test_without_the_flag_it_is_refused(self) -> None:
        self.begin("never_ending")
        result = self.fails(20, "app", "sync", "waves")
        self.assertIn("another operation is already in progress", result.log()[-1]["msg"])
        self.fails(36, "app", "sync", "waves", "--exit-codes=detailed")
        self.fails(36, "app", "sync", "waves", "--exit-codes=detailed", "--if-busy", "fail")

    def test_an_unknown_word_is_refused(self) -> None:
        self.fails(1, "app", "sync", "waves", "--if-busy", "hope")
        self.fails(1, "app", "sync", "waves", ARGOCDPP_IF_BUSY="hope")
        self.assertEqual(self.syncs(), 0)

    def test_it_waits_and_then_syncs(self) -> None:
        self.begin("never_ending")
        result = self.during(1, self.end, "app", "sync", "waves", "--if-busy", "wait")
        self.assertEqual((result.exit, self.syncs()), (0, 2), result.stderr)
        self.assertIn("is busy: waiting for the end of the sync to " + MASTER + " that admin started", result.stderr)
        self.assertIn("Phase:              Succeeded", result.stdout)

    def test_another_may_begin_in_between(self) -> None:
        self.begin("never_ending")

        def next_one() -> None:
            self.replace()
            time.sleep(1)
            self.assertEqual(self.syncs(), 1)
            self.end()

        result = self.during(0.7, next_one, "app", "sync", "waves", ARGOCDPP_IF_BUSY="wait")
        self.assertEqual((result.exit, self.syncs()), (0, 2), result.stderr)
        self.assertIn("the sync to " + OTHER + " that bob started", result.stderr)
        self.assertEqual(self.app()["status"]["operationState"]["operation"]["sync"]["revision"], MASTER)

    def test_busy_when_posted_though_free_when_read(self) -> None:
        self.sim.fault("status", status=400, method="POST", path="/sync$", times=2, headers={
            "Content-Type": "application/json"}, body='{"code":9,"message":"another operation is already in progress"}')
        result = self.argocd("app", "sync", "waves", "--if-busy", "wait")
        self.assertEqual((result.exit, self.syncs(), self.sent("POST", "/sync")), (0, 1, 3), result.stderr)

    def test_the_timeout_covers_the_waiting(self) -> None:
        self.begin("never_ending")
        result = self.fails(20, "app", "sync", "waves", "--if-busy", "wait", "--timeout", "2",
                            "--terminate-on-timeout")
        self.assertIn("timed out (2s) waiting for application 'waves' to be free of the sync to " + MASTER,
                      result.log()[-1]["msg"])
        self.assertLess(result.seconds, 6)
        self.assertEqual((self.phase(), self.syncs(), self.sent("DELETE", "/operation")), ("Running", 1, 0))

    def test_joining_the_same(self) -> None:
        self.begin("never_ending")
        result = self.during(1, self.end, "app", "sync", "waves", "--if-busy", "join")
        self.assertEqual((result.exit, self.syncs()), (0, 1), result.stderr)
        self.assertIn("is busy: following the sync to " + MASTER, result.stderr)
        self.assertIn("Phase:              Succeeded", result.stdout)

    def test_a_joined_failure_is_a_failure(self) -> None:
        self.begin("never_ending")
        result = self.during(1, lambda: self.end("Failed"), "app", "sync", "waves", "--if-busy", "join")
        self.assertEqual((result.exit, self.syncs()), (1, 1), result.stderr)
        self.assertEqual(result.log()[-1]["msg"], "Operation has completed with phase: Failed")

    def test_what_is_not_the_same_is_not_joined(self) -> None:
        for request, flags in (({"revision": OTHER}, ()), ({}, ("--revision", OTHER)), ({}, ("--dry-run",)), ({}, ("--prune",)), ({}, ("--strategy", "apply")),
                               ({}, ("--replace",)),
                               ({"resources": [{"kind": "ConfigMap", "name": "wave-0"}]}, ())):
            with self.subTest(request=request, flags=flags):
                self.sim.reset()
                self.begin("never_ending", **request)
                result = self.during(0.6, self.end, "app", "sync", "waves", "--if-busy", "join", *flags)
                self.assertEqual((result.exit, self.syncs()), (0, 2), result.stderr)

    def test_an_end_that_nobody_saw_is_no_success(self) -> None:
        """The joined one ended, nobody knows how, and another one that does something else began."""
        self.begin("never_ending")

        def next_one() -> None:
            self.replace()
            time.sleep(0.5)
            self.end()

        result = self.during(0.7, next_one, "app", "sync", "waves", "--if-busy", "join")
        self.assertEqual((result.exit, self.syncs()), (0, 2), result.stderr)
        self.assertIn("following the sync to " + MASTER, result.stderr)
        self.assertIn("waiting for the end of the sync to " + OTHER, result.stderr)

    def test_terminating_it(self) -> None:
        self.begin("never_ending", revision=OTHER)
        result = self.succeeds("app", "sync", "waves", "--if-busy", "terminate", "--async")
        self.assertEqual((self.syncs(), self.sent("DELETE", "/operation")), (2, 1))
        self.assertIn("is busy: terminating the sync to " + OTHER, result.stderr)
        self.assertEqual(self.app()["operation"]["sync"]["revision"], MASTER)


class EarlyEndTest(ConductTest):
    """--fail-fast, --degraded-grace and --strict."""

    def test_a_failed_sync_ends_with_its_message(self) -> None:
        self.script("guestbook", "failing")
        result = self.fails(1, "app", "sync", "guestbook", "--fail-fast")
        self.assertIn("Operation has completed with phase: Failed: one or more synchronization tasks completed "
                      "unsuccessfully", result.log()[-1]["msg"])
        self.script("waves", "failing")
        self.fails(31, "app", "sync", "waves", "--fail-fast", "--exit-codes=detailed")

    def test_a_wait_ends_when_the_operation_fails(self) -> None:
        self.begin("never_ending")
        self.sim.control("PATCH", "apps/waves", {"status": {"health": {"status": "Progressing"}}})
        result = self.during(1, lambda: self.end("Failed", message="no such image"),
                             "app", "wait", "waves", "--fail-fast", "--timeout", "20")
        self.assertEqual(result.exit, 20)
        self.assertEqual(result.log()[-1]["msg"], "Operation has completed with phase: Failed: no such image")
        self.assertLess(result.seconds, 10)

    def test_an_older_failure_does_not_end_the_wait_for_the_next(self) -> None:
        self.begin("never_ending")
        self.end("Failed")
        self.begin("success")
        self.succeeds("app", "wait", "waves", "--fail-fast", "--operation")

    def degrade(self, health: str = "Degraded") -> None:
        resources = self.app("guestbook")["status"]["resources"]
        resources[0]["health"] = {"status": health}
        self.sim.control("PATCH", "apps/guestbook", {"status": {"resources": resources, "health": {"status": health}}})

    def test_what_heals_in_time_does_not_end_it(self) -> None:
        self.degrade()
        result = self.during(1.5, lambda: self.degrade("Healthy"), "app", "wait", "guestbook", "--health",
                             "--degraded-grace", "10s", "--timeout", "20")
        self.assertEqual(result.exit, 0, result.stderr)

    def test_what_does_not_heal_ends_it(self) -> None:
        self.degrade()
        result = self.fails(32, "app", "wait", "guestbook", "--health", "--exit-codes=detailed",
                            ARGOCDPP_DEGRADED_GRACE="3s")
        self.assertEqual(result.log()[-1]["msg"],
                         "application 'guestbook' has been Degraded for longer than 3s")
        self.assertTrue(3 <= result.seconds < 8, result.seconds)

    def test_strict(self) -> None:
        self.begin("never_ending")
        self.end("Failed", message="no")
        self.succeeds("app", "wait", "waves", "--operation")
        result = self.fails(20, "app", "wait", "waves", "--operation", "--strict")
        self.assertEqual(result.log()[-1]["msg"], "Operation has completed with phase: Failed: no")
        self.succeeds("app", "wait", "-l", "no=such")
        self.fails(20, "app", "wait", "-l", "no=such", "--strict")
        self.fails(42, "app", "wait", "-l", "no=such", "--exit-codes=detailed", ARGOCDPP_STRICT="true")
        self.fails(42, "app", "delete", "-l", "no=such", "--exit-codes=detailed")

    def test_a_rollback_that_failed(self) -> None:
        for _ in range(2):
            self.succeeds("app", "sync", "guestbook")
        self.succeeds("app", "rollback", "guestbook", "--strict")
        self.script("guestbook", "failing")
        self.succeeds("app", "rollback", "guestbook")
        result = self.fails(20, "app", "rollback", "guestbook", "--strict")
        self.assertIn("Operation has completed with phase: Failed: ", result.log()[-1]["msg"])
        self.fails(31, "app", "rollback", "guestbook", "--exit-codes=detailed", ARGOCDPP_STRICT="true")


class TidyEndTest(ConductTest):
    """--terminate-on-timeout."""

    def test_the_timeout_terminates_it(self) -> None:
        self.script("waves", "never_ending")
        result = self.fails(20, "app", "sync", "waves", "--timeout", "1", "--terminate-on-timeout")
        self.assertIn('timed out (1s) waiting for app "waves" match desired state', result.log()[-1]["msg"])
        self.assertIn("the sync of application 'waves' is being terminated", result.stderr)
        self.until(lambda: self.phase() == "Failed")
        self.assertEqual(self.sent("DELETE", "/operation"), 1)

    def test_without_the_flag_it_stays(self) -> None:
        self.script("waves", "never_ending")
        self.fails(20, "app", "sync", "waves", "--timeout", "1")
        self.assertEqual((self.phase(), self.sent("DELETE", "/operation")), ("Running", 0))

    def begun(self, *flags: str) -> "subprocess.Popen[bytes]":
        program = binary()
        assert program
        process = subprocess.Popen([str(program), "app", "sync", "waves", *flags],
                                   env=self.home.server_environment(self.sim), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        self.addCleanup(process.kill)
        self.until(lambda: self.phase() == "Running")
        self.until(lambda: self.sim.state()["open_streams"] > 0)
        return process

    def test_a_signal_terminates_it(self) -> None:
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(signal=number.name):
                self.sim.reset()
                self.script("waves", "never_ending")
                process = self.begun("--terminate-on-timeout")
                process.send_signal(number)
                _, talk = process.communicate(timeout=15)
                self.assertEqual(process.returncode, code, talk)
                self.assertIn(b"the sync of application 'waves' is being terminated", talk)
                self.until(lambda: self.phase() == "Failed")
                self.assertEqual(self.sent("DELETE", "/operation"), 1)

    def test_a_signal_without_the_flag_leaves_it(self) -> None:
        self.script("waves", "never_ending")
        process = self.begun()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=15)
        self.assertEqual((process.returncode, self.sent("DELETE", "/operation")), (143, 0))

    def test_a_second_signal_ends_it_at_once(self) -> None:
        self.script("waves", "never_ending")
        process = self.begun("--terminate-on-timeout")
        self.sim.fault("silence", times=-1)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        self.assertIsNone(process.poll(), "it did not try to tidy up")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=3)
        self.assertEqual(process.returncode, 130)

    def test_a_silent_server_does_not_hold_it_up(self) -> None:
        self.script("waves", "never_ending")
        process = self.begun("--terminate-on-timeout")
        self.sim.fault("silence", times=-1)
        process.send_signal(signal.SIGTERM)
        _, talk = process.communicate(timeout=10)
        self.assertEqual(process.returncode, 143)
        self.assertIn(b"could not be terminated: no answer in time", talk)

    def test_the_operation_of_another_is_left_alone(self) -> None:
        """Ours is over, unseen, and another is at work when the signal comes."""
        self.script("waves", "never_ending")
        process = self.begun("--terminate-on-timeout")
        self.sim.fault("silence", times=-1, path="/stream/|/waves")
        self.replace()
        self.sim.control("DELETE", "faults")
        process.send_signal(signal.SIGTERM)
        _, talk = process.communicate(timeout=15)
        self.assertEqual(self.sent("DELETE", "/operation"), 0, talk)
        self.assertEqual(self.phase(), "Running")


if __name__ == "__main__":
    unittest.main()
