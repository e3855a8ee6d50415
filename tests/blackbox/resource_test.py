#!/usr/bin/env python3
"""Resources, actions and logs: what takes several requests, or a stream that breaks.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/resource_test.py
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402
from blackbox.terminal_run import TerminalRun  # noqa: E402

_LINE = "2026-11-24T00:00:%02d.%03dZ"


def _many(count: int) -> dict[str, object]:
    """An application with so many live Deployments."""
    resources = [{"group": "apps", "version": "v1", "kind": "Deployment", "namespace": "d", "name": f"web-{number:03d}",
                  "status": "Synced"} for number in range(count)]
    return {"metadata": {"name": "many", "namespace": "argocd", "uid": "u", "resourceVersion": "1"},
            "spec": {"project": "default", "destination": {"server": "https://k"}, "source": {"repoURL": "r"}},
            "status": {"resources": resources, "sync": {"status": "Synced"}, "health": {"status": "Healthy"}}}


class ReadsTest(BinaryTest):
    """Reads over several resources go side by side, ten at most."""

    def test_actions_of_two_hundred_resources(self) -> None:
        self.sim.control("PUT", "apps", _many(200))
        self.sim.fault("delay", path="/resource/actions", ms=100, times=-1)
        result = self.succeeds("app", "actions", "list", "many", "--kind", "Deployment")
        names = [line.split()[2] for line in result.stdout.splitlines()[1:]]
        self.assertEqual(len(names), 800)
        self.assertEqual(names, sorted(names))
        self.assertLess(result.seconds, 8, "one by one it takes 20 s")
        self.assertLessEqual(len({one["connection"] for one in self.sim.requests() if "/api/" in one["path"]}), 10)

    def test_get_resource_of_many_comes_in_order(self) -> None:
        self.sim.control("PUT", "apps", _many(60))
        self.sim.fault("delay", path="web-000", ms=300)
        result = self.succeeds("app", "get-resource", "many", "--kind", "Deployment", "-o", "json")
        found = [json.loads(text)["metadata"]["name"] for text in result.stdout.split("---\n")]
        self.assertEqual(found, [f"web-{number:03d}" for number in range(60)])

    def test_a_lost_answer_is_asked_for_again(self) -> None:
        self.sim.fault("reset", path="/resource", times=2)
        self.succeeds("app", "get-resource", "guestbook", "--kind", "Pod", "-o", "yaml")


class ChangesTest(BinaryTest):
    """What the server holds afterwards; each change is sent once."""

    def _deployment(self) -> dict[str, object]:
        return dict(json.loads(self.succeeds("app", "get-resource", "guestbook", "--kind", "Deployment", "-o",
                                             "json").stdout)["spec"])

    def test_a_patch_and_an_action(self) -> None:
        self.succeeds("app", "patch-resource", "guestbook", "--kind", "Deployment", "--patch", '{"spec":{"replicas":7}}')
        self.succeeds("app", "actions", "run", "guestbook", "pause", "--kind", "Deployment")
        spec = self._deployment()
        self.assertEqual((spec["replicas"], spec["paused"]), (7, True))
        listed = json.loads(self.succeeds("app", "actions", "list", "guestbook", "--kind", "Deployment", "-o",
                                          "json").stdout)
        self.assertEqual({one["Action"] for one in listed if one["Disabled"]}, {"pause"})

    def test_a_deletion(self) -> None:
        self.succeeds("app", "delete-resource", "waves", "--kind", "ConfigMap", "--resource-name", "wave-1", "--orphan")
        self.assertEqual(self.succeeds("app", "get-resource", "waves", "--kind", "ConfigMap", "-o", "json",
                                       "--resource-name", "wave-1").stdout, "")
        self.fails(20, "app", "delete-resource", "waves", "--kind", "ConfigMap", "--resource-name", "wave-1")

    def test_a_change_whose_answer_is_lost_is_not_sent_again(self) -> None:
        self.sim.fault("reset", path="/resource", method="POST", taken=True)
        result = self.fails(20, "app", "patch-resource", "guestbook", "--kind", "Service", "--patch", "{}")
        self.assertIn("may have been taken", result.stderr)
        self.assertEqual(self.sent("POST", "/resource"), 1)

    def test_an_old_server_is_asked_in_its_own_way(self) -> None:
        self.sim.fault("status", path="/actions/v2", status=404, body="Not Found", times=-1)
        result = self.succeeds("app", "actions", "run", "guestbook", "pause", "--kind", "Deployment")
        self.assertIn("falling back", result.stdout)
        self.assertTrue(self._deployment()["paused"])

    def test_refusals(self) -> None:
        result = self.fails(20, "app", "actions", "run", "guestbook", "nosuch", "--kind", "Deployment")
        self.assertIn("built-in script does not exist", result.stderr)
        self.fails(20, "app", "patch-resource", "nosuch", "--kind", "Service", "--patch", "{}")
        result = self.fails(20, "app", "patch-resource", "guestbook", "--kind", "Service", "--patch", "{")
        self.assertIn("error decoding patch", result.stderr)


class LogsTest(BinaryTest):
    """Lines, whatever becomes of the stream. The clock of the server is that of the lines."""

    options = ("--epoch", "1795478520")  # 2026-11-24T00:02:00Z

    def _write(self, *contents: str, pod: str = "p", container: str = "main", second: int = 0) -> None:
        lines = [[_LINE % (second + number // 1000, number % 1000), content] for number, content in enumerate(contents)]
        self.sim.control("POST", "logs", {"app": "waves", "pod": pod, "container": container, "lines": lines})

    def test_all_lines_of_all_pods_by_their_time(self) -> None:
        self._write("a", "b", pod="p", second=1)
        self._write("A", "B", pod="q", second=2)
        self.assertEqual(self.succeeds("app", "logs", "waves").stdout, "a\nb\nA\nB\n")
        self.assertEqual(self.succeeds("app", "logs", "waves", "--tail", "1").stdout, "b\nB\n")
        self.assertEqual(self.succeeds("app", "logs", "waves", "--name", "q", "--filter", "!b").stdout, "A\n")

    def test_cuts_lose_and_repeat_nothing(self) -> None:
        contents = [f"line {number}" for number in range(3000)]
        self._write(*contents, second=1)
        for events in (1, 700, 2999):
            self.sim.fault("stream_error", path="/logs", events=events, code=14)
        self.sim.fault("stream_cut", path="/logs", seconds=0.05, how="broken")
        self.assertEqual(self.succeeds("app", "logs", "waves").stdout.splitlines(), contents)

    def test_following_goes_on_after_a_cut_and_ends_by_a_signal(self) -> None:
        self._write("one", second=1)
        self.sim.fault("stream_cut", path="/logs", seconds=0.3, how="reset")
        process = subprocess.Popen([str(self.home.argocd), "app", "logs", "waves", "-f"],
                                   env=self.home.server_environment(self.sim), stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        assert process.stdout
        self.assertEqual(process.stdout.readline(), "one\n")
        deadline = time.monotonic() + 10
        while self.sent("GET", "/logs") < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        self._write("two", second=2)
        self.assertEqual(process.stdout.readline(), "two\n")
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(5), 143)
        process.stdout.close()

    def test_refusals_end_with_one(self) -> None:
        for words, reason in ((["nosuch"], "permission denied"), (["waves", "--until-time", "x"], "cannot parse")):
            result = self.fails(1, "app", "logs", *words)
            self.assertIn("stream read failed: rpc error", result.log()[0]["msg"])
            self.assertIn(reason, result.log()[0]["msg"])

    def test_a_terminal_shows_who_speaks(self) -> None:
        self.sim.control("POST", "logs", {"app": "waves", "pod": "p", "container": "a", "containers": ["a", "b"],
                                          "lines": [[_LINE % (1, 0), "1"]]})
        self._write("2", container="b", second=2)
        command = [str(self.home.argocd), "app", "logs", "waves"]
        with TerminalRun(command, self.home.server_environment(self.sim)) as run:
            self.assertEqual(run.end(), 0, run.output)
            self.assertEqual(run.output, "[p a] 1\n[p b] 2\n")


if __name__ == "__main__":
    unittest.main()
