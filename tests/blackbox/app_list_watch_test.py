#!/usr/bin/env python3
"""`app list --watch`: the list, then what changes, whatever becomes of lists and streams.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/app_list_watch_test.py
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
import unittest
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402
from blackbox.harness import Home  # noqa: E402
from blackbox.tmux_case import TmuxTest  # noqa: E402

LIST, STREAM = r"^/api/v1/applications", "^/api/v1/stream/applications"


class Watch:
    """A run that goes on, and the lines of its standard output one by one."""

    def __init__(self, home: Home, env: dict[str, str], arguments: tuple[str, ...]) -> None:
        self._errors = home.path / "errors"
        with self._errors.open("wb") as errors:
            self.process = subprocess.Popen([str(home.argocd), "app", "list", "--watch", *arguments], env=env,
                                            stdout=subprocess.PIPE, stderr=errors, text=True, cwd=home.path)
        self._lines: list[str] = []
        self._came = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            with self._came:
                self._lines.append(line.rstrip("\n"))
                self._came.notify_all()

    def next(self, seconds: float = 20) -> str:
        with self._came:
            if not self._came.wait_for(lambda: self._lines, seconds):
                raise AssertionError(f"no further line came; stderr: {self.errors()}")
            return self._lines.pop(0)

    def lines(self, count: int) -> list[str]:
        return [self.next() for _ in range(count)]

    def errors(self) -> str:
        return self._errors.read_text()

    def end(self, number: signal.Signals | None = signal.SIGINT) -> tuple[int, list[str]]:
        """The exit code, and what was printed that nobody took."""
        if number is not None:
            self.process.send_signal(number)
        code = self.process.wait(20)
        self._reader.join(10)
        return code, self._lines


class ListWatchTest(BinaryTest):
    def watch(self, *arguments: str, **variables: str) -> Watch:
        watch = Watch(self.home, {**self.home.server_environment(self.sim), **variables}, arguments)

        def clean_up() -> None:
            if watch.process.poll() is None:
                watch.process.kill()
            watch.end(None)
            if watch.process.stdout and not watch.process.stdout.closed:
                watch.process.stdout.close()

        self.addCleanup(clean_up)
        return watch

    def until(self, holds: Any) -> None:
        limit = time.monotonic() + 20
        while not holds():
            self.assertLess(time.monotonic(), limit, "it never came to that")
            time.sleep(0.02)

    def until_streaming(self) -> None:
        self.until(lambda: self.sim.state()["watchers"] > 0)

    def lists(self) -> int:
        return self.sent("GET", "/api/v1/applications")

    def only_the_first_list(self) -> None:
        """Whatever is told later, the stream told it."""
        self.sim.fault("silence", path=LIST, skip=1, times=-1)

    def no_events(self) -> None:
        self.sim.fault("stream_drop", path=STREAM, events=0, times=-1)

    def patch(self, name: str, **status: str) -> None:
        change: dict[str, Any] = {}
        if "health" in status:
            change["health"] = {"status": status["health"]}
        if "sync" in status:
            change["sync"] = {"status": status["sync"]}
        self.sim.control("PATCH", f"apps/{name}", {"status": change})

    def add(self, name: str) -> None:
        app = self.sim.control("GET", "apps/guestbook")
        app["metadata"].update(name=name, uid=f"uid-of-{name}", resourceVersion="100000")
        self.sim.control("PUT", "apps", app)

    def test_the_list_and_then_a_line_for_each_change(self) -> None:
        whole = self.succeeds("app", "list").stdout.splitlines()
        self.sim.control("DELETE", "requests")
        self.only_the_first_list()
        watch = self.watch()
        self.assertEqual(watch.lines(len(whole)), whole)
        self.until_streaming()
        known = next(line for line in whole if line.startswith("argocd/guestbook "))
        self.patch("guestbook", health="Degraded")
        self.assertEqual(watch.next(), known.replace("Healthy    ", "Degraded   "))
        self.add("later")
        self.assertEqual(watch.next().split(),
                         known.replace("argocd/guestbook", "argocd/later").replace("Healthy", "Degraded").split())
        self.sim.control("DELETE", "apps/waves")
        self.assertEqual(watch.next().split(), ["argocd/waves", "deleted"])
        # What no row shows is no change.
        self.sim.control("PATCH", "apps/guestbook", {"status": {"reconciledAt": "2026-11-25T00:00:00Z"}})
        self.patch("guestbook", health="Healthy")
        self.assertEqual(watch.next(), known)
        self.assertEqual(watch.end(), (130, []))
        self.assertEqual(watch.errors(), "")

    def test_names_are_of_what_has_come_or_changed_and_little_is_asked_for(self) -> None:
        watch = self.watch("-o", "name", "--health", "Degraded")
        self.assertEqual(watch.next(), "argocd/degraded")
        self.until_streaming()
        self.patch("guestbook", health="Degraded")
        self.assertEqual(watch.next(), "argocd/guestbook")
        self.patch("guestbook", health="Healthy")
        self.sim.control("DELETE", "apps/degraded")
        self.patch("waves", health="Degraded")
        self.assertEqual(watch.next(), "argocd/waves")
        self.patch("waves", sync="OutOfSync")
        self.assertEqual(watch.next(), "argocd/waves")
        self.assertEqual(watch.end(signal.SIGTERM), (143, []))
        asked = [one["path"] for one in self.sim.requests()]
        for path in asked:
            self.assertIn("status.health", path.replace("%2C", ","))
            self.assertNotIn("spec", path)

    def test_json_is_an_event_a_line(self) -> None:
        self.only_the_first_list()
        watch = self.watch("-o", "json", "--sync-status", "OutOfSync", "--sort", "-name", "--limit", "3")
        first = [json.loads(line) for line in watch.lines(3)]
        self.assertEqual([(one["type"], one["application"]["metadata"]["name"]) for one in first],
                         [("ADDED", "stuck"), ("ADDED", "guestbook-new"), ("ADDED", "failing")])
        self.until_streaming()
        self.sim.control("PATCH", "apps/stuck", {"metadata": {"labels": {"a": "b"}}})
        changed = json.loads(watch.next())
        self.assertEqual((changed["type"], changed["application"]["metadata"]["labels"]), ("MODIFIED", {"a": "b"}))
        self.assertEqual(changed["application"]["spec"], first[0]["application"]["spec"])
        # One that comes in its place pushes the last one out; one that goes lets it in again.
        self.patch("waves", sync="OutOfSync")
        self.assertEqual(json.loads(watch.next()), {"type": "DELETED", "application": {
            "metadata": {"name": "failing", "namespace": "argocd"}}})
        self.assertEqual(json.loads(watch.next())["type"], "ADDED")
        self.patch("stuck", sync="Synced")
        self.assertEqual(json.loads(watch.next())["application"]["metadata"], {"name": "stuck", "namespace": "argocd"})
        self.assertEqual(json.loads(watch.next())["application"]["metadata"]["name"], "failing")

    def test_what_ceases_to_match_is_said(self) -> None:
        watch = self.watch("-p", "team-a", "--sync-status", "OutOfSync", "-o", "")
        self.assertEqual([line.split()[0] for line in watch.lines(2)], ["NAME", "argocd/guestbook-new"])
        self.until_streaming()
        self.patch("guestbook-new", sync="Synced")
        self.assertEqual(watch.next(), "argocd/guestbook-new  not in the list any more")

    def test_lost_events_are_made_up_for_by_lists(self) -> None:
        self.no_events()
        watch = self.watch("-l", "team=web", "-o", "", ARGOCDPP_POLL="500ms")
        self.assertEqual(len(watch.lines(5)), 5)
        self.patch("guestbook", health="Missing")
        self.assertIn("Missing", watch.next())
        self.sim.control("DELETE", "apps/guestbook")
        # Its labels may have changed as well.
        self.assertEqual(watch.next().split(maxsplit=1), ["argocd/guestbook", "not in the list any more"])
        self.assertEqual(watch.errors(), "")

    def test_an_application_that_comes_between_list_and_stream(self) -> None:
        self.sim.fault("delay", path=STREAM, ms=1000)
        watch = self.watch("-o", "name", "-r", "https://nowhere.example/none")
        self.until(lambda: self.sent("GET", "/stream/applications") == 1)
        app = self.sim.control("GET", "apps/guestbook")
        app["metadata"].update(name="between", uid="between", resourceVersion="100000")
        app["spec"]["source"]["repoURL"] = "https://nowhere.example/none"
        self.sim.control("PUT", "apps", app)
        self.assertEqual(watch.next(), "argocd/between")

    def test_streams_that_are_silent_cut_or_refused(self) -> None:
        for kind, how in (("stream_half_open", {"events": 0}), ("stream_cut", {"seconds": 0.1}),
                          ("stream_cut", {"seconds": 0, "how": "reset"}), ("status", {"status": 502}),
                          ("stream_error", {"events": 0})):
            with self.subTest(kind, **how):
                self.sim.reset()
                self.sim.fault(kind, path=STREAM, times=-1, **how)
                watch = self.watch("-o", "name", "--health", "Degraded", ARGOCDPP_POLL="200ms")
                self.assertEqual(watch.next(), "argocd/degraded")
                self.patch("guestbook", health="Degraded")
                self.assertEqual(watch.next(), "argocd/guestbook")
                # It was worth asking again, and not too often.
                self.assertLess(self.sent("GET", "/stream/applications"), 20)
                self.assertEqual(watch.end(), (130, []))
                self.assertEqual(watch.errors(), "")

    def test_a_cut_stream_is_opened_again(self) -> None:
        self.sim.fault("stream_cut", path=STREAM, seconds=0.1)
        self.only_the_first_list()
        watch = self.watch("-o", "name", "--health", "Degraded")
        self.assertEqual(watch.next(), "argocd/degraded")
        self.until(lambda: self.sent("GET", "/stream/applications") == 2)
        self.until_streaming()
        self.patch("guestbook", health="Degraded")
        self.assertEqual(watch.next(), "argocd/guestbook")

    def test_a_server_in_trouble_is_told_once(self) -> None:
        self.no_events()
        self.sim.fault("status", path=LIST, status=500, skip=1, times=3)
        watch = self.watch("-o", "name", "--health", "Degraded", ARGOCDPP_POLL="100ms")
        self.assertEqual(watch.next(), "argocd/degraded")
        self.until(lambda: self.lists() > 5)
        self.patch("guestbook", health="Degraded")
        self.assertEqual(watch.next(), "argocd/guestbook")
        self.assertEqual(watch.end(), (130, []))
        log = [json.loads(line) for line in watch.errors().splitlines()]
        self.assertEqual([one["level"] for one in log], ["warning", "info"])
        self.assertTrue(log[0]["msg"].startswith("the list may be out of date: "), log)
        self.assertEqual(log[1]["msg"], "the list is up to date again")

    def test_a_token_that_is_taken_away_ends_it(self) -> None:
        token = self.sim.mint()
        watch = self.watch("-o", "name", ARGOCD_AUTH_TOKEN=token)
        self.assertEqual(len(watch.lines(15)), 15)
        self.sim.control("POST", "revocations", {"token": token})
        self.assertEqual(watch.end(None), (20, []))
        self.assertIn("Unauthenticated", watch.errors())

    def test_it_begins_as_the_list_does(self) -> None:
        for flags in ((), ("-o", "json")):
            self.sim.fault("status", path=LIST, status=403, body=json.dumps({"code": 7, "message": "permission denied"}),
                           times=2)
            once = self.fails(20, "app", "list", *flags)
            watched = self.fails(20, "app", "list", "--watch", *flags)
            self.assertEqual([one["msg"] for one in watched.log()], [one["msg"] for one in once.log()])
            self.assertEqual(watched.stdout, "")

    def test_nobody_reads_any_more(self) -> None:
        watch = subprocess.Popen([str(self.home.argocd), "app", "list", "--watch"], stdout=subprocess.PIPE,
                                 env=self.home.server_environment(self.sim), cwd=self.home.path)
        self.addCleanup(watch.kill)
        assert watch.stdout
        watch.stdout.readline()
        watch.stdout.close()
        # Nothing changes, and it ends all the same.
        self.assertEqual(watch.wait(20), -signal.SIGPIPE)

    def test_what_it_does_not_go_with(self) -> None:
        for output in ("yaml", "jsonpath={.items}", "custom-columns=A:.kind", "xml"):
            result = self.fails(20, "app", "list", "-o", output, ARGOCDPP_WATCH="true")
            self.assertEqual([one["msg"] for one in result.log()], ["--watch goes with -o wide, name and json"])
        self.assertEqual(self.sim.requests(), [])


class ScreenTest(TmuxTest):
    def test_it_is_redrawn_in_place_and_fits_the_window(self) -> None:
        self.begin("app", "list", "--watch", "--sort", "name", size=(80, 10))
        shown = self.until(lambda lines: len(lines) == 9 and lines[-1].startswith("…"))
        self.assertTrue(shown[0].startswith("NAME "))
        self.assertEqual([line.split()[0] for line in shown[1:8]],
                         [f"argocd/{name}" for name in ("broken", "configs", "degraded")] + ["argocd-apps/external"] +
                         [f"argocd/{name}" for name in ("failing", "guestbook", "guestbook-new")])
        self.assertEqual(shown[8], "… 8 more")
        self.assertEqual({len(line) for line in shown[:8]}, {80})
        self.sim.control("DELETE", "apps/broken")
        shown = self.until(lambda lines: lines[-1] == "… 7 more")
        self.assertEqual(shown[1].split()[0], "argocd/configs")
        self.resize(200, 30)
        shown = self.until(lambda lines: len(lines) == 15)
        self.assertTrue(shown[0].endswith("TARGET"))
        self.sim.control("PATCH", "apps/guestbook", {"status": {"health": {"status": "Degraded"}}})
        shown = self.until(lambda lines: any("argocd/guestbook " in line and "Degraded" in line for line in lines))
        self.assertEqual(len(shown), 15)
        self.assertEqual(self.interrupt(), "ended with 130\n")

    def test_trouble_stands_above_the_table(self) -> None:
        self.sim.fault("status", path=LIST, status=500, skip=1, times=1)
        self.begin("app", "list", "--watch", "--health", "Suspended", size=(150, 10))
        shown = self.until(lambda lines: len(lines) == 4 and "up to date again" in lines[1])
        self.assertTrue(shown[0].startswith("warning: the list may be out of date: "), shown)
        self.assertEqual([line.split()[0] for line in shown[2:]], ["NAME", "argocd/suspended"])


if __name__ == "__main__":
    unittest.main()
