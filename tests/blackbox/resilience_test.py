#!/usr/bin/env python3
"""What the network and the server can do to a command, and how it has to take it.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/resilience_test.py
"""

from __future__ import annotations

import json
import sys
import threading
import unittest
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402
from blackbox.harness import Result  # noqa: E402


class ReadTest(BinaryTest):
    """Reads are repeated; what cannot be read is said, never crashed upon."""

    def test_gateway_errors_are_outlived(self) -> None:
        for status in (502, 503, 504):
            with self.subTest(status=status):
                self.sim.reset()
                self.sim.fault("status", status=status, times=2)
                self.assertIn("argocd/waves", self.succeeds("app", "list", "-o", "name").stdout)

    def test_too_many_requests_waits_as_told(self) -> None:
        self.sim.fault("status", status=429, headers={"Retry-After": "1"})
        self.assertGreaterEqual(self.succeeds("app", "list", "-o", "name").seconds, 1.0)

    def test_resets_and_cuts_are_outlived(self) -> None:
        for kind, details in (("reset", {}), ("close", {}), ("cut", {"bytes": 500}), ("drop_connection", {}),
                              ("cut", {"bytes": 500, "how": "close"})):
            with self.subTest(kind=kind, **details):
                self.sim.reset()
                self.sim.fault(kind, **details)
                listed = json.loads(self.succeeds("app", "list", "-o", "json").stdout)
                self.assertEqual(len(listed), 15)

    def test_a_stale_connection_is_replaced(self) -> None:
        for kind in ("reset", "close"):
            with self.subTest(kind=kind):
                self.sim.reset()
                self.sim.fault(kind, reused=True)
                self.assertIn("argocd/guestbook", self.succeeds("app", "get", "guestbook").stdout)

    def test_a_slow_drip_is_read_to_its_end(self) -> None:
        self.sim.fault("drip", bytes=500, ms=2, path="/applications")
        self.succeeds("app", "get", "waves", "-o", "json")

    def test_a_login_page_is_no_application(self) -> None:
        for details in ({}, {"redirect": "https://sso.example.org/login"}):
            with self.subTest(**details):
                self.sim.reset()
                self.sim.fault("login_page", times=-1, **details)
                self.assertLess(self.fails(None, "app", "list").seconds, 15)

    def test_a_wait_does_not_begin_at_a_login_page(self) -> None:
        """From the start that is a wrong address or a missing --plaintext; later it is a server that restarts."""
        for details in ({}, {"redirect": "https://sso.example.org/login"}):
            with self.subTest(**details):
                self.sim.reset()
                self.sim.fault("login_page", times=-1, **details)
                ended = self.fails(20, "app", "wait", "waves")
                self.assertLess(ended.seconds, 10)
                self.assertIn("login page", ended.stderr.splitlines()[-1])

    def test_broken_bodies_are_said(self) -> None:
        for kind in ("corrupt", "truncated_gzip"):
            with self.subTest(kind=kind):
                self.sim.reset()
                self.sim.fault(kind, times=-1, path="/applications")
                self.fails(None, "app", "get", "waves", "-o", "json")

    def test_an_endless_body_is_not_endured_for_ever(self) -> None:
        self.sim.fault("endless", times=-1, mb=300)
        self.fails(None, "app", "list", timeout=60)

    def test_wrong_types_do_not_crash(self) -> None:
        """Every field that the list and the get show, as a number, a list, null, and missing."""
        fields = ("metadata", "metadata.name", "metadata.labels", "spec", "spec.source", "spec.destination",
                  "spec.syncPolicy", "status", "status.sync", "status.sync.status", "status.health",
                  "status.resources", "status.resources.0", "status.resources.*.health", "status.operationState",
                  "status.operationState.syncResult", "status.operationState.syncResult.resources",
                  "status.operationState.startedAt", "status.history", "status.conditions", "status.summary")
        for number, field in enumerate(fields):
            for change in ({"value": 7}, {"value": [1, "x", None]}, {"value": None}, {"remove": True}):
                self.sim.control("DELETE", "faults")
                self.sim.fault("mutate", times=-1, path=r"/applications/waves($|\?)", at=field, **change)
                with self.subTest(field=field, **change):
                    result = self.argocd("app", "get", "waves", "-o", ("wide", "json", "tree", "yaml")[number % 4])
                    self.assertIn(result.exit, (0, 1, 20))

    def test_an_expired_token_is_said_at_once(self) -> None:
        result = self.fails(20, "app", "list", token=self.sim.mint(expires_in=-5))
        self.assertEqual(result.log()[-1]["msg"], "rpc error: code = Unauthenticated desc = invalid session: "
                         "token has invalid claims: token is expired")
        self.assertLess(result.seconds, 5)

    def test_silence_ends_with_the_timeout(self) -> None:
        self.script("waves", "never_ending")
        self.sim.fault("silence", times=-1, path="/stream/")
        self.assertLess(self.fails(20, "app", "sync", "waves", "--timeout", "2").seconds, 15)


