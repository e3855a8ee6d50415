#!/usr/bin/env python3
"""Events, reports, CI logs and heartbeats of the real binary: with real descriptors, files, and signals.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/reporting_test.py
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402
from blackbox.harness import TESTS  # noqa: E402

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TYPES = {"runStarted", "applicationStarted", "applicationChanged", "resourceChanged", "trouble",
         "applicationFinished", "runFinished"}
HOSTILE = 'bad <b>|x|</b> ]]> "q" &amp; \u001b[31m\u0000 ::error::x\n\ud83d\ude00 end'


class ReportingTest(BinaryTest):
    def records(self, text: str) -> list[dict[str, Any]]:
        """Every line is a record of the documented schema."""
        self.assertTrue(text.endswith("\n"), text[-200:])
        found = [json.loads(line) for line in text.splitlines()]
        for record in found:
            self.assertEqual(record["version"], 1)
            self.assertIn(record["type"], TYPES)
            self.assertRegex(record["time"], TIME)
        self.assertEqual([one["type"] for one in found].count("runFinished"), 1)
        self.assertEqual(found[-1]["type"], "runFinished")
        return found

    def path(self, name: str) -> str:
        return str(self.home.path / name)

    def read(self, name: str) -> str:
        return Path(self.path(name)).read_text(encoding="utf-8")

    def start(self, *arguments: str, **how: Any) -> subprocess.Popen[str]:
        return subprocess.Popen([str(self.home.argocd), *arguments], env=self.home.server_environment(self.sim),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                cwd=self.home.path, **how)


class EventsTest(ReportingTest):
    def test_standard_output_has_nothing_else(self) -> None:
        for command in (("sync", "guestbook"), ("wait", "guestbook"), ("sync", "guestbook", "-o", "json"),
                        ("rollback", "guestbook"), ("delete", "guestbook", "--yes", "--wait")):
            with self.subTest(command=command):
                self.sim.reset()
                if command[0] == "rollback":
                    self.succeeds("app", "sync", "guestbook")
                    self.succeeds("app", "sync", "guestbook")
                last = self.records(self.succeeds("app", *command, "--events", "-").stdout)[-1]
                self.assertEqual((last["command"], last["outcome"], last["exitCode"]),
                                 (f"app {command[0]}", "succeeded", 0))
                self.assertEqual([one["application"] for one in last["applications"]], ["guestbook"])

    def test_a_descriptor(self) -> None:
        reader, writer = os.pipe()
        self.addCleanup(os.close, reader)
        command = f'exec "$0" app sync guestbook --events 3 3>&{writer}'
        process = subprocess.Popen(["bash", "-c", command, str(self.home.argocd)], pass_fds=(writer,),
                                   env=self.home.server_environment(self.sim), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        os.close(writer)
        with os.fdopen(os.dup(reader), encoding="utf-8") as lines:
            records = self.records(lines.read())
        out, err = process.communicate(timeout=30)
        self.assertEqual((process.returncode, err), (0, ""))
        self.assertIn("Name:               argocd/guestbook", out)
        self.assertNotIn('"version"', out)
        one = records[-1]["applications"][0]
        self.assertEqual((one["operation"]["phase"], one["sync"]["status"]), ("Succeeded", "Synced"))
        self.assertRegex(one["revisions"][0], "^[0-9a-f]{40}$")
        self.assertGreater(one["durationSeconds"], 0)

    def test_a_descriptor_that_is_not_open(self) -> None:
        for number in ("3", "4", "5", "9", "0", "1"):
            with self.subTest(number=number):
                self.fails(1, "app", "sync", "guestbook", "--events", number)
                self.assertEqual(self.sent("POST", "/sync"), 0)

    def test_the_answer_stays_as_it_is_beside_a_file(self) -> None:
        plain = self.succeeds("app", "wait", "guestbook")
        told = self.succeeds("app", "wait", "guestbook", "--events", "events", "--report", "junit=j", "--report",
                             "markdown=m")
        self.assertEqual((told.stdout, told.stderr), (plain.stdout, plain.stderr))
        self.records(self.read("events"))

    def test_a_full_disk_and_a_closed_pipe_do_not_break_the_sync(self) -> None:
        full = self.succeeds("app", "sync", "guestbook", "--events", "/dev/full")
        self.assertEqual([one["msg"] for one in full.log()],
                         ["no more events: write /dev/full: no space left on device"])
        reader, writer = os.pipe()
        os.close(reader)
        process = self.start("app", "sync", "guestbook", "--events", str(writer), pass_fds=(writer,))
        os.close(writer)
        out, err = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 0, err)
        self.assertEqual(err.count("broken pipe"), 1)
        self.assertIn("Phase:              Succeeded", out)

    def test_a_reader_may_follow(self) -> None:
        self.script("waves", "never_ending")
        os.mkfifo(self.path("pipe"))
        process = self.start("app", "sync", "waves", "--events", "pipe")
        with open(self.path("pipe"), encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                if record["type"] == "applicationChanged" and record.get("operation", {}).get("phase") == "Running":
                    break
            process.send_signal(signal.SIGTERM)
            last = json.loads(lines.readlines()[-1])
        process.communicate(timeout=30)
        self.assertEqual(process.returncode, 143)
        self.assertEqual((last["type"], last["outcome"], last["exitCode"]), ("runFinished", "interrupted", 143))
        self.assertEqual(last["applications"][0]["outcome"], "interrupted")

    def test_an_expired_token_ends_the_last_record(self) -> None:
        self.script("waves", "never_ending")
        self.succeeds("app", "sync", "waves", "--async")
        token = self.sim.mint(subject="admin", expires_in=2)
        ended = self.fails(20, "app", "wait", "waves", "--operation", "--events", "e", token=token,
                           ARGOCDPP_POLL="200ms")
        last = self.records(self.read("e"))[-1]
        self.assertEqual((last["outcome"], last["exitCode"]), ("unauthenticated", 20))
        self.assertEqual(last["message"], ended.log()[-1]["msg"])
        self.assertEqual(last["message"], last["applications"][0]["message"])

    def test_the_schema_is_documented(self) -> None:
        """Each type and each member of a record stands in docs/events.md."""
        documented = (TESTS.parent / "docs" / "events.md").read_text(encoding="utf-8")
        self.script("waves", "failing")
        self.fails(1, "app", "sync", "guestbook", "waves", "--events", "e")

        def check(value: Any) -> None:
            for one in value if isinstance(value, list) else []:
                check(one)
            for key, one in value.items() if isinstance(value, dict) else []:
                self.assertIn(f"`{key}`", documented)
                check(one)

        check(self.records(self.read("e")))
        for name in TYPES:
            self.assertIn(f"`{name}`", documented)


class ReportTest(ReportingTest):
    def make_hostile(self) -> None:
        self.script("waves", "failing")
        self.argocd("app", "sync", "waves")
        self.sim.control("PATCH", "apps/argocd/waves", {"status": {"operationState": {"message": HOSTILE},
                                                                   "health": {"status": "Degraded"}}})

    def test_junit_is_valid_whatever_the_server_says(self) -> None:
        self.make_hostile()
        self.fails(20, "app", "wait", "guestbook", "waves", "--timeout", "1", "--health", "--report", "junit=r.xml")
        suites = ElementTree.fromstring(self.read("r.xml"))
        self.assertEqual((suites.get("tests"), suites.get("failures")), ("2", "1"))
        cases = {one.get("name"): one for one in suites.iter("testcase")}
        self.assertEqual(list(cases), ["guestbook", "waves"])
        self.assertIsNone(cases["guestbook"].find("failure"))
        failure = cases["waves"].find("failure")
        assert failure is not None
        self.assertEqual(failure.get("type"), "timed_out")
        for text in (failure.get("message"), failure.text):
            self.assertIn('bad <b>|x|</b> ]]> "q" &amp; \ufffd[31m\ufffd ::error::x\n\U0001f600 end', text or "")
        self.assertGreaterEqual(float(cases["waves"].get("time") or 0), 1)

    def test_markdown_keeps_its_columns(self) -> None:
        self.make_hostile()
        self.fails(20, "app", "wait", "waves", "--timeout", "1", "--health", "--report", "markdown=r.md")
        rows = [line for line in self.read("r.md").splitlines() if line.startswith("|")]
        self.assertEqual(len(rows), 3)
        for row in rows:
            self.assertEqual(len(re.findall(r"(?<!\\)\|", row)), 8, row)
            self.assertNotIn("<b>", row)

    def test_reports_take_their_place_in_one_step(self) -> None:
        Path(self.path("r.xml")).write_text("old", encoding="utf-8")
        self.script("waves", "never_ending")
        process = self.start("app", "sync", "waves", "--report", "junit=r.xml", "--report", "markdown=r.md")
        assert process.stdout
        process.stdout.readline()
        self.assertEqual(self.read("r.xml"), "old")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130)
        self.assertIn('type="interrupted"', self.read("r.xml"))
        self.assertIn("interrupted", self.read("r.md"))
        self.assertEqual([one for one in os.listdir(self.home.path) if one.startswith(".argocdpp")], [])

    def test_a_report_that_can_not_be_written_is_said_and_changes_no_exit_code(self) -> None:
        ended = self.succeeds("app", "wait", "guestbook", "--report", "junit=/dev/full")
        self.assertEqual([one["msg"] for one in ended.log()], ["no report: write /dev/full: no space left on device"])
        self.fails(1, "app", "sync", "guestbook", "--report", "junit=/no/folder/r.xml")
        self.assertEqual(self.sent("POST", "/sync"), 0)


class CiTest(ReportingTest):
    def test_github(self) -> None:
        Path(self.path("summary.md")).write_text("before\n", encoding="utf-8")
        self.script("waves", "failing")
        ended = self.fails(1, "app", "sync", "guestbook", "waves", ARGOCDPP_CI="auto", GITHUB_ACTIONS="true",
                           GITHUB_STEP_SUMMARY=self.path("summary.md"))
        commands = [line for line in ended.stdout.splitlines() if line.startswith("::")]
        self.assertEqual(commands[:4], ["::group::argocdpp app sync guestbook", "::endgroup::",
                                        "::group::argocdpp app sync waves", "::endgroup::"])
        self.assertEqual(len(commands), 5)
        self.assertTrue(commands[4].startswith("::error title=argocdpp app sync waves::Operation has completed"))
        summary = self.read("summary.md")
        self.assertTrue(summary.startswith("before\n### argocdpp app sync: 1 of 2 succeeded\n"))
        self.assertEqual(summary.count("\n|"), 4)

    def test_gitlab(self) -> None:
        ended = self.succeeds("app", "wait", "guestbook", "--ci", "auto", GITLAB_CI="true")
        begin, end = re.findall(r"\x1b\[0Ksection_(\w+):\d+:([\w.-]+)", ended.stdout)
        self.assertEqual((begin[0], end[0]), ("start", "end"))
        self.assertEqual(begin[1], end[1])

    def test_heartbeat(self) -> None:
        self.script("waves", "never_ending")
        ended = self.fails(20, "app", "sync", "waves", "--timeout", "3", "--heartbeat", "1s")
        beats = [one["msg"] for one in ended.log() if one["msg"].startswith("still waiting for application 'waves': ")]
        self.assertIn(len(beats), (1, 2))


if __name__ == "__main__":
    unittest.main()
