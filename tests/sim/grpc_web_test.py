#!/usr/bin/env python3
"""The simulated gRPC-Web calls, asked as a client does.

    python3 tests/sim/grpc_web_test.py
"""

from __future__ import annotations

import json
import struct
import sys
import unittest
import urllib.parse
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.harness import Sim  # noqa: E402
from sim import protobuf  # noqa: E402
from sim.protobuf import field  # noqa: E402

SERVICE = "/application.ApplicationService/"


def frame(message: bytes) -> bytes:
    return struct.pack(">BI", 0, len(message)) + message


class GrpcWebTest(unittest.TestCase):
    sim: Sim

    @classmethod
    def setUpClass(cls) -> None:
        cls.sim = Sim().__enter__()
        cls.addClassCleanup(cls.sim.__exit__, None, None, None)

    def call(self, method: str, body: bytes, authenticated: bool = True) -> tuple[int, str, protobuf.Fields]:
        """The status, the message about it, and the answer's fields."""
        status, headers, answer = self.sim.exchange(
            "POST", SERVICE + method, body, {"Content-Type": "application/grpc-web+proto"}, authenticated)
        self.assertEqual(status, 200)
        if "Grpc-Status" in headers:
            return int(headers["Grpc-Status"]), urllib.parse.unquote(headers["Grpc-Message"]), {}
        size = struct.unpack(">BI", answer[:5])[1]
        self.assertEqual(answer[5 + size:5 + size + 1], b"\x80")
        self.assertIn(b"grpc-status: 0\r\n", answer[5 + size:])
        return 0, "", protobuf.read(answer[5:5 + size])

    def managed(self, app: str) -> list[dict[str, Any]]:
        return list(json.loads(self.sim.exchange("GET", f"/api/v1/applications/{app}/managed-resources")[2])["items"])

    def compare(self, item: dict[str, Any], target: str) -> tuple[int, str, protobuf.Fields]:
        live = b"".join(field(number, item.get(name, "")) for number, name in
                        ((1, "group"), (2, "kind"), (3, "namespace"), (4, "name"), (6, "liveState")))
        return self.call("ServerSideDiff", frame(field(1, "guestbook") + field(4, live) + field(5, target)))

    def test_what_is_in_sync_is_not_modified(self) -> None:
        for item in self.managed("guestbook"):
            code, _, answer = self.compare(item, item["targetState"])
            self.assertEqual(code, 0)
            (pair,) = map(protobuf.read, answer[1])  # type: ignore[arg-type]
            self.assertEqual(pair[12], [0])
            self.assertEqual(pair[5], pair[6])
            self.assertNotIn("managedFields", protobuf.text(pair, 5))
            self.assertEqual(answer[2], [0])

    def test_a_changed_target_is_what_the_prediction_holds(self) -> None:
        item = next(item for item in self.managed("guestbook") if item["kind"] == "Deployment")
        target = json.loads(item["targetState"])
        target["spec"]["replicas"] = 77
        _, _, answer = self.compare(item, json.dumps(target))
        (pair,) = map(protobuf.read, answer[1])  # type: ignore[arg-type]
        predicted, live = json.loads(protobuf.text(pair, 5)), json.loads(protobuf.text(pair, 6))
        self.assertEqual(predicted["spec"].pop("replicas"), 77)
        live["spec"].pop("replicas")
        self.assertEqual(predicted, live)
        self.assertEqual(answer[2], [1])

    def test_one_side_may_be_missing(self) -> None:
        item = self.managed("guestbook")[0]
        _, _, added = self.compare({**item, "liveState": ""}, item["targetState"])
        _, _, gone = self.compare(item, "")
        self.assertEqual(protobuf.text(protobuf.read(added[1][0]), 6), "null")  # type: ignore[arg-type]
        self.assertEqual(protobuf.text(protobuf.read(gone[1][0]), 5), "null")  # type: ignore[arg-type]
        self.assertEqual((added[2], gone[2]), ([1], [0]))

    def test_what_is_not_of_the_application_is_denied(self) -> None:
        item = self.managed("guestbook")[0]
        live = json.loads(item["liveState"])
        live["metadata"]["name"] = "other"
        code, words, _ = self.compare({**item, "name": "other", "liveState": json.dumps(live)}, "")
        self.assertEqual(code, 7)
        self.assertIn("not found as part of application guestbook", words)

    def test_refusals_come_in_headers(self) -> None:
        query = frame(field(1, field(1, "nosuch") + field(2, "0")))
        self.assertEqual(self.call("GetManifestsWithFiles", query)[:2], (7, "permission denied"))
        self.assertEqual(self.call("GetManifestsWithFiles", query, authenticated=False)[0], 16)
        self.assertEqual(self.call("GetManifestsWithFiles", b"")[:2],
                         (2, "error getting query: error getting stream query: query is nil"))
        self.assertEqual(self.call("GetManifestsWithFiles", query[:-1])[0], 13)
        self.assertEqual(self.call("NoSuchCall", b"")[0], 12)
        wrong = frame(field(1, field(1, "guestbook") + field(2, "0")))
        self.assertIn("file checksum validation error", self.call("GetManifestsWithFiles", wrong)[1])

    def test_another_content_type_is_no_call(self) -> None:
        self.assertEqual(self.sim.exchange("POST", SERVICE + "ServerSideDiff", "{}")[0], 404)


if __name__ == "__main__":
    unittest.main()