class SyncTest(BinaryTest):
    """A sync is started once, and its end is seen whatever happens to the stream."""

    def assert_synced_once(self, result: Result) -> None:
        self.assertIn("Phase:              Succeeded", result.stdout)
        self.assertEqual(self.sim.state()["syncs"], {"argocd/waves": 1})

    def test_a_lost_answer_does_not_start_a_second_sync(self) -> None:
        for kind in ("reset", "close"):
            for taken in (True, False):
                with self.subTest(kind=kind, taken=taken):
                    self.sim.reset()
                    self.sim.fault(kind, taken=taken, method="POST", path="/sync$")
                    result = self.argocd("app", "sync", "waves")
                    self.assertLessEqual(self.sim.state()["syncs_started"], 1)
                    if result.exit == 0:
                        self.assert_synced_once(result)
                    else:
                        self.assertTrue(result.stderr.strip())

    def test_a_gateway_error_on_the_request_does_not_start_two(self) -> None:
        self.sim.fault("status", status=503, method="POST", path="/sync$")
        self.argocd("app", "sync", "waves")
        self.assertLessEqual(self.sim.state()["syncs_started"], 1)

    def test_lost_events_do_not_hang_it(self) -> None:
        for kind in ("stream_drop", "stream_half_open"):
            with self.subTest(kind=kind):
                self.sim.reset()
                self.sim.fault(kind, times=-1, events=1, path="/stream/")
                result = self.succeeds("app", "sync", "waves", timeout=40)
                self.assert_synced_once(result)
                self.assertLess(result.seconds, 20)

    def test_cut_streams_do_not_end_it(self) -> None:
        self.sim.control("POST", "clock", {"speed": 4})
        self.addCleanup(self.sim.control, "POST", "clock", {"speed": 50})
        for how in ("close", "broken", "reset"):
            with self.subTest(how=how):
                self.sim.reset()
                self.sim.fault("stream_cut", times=-1, seconds=0.3, how=how, path="/stream/")
                self.assert_synced_once(self.succeeds("app", "sync", "waves"))

    def test_a_stream_that_cannot_be_opened_does_not_hang_it(self) -> None:
        self.sim.fault("status", status=503, times=-1, path="/stream/")
        self.assert_synced_once(self.succeeds("app", "sync", "waves"))

    def test_errors_while_it_runs_are_outlived(self) -> None:
        self.sim.fault("status", status=502, times=2, skip=1, method="GET", path=r"/applications/waves")
        self.assert_synced_once(self.succeeds("app", "sync", "waves"))

    def test_a_refresh_that_hangs_does_not_outlast_the_timeout(self) -> None:
        self.sim.control("POST", "options", {"refresh_hangs": True})
        self.assertLess(self.argocd("app", "sync", "waves", "--timeout", "3").seconds, 15)

    def test_the_timeout(self) -> None:
        self.script("waves", "never_ending")
        result = self.fails(20, "app", "sync", "waves", "--timeout", "1")
        self.assertIn("This is the state of the app after wait timed out:", result.stdout)
        self.assertIn("The command timed out waiting for the conditions to be met.", result.stdout)
        self.assertEqual(result.log()[-1]["msg"],
                         'timed out (1s) waiting for app "waves" match desired state')

    def test_a_failed_operation(self) -> None:
        self.script("guestbook", "failing")
        result = self.fails(1, "app", "sync", "guestbook")
        self.assertEqual(result.log()[-1]["msg"], "Operation has completed with phase: Failed")


class WaitTest(BinaryTest):
    """A wait ends when it cannot succeed any more."""

    def during(self, delay: float, action: Any, *arguments: str, **how: Any) -> Result:
        """Runs a command; after `delay` seconds something happens."""
        timer = threading.Timer(delay, action)
        timer.start()
        try:
            return self.argocd(*arguments, **how)
        finally:
            timer.join()

    def begin_never_ending(self) -> None:
        self.script("waves", "never_ending")
        self.sim.exchange("POST", "/api/v1/applications/waves/sync", {})

    def test_an_expiring_token_ends_it(self) -> None:
        self.begin_never_ending()
        result = self.fails(20, "app", "wait", "waves", token=self.sim.mint(subject="admin", expires_in=2),
                            timeout=45)
        self.assertIn("Unauthenticated", result.log()[-1]["msg"])

    def test_a_revoked_token_ends_it(self) -> None:
        self.begin_never_ending()
        token = self.sim.mint()
        revoke = lambda: self.sim.control("POST", "revocations", {"token": token})  # noqa: E731
        result = self.during(1, revoke, "app", "wait", "waves", token=token, timeout=45)
        self.assertEqual(result.exit, 20)

    def test_a_deleted_application_ends_it(self) -> None:
        self.begin_never_ending()
        result = self.during(1, lambda: self.sim.control("DELETE", "apps/waves"), "app", "wait", "waves", timeout=45)
        self.assertEqual(result.exit, 20)
        self.assertTrue(result.stderr.strip())

    def test_deletion_is_awaited(self) -> None:
        result = self.during(1, lambda: self.sim.control("DELETE", "apps/waves"), "app", "wait", "waves", "--delete",
                             timeout=45)
        self.assertEqual((result.exit, result.stdout.splitlines()[-1]), (0, "Application 'argocd/waves' deleted"))

    def test_turning_degraded_ends_it(self) -> None:
        def degrade() -> None:
            app = self.sim.control("GET", "apps/guestbook")
            resources = app["status"]["resources"]
            resources[0]["health"] = {"status": "Degraded"}
            self.sim.control("PATCH", "apps/guestbook", {"status": {"resources": resources,
                                                                    "health": {"status": "Degraded"}}})
        self.sim.control("PATCH", "apps/guestbook", {"status": {"health": {"status": "Progressing"}}})
        result = self.during(1, degrade, "app", "wait", "guestbook", "--health", timeout=45)
        self.assertEqual(result.exit, 20)
        self.assertIn("health state has transitioned from Healthy to Degraded", result.log()[-1]["msg"])


if __name__ == "__main__":
    unittest.main()
