#!/usr/bin/env python3
"""Does the simulated server answer what the real one answered? Checked against the recordings.

    python3 tests/sim/contract_test.py
"""

from __future__ import annotations

import copy
import http.client
import json
import re
import sys
import unittest
from collections import Counter
from pathlib import Path
from typing import Any, Iterator

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.harness import Sim, read_recording  # noqa: E402
from sim.live_rows import LiveTable, Row  # noqa: E402
from sim.recorded_history import recorded_history, scenarios  # noqa: E402
from sim.history import request_operation  # noqa: E402
from sim.recording import stream_cases  # noqa: E402


class Stream:
    """A stream's messages, parsed, as they come."""

    def __init__(self, sim: Sim, target: str, accept: str | None = None, timeout: float = 5) -> None:
        self.connection = http.client.HTTPConnection(sim.address, timeout=timeout)
        headers = {"Authorization": f"Bearer {sim.token}"} | ({"Accept": accept} if accept else {})
        self.connection.request("GET", target, headers=headers)
        self.answer: http.client.HTTPResponse | None = None

    def __enter__(self) -> "Stream":
        self.answer = self.connection.getresponse()
        return self

    def __exit__(self, *_: Any) -> None:
        self.connection.close()

    def lines(self) -> Iterator[str]:
        assert self.answer
        for line in self.answer:
            yield line.decode()

    def results(self) -> Iterator[dict[str, Any]]:
        for line in self.lines():
            text = line.removeprefix("data: ").strip()
            if text and not text.startswith(":"):
                yield json.loads(text)["result"]


def _without_end_time(text: str) -> str:
    """The last message of logs tells when it was sent."""
    return re.sub(r'"timeStamp":"[^"]*","last":true,"timeStampStr":"[^"]*"', '"last":true', text)


class SimTest(unittest.TestCase):
    sim: Sim
    options = ("--speed", "50")

    @classmethod
    def setUpClass(cls) -> None:
        cls.sim = Sim(*cls.options).__enter__()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.sim.__exit__(None, None, None)

    def setUp(self) -> None:
        self.sim.reset()

    def replay(self, exchange: dict[str, Any]) -> None:
        request, recorded = exchange["request"], exchange["response"]
        headers = {"Content-Type": request["content_type"]} if "content_type" in request else None
        status, got, body = self.sim.exchange(request["method"], request["path"], request.get("body"), headers,
                                              request.get("authenticated", True))
        if request["path"].startswith("/download/argocd"):
            body = b""
        self.assertEqual((status, _without_end_time(body.decode())),
                         (recorded["status"], _without_end_time(recorded["body"])), request)
        expected = recorded.get("headers", {})
        if "Content-Type" in expected:
            self.assertEqual(got.get("Content-Type"), expected["Content-Type"], request)
            self.assertEqual("Transfer-Encoding" in got, "Transfer-Encoding" in expected, request)


class ExchangeTest(SimTest):
    def test_state(self) -> None:
        for exchange in read_recording("state.jsonl"):
            with self.subTest(path=exchange["request"]["path"]):
                self.replay(exchange)

    def test_errors(self) -> None:
        for exchange in read_recording("errors.jsonl"):
            with self.subTest(request=exchange["request"]):
                self.replay(exchange)

    def test_gzip_and_connections(self) -> None:
        connection = http.client.HTTPConnection(self.sim.address)
        for _ in range(3):
            connection.request("GET", "/api/v1/applications", headers={
                "Authorization": f"Bearer {self.sim.token}", "Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            self.assertEqual(answer.headers["Content-Encoding"], "gzip")
            answer.read()
        connection.close()
        log = [entry for entry in self.sim.requests() if entry["path"] == "/api/v1/applications"]
        self.assertEqual(len({entry["connection"] for entry in log}), 1)
        self.assertEqual(log[0]["headers"]["authorization"], "present")

    def test_selectors(self) -> None:
        for text, names in (("team=web", 4), ("team in (a,b)", None), ("team notin (web)", None), ("!team", None),
                            ("team", None), ("team!=web", 11), ("team==web,team", 4)):
            with self.subTest(selector=text):
                path = "/api/v1/applications?selector=" + text.replace(" ", "%20").replace("=", "%3D")
                status, _, body = self.sim.exchange("GET", path.replace("?selector%3D", "?selector="))
                self.assertEqual(status, 200)
                if names is not None:
                    self.assertEqual(len(json.loads(body)["items"]), names)

    def test_download_ranges(self) -> None:
        path = "/download/argocd-linux-amd64"
        _, head, _ = self.sim.exchange("HEAD", path)
        status, headers, part = self.sim.exchange("GET", path, headers={"Range": "bytes=4-7"})
        self.assertEqual((status, part, headers["Content-Range"]),
                         (206, b"\x02\x01\x01\x00", f"bytes 4-7/{head['Content-Length']}"))
        status, _, _ = self.sim.exchange("GET", path, headers={"If-Modified-Since": head["Last-Modified"]})
        self.assertEqual(status, 304)


class SessionTest(SimTest):
    def get(self, token: str, header: str = "Authorization") -> tuple[int, str]:
        value = f"Bearer {token}" if header == "Authorization" else token
        status, _, body = self.sim.exchange("GET", "/api/v1/applications/waves", headers={header: value},
                                            authenticated=False)
        return status, json.loads(body).get("message", "")

    def test_login_and_logout(self) -> None:
        status, headers, body = self.sim.exchange("POST", "/api/v1/session", {"username": "admin",
                                                                               "password": "password"})
        token = json.loads(body)["token"]
        self.assertEqual((status, self.get(token)[0]), (200, 200))
        self.assertIn("argocd.token=", headers["Set-Cookie"])
        self.assertEqual(self.get(f"argocd.token={token}", "Cookie")[0], 200)
        connection = http.client.HTTPConnection(self.sim.address)
        connection.request("POST", "/auth/logout", headers={"Cookie": f"argocd.token={token}"})
        self.assertEqual(connection.getresponse().status, 303)
        connection.close()
        self.assertEqual(self.get(token), (401, "invalid session: token is revoked, please re-login"))

    def test_refused_tokens(self) -> None:
        expired = self.sim.mint(expires_in=-5)
        self.assertEqual(self.get(expired), (401, "invalid session: token has invalid claims: token is expired"))
        self.assertEqual(self.get("x"), (401, "no session information"))
        self.assertEqual(self.get("x", "Grpc-Metadata-Token"), (
            401, "invalid session: token is malformed: token contains an invalid number of segments"))
        forged = expired.rpartition(".")[0] + ".AAAA"
        self.assertEqual(self.get(forged), (401, "invalid session: token signature is invalid: signature is invalid"))

    def test_renewal(self) -> None:
        token = self.sim.mint(expires_in=60)
        _, headers, _ = self.sim.exchange("GET", "/api/v1/applications/waves",
                                          headers={"Authorization": f"Bearer {token}"}, authenticated=False)
        self.assertTrue(headers["Grpc-Metadata-Renew-Token"])


class StreamTest(SimTest):
    def test_replay_is_the_recorded_first_message(self) -> None:
        """Field by field in order: the snapshot and the stream were recorded minutes apart."""
        recorded = read_recording("streams.jsonl")[0]
        first = json.loads(recorded["lines"][0][1])["result"]
        with Stream(self.sim, recorded["path"]) as stream:
            got = next(stream.results())
            assert stream.answer
            for name in ("Content-Type", "Grpc-Metadata-Content-Type", "Vary", "Transfer-Encoding"):
                self.assertEqual(stream.answer.headers[name], recorded["headers"][name])
        self.assertEqual(json.dumps(got), json.dumps(first))

    def test_projection(self) -> None:
        recorded = read_recording("streams.jsonl")[3]
        expected = [json.loads(line)["result"] for _, line in recorded["lines"][:15]]
        with Stream(self.sim, recorded["path"].replace("selector=&", "")) as stream:
            results = stream.results()
            got = [next(results) for _ in expected]
        for one in got + expected:
            one["application"]["metadata"].pop("resourceVersion")
        self.assertEqual([json.dumps(one) for one in got], [json.dumps(one) for one in expected])

    def test_events(self) -> None:
        recorded = read_recording("streams.jsonl")[1]
        self.sim.control("POST", "options", {"keep_alive_seconds": 0.2})
        with Stream(self.sim, recorded["path"], "text/event-stream") as stream:
            lines = stream.lines()
            got = [next(lines) for _ in range(4)]
            assert stream.answer
            self.assertEqual(stream.answer.headers["Content-Type"], "text/event-stream")
        self.assertTrue(got[0].startswith('data: {"result":{"type":"ADDED"') and got[0].endswith("} \n"))
        self.assertEqual(got[1:], ["\n", "\n", ":\n"])

    def test_resource_version(self) -> None:
        """Older events are left out; a list stream with a version has no replay."""
        target = "/api/v1/stream/applications?resourceVersion=99999999"
        stream = Stream(self.sim, target, timeout=0.5)
        self.sim.control("PATCH", "apps/waves", {"status": {"health": {"status": "Degraded"}}})
        with self.assertRaises(TimeoutError):
            stream.__enter__()
        stream.connection.close()

    def test_delete(self) -> None:
        with Stream(self.sim, "/api/v1/stream/applications?name=guestbook-new") as stream:
            results = stream.results()
            next(results)
            self.assertEqual(self.sim.exchange("DELETE", "/api/v1/applications/guestbook-new")[0], 200)
            types = [next(results)["type"] for _ in range(2)]
        self.assertEqual(types, ["MODIFIED", "DELETED"])
        self.assertEqual(self.sim.exchange("GET", "/api/v1/applications/guestbook-new")[0], 403)


class HistoryTest(SimTest):
    def phases(self, name: str, body: dict[str, Any], script: str | None = None) -> list[str]:
        """What the stream tells of a sync until the comparison after it: operation, phase, sync status."""
        if script:
            self.sim.control("POST", "script", {"app": name, "script": script})
        told: list[str] = []
        with Stream(self.sim, f"/api/v1/stream/applications?name={name}") as stream:
            results = stream.results()
            next(results)
            status, _, answer = self.sim.exchange("POST", f"/api/v1/applications/{name}/sync", body)
            self.assertEqual(status, 200, answer)
            for result in results:
                app = result["application"]
                state = app["status"].get("operationState", {})
                told.append(f"{'asked ' if 'operation' in app else ''}{state.get('phase', '-')}")
                if state.get("finishedAt") and (body.get("dryRun")
                                                or app["status"]["reconciledAt"] >= state["finishedAt"]):
                    return [one for number, one in enumerate(told) if number == 0 or one != told[number - 1]]
        raise AssertionError("the stream ended")

    def test_default_histories(self) -> None:
        normal = ["asked -", "asked Running"]
        for name, body, script, end in (("waves", {}, None, "Succeeded"), ("hooks", {}, None, "Succeeded"),
                                        ("configs", {"dryRun": True}, None, "Succeeded"),
                                        ("failing", {}, None, "Failed"), ("guestbook", {}, "failing", "Failed")):
            with self.subTest(app=name, script=script):
                self.assertEqual(self.phases(name, body, script), [*normal, end])

    def test_terminate(self) -> None:
        self.sim.control("POST", "script", {"app": "waves", "script": "never_ending"})
        self.sim.exchange("POST", "/api/v1/applications/waves/sync", {})
        with Stream(self.sim, "/api/v1/stream/applications?name=waves") as stream:
            phases = (one["application"]["status"].get("operationState", {}).get("phase") for one in stream.results())
            next(phase for phase in phases if phase == "Running")
            self.assertEqual(self.sim.exchange("DELETE", "/api/v1/applications/waves/operation")[0], 200)
            self.assertEqual(next(phase for phase in phases if phase != "Running"), "Terminating")
            self.assertEqual(next(phase for phase in phases if phase != "Terminating"), "Failed")

    def test_recorded_rows(self) -> None:
        """A client that follows the official algorithm prints the recorded rows, and ends with `after`."""
        played = 0
        for case in [*read_recording("cli-mutate-op.jsonl"), *stream_cases()]:
            for scenario in scenarios(case, {}):
                if not scenario.rows:
                    continue
                with self.subTest(args=case["args"]):
                    told, last = _rows_told(scenario)
                    selected = {row.key for row in scenario.rows}
                    self.assertEqual(Counter(row for row in told if row.key in selected), Counter(scenario.rows))
                    self.assertEqual(last, scenario.after)
                    played += 1
        self.assertGreater(played, 20)


def _rows_told(scenario: Any) -> tuple[list[Row], dict[str, Any]]:
    """The rows until the operation has ended and was compared, and the last state."""
    app = copy.deepcopy(scenario.before)
    request_operation(app, scenario.operation or {"sync": {}})
    table = LiveTable()
    told = table.rows(app)
    done = False
    for step in recorded_history(scenario).steps:
        step.edit(app, "2026-01-01T00:00:00Z")
        state = app["status"].get("operationState", {})
        done = done or bool("operation" not in app and state.get("finishedAt")
                            and (state["operation"]["sync"].get("dryRun")
                                 or app["status"]["reconciledAt"] >= state["finishedAt"]))
        told += [] if done else table.rows(app)
    return told, app


if __name__ == "__main__":
    unittest.main()
