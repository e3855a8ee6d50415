#!/usr/bin/env python3
"""Do the faults of the simulated server strike as their descriptions say?

    python3 tests/sim/faults_test.py
"""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import ssl
import struct
import subprocess
import sys
import time
import unittest
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.harness import SIM, Sim  # noqa: E402
from sim.contract_test import SimTest, Stream  # noqa: E402

APP = "/api/v1/applications/waves"


class FaultTest(SimTest):
    def ask(self, method: str = "GET", path: str = APP, body: str | None = None,
            headers: dict[str, str] | None = None) -> tuple[int, http.client.HTTPMessage, bytes]:
        connection = http.client.HTTPConnection(self.sim.address, timeout=5)
        try:
            connection.request(method, path, body, {"Authorization": f"Bearer {self.sim.token}",
                                                    "Content-Type": "application/json", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def test_status_k_times(self) -> None:
        self.sim.fault("status", status=503, times=2, headers={"Retry-After": "1"}, path="applications/waves$")
        found = [self.ask() for _ in range(3)]
        self.assertEqual([status for status, _, _ in found], [503, 503, 200])
        self.assertEqual(found[0][1]["Retry-After"], "1")
        self.assertIn(b"<html>", found[0][2])

    def test_skip_and_method(self) -> None:
        self.sim.fault("status", status=502, skip=1, method="GET")
        self.assertEqual([self.ask()[0] for _ in range(3)], [200, 502, 200])

    def test_login_pages(self) -> None:
        self.sim.fault("login_page")
        self.sim.fault("login_page", redirect="https://sso.example.org/")
        self.assertEqual(self.ask()[1]["Content-Type"], "text/html; charset=utf-8")
        status, headers, _ = self.ask()
        self.assertEqual((status, headers["Location"]), (302, "https://sso.example.org/"))

    def test_cuts(self) -> None:
        self.sim.fault("cut", bytes=100, how="close")
        self.sim.fault("cut", bytes=100)
        with self.assertRaises(http.client.IncompleteRead):
            self.ask()
        with self.assertRaises((ConnectionResetError, http.client.IncompleteRead)):
            self.ask()

    def test_resets_around_a_sync(self) -> None:
        for taken, started in ((False, 0), (True, 1)):
            with self.subTest(taken=taken):
                self.sim.reset()
                self.sim.fault("reset", taken=taken, method="POST", path="/sync$")
                with self.assertRaises(ConnectionResetError):
                    self.ask("POST", APP + "/sync", "{}")
                self.assertEqual(self.sim.state()["syncs_started"], started)

    def test_bad_bodies(self) -> None:
        self.sim.fault("corrupt")
        with self.assertRaises(ValueError):
            json.loads(self.ask()[2])
        self.sim.fault("truncated_gzip")
        with self.assertRaises((EOFError, OSError)):
            gzip.decompress(self.ask(headers={"Accept-Encoding": "gzip"})[2])
        self.sim.fault("mutate", at="status.health", value=["x"])
        self.sim.fault("mutate", at="status.resources.*.status", remove=True)
        self.assertEqual(json.loads(self.ask()[2])["status"]["health"], ["x"])
        self.assertNotIn("status", json.loads(self.ask()[2])["status"]["resources"][0])
        self.sim.fault("endless", mb=3)
        self.assertEqual(len(self.ask()[2]), 3 << 20)
        self.sim.fault("drip", bytes=1000, ms=1)
        self.assertEqual(json.loads(self.ask()[2])["metadata"]["name"], "waves")

    def test_silence(self) -> None:
        self.sim.fault("silence")
        self.sim.fault("hold_connection")
        for _ in range(2):
            with socket.create_connection(("127.0.0.1", self.sim.port), timeout=0.2) as raw:
                raw.sendall(b"GET /api/version HTTP/1.1\r\nHost: x\r\n\r\n")
                with self.assertRaises(TimeoutError):
                    raw.recv(1)

    def test_reset_of_hello_and_connection(self) -> None:
        with self.assertRaises(ConnectionResetError):
            with socket.create_connection(("127.0.0.1", self.sim.port)) as raw:
                ssl._create_unverified_context().wrap_socket(raw)
        self.sim.fault("drop_connection")
        with self.assertRaises((ConnectionResetError, BrokenPipeError)):
            self.ask()

    def test_idle_and_reused_connections(self) -> None:
        self.sim.control("POST", "options", {"idle_close_ms": 50})
        connection = http.client.HTTPConnection(self.sim.address)
        connection.request("GET", "/api/version")
        connection.getresponse().read()
        assert connection.sock
        connection.sock.settimeout(2)
        self.assertEqual(connection.sock.recv(1), b"")
        connection.close()
        self.sim.control("POST", "options", {"idle_close_ms": 0})
        self.sim.fault("reset", reused=True)
        connection.request("GET", "/api/version")
        connection.getresponse().read()
        with self.assertRaises((ConnectionResetError, http.client.RemoteDisconnected)):
            connection.request("GET", "/api/version")
            connection.getresponse()
        connection.close()

    def test_required_header(self) -> None:
        self.sim.control("POST", "options", {"require_header": ["X-Front-Door", "open"]})
        self.assertEqual(self.ask()[0], 403)
        self.assertEqual(self.ask(headers={"X-Front-Door": "open"})[0], 200)


class StreamFaultTest(SimTest):
    target = "/api/v1/stream/applications?name=waves"

    def touch(self) -> None:
        self.sim.control("PATCH", "apps/waves", {"metadata": {"labels": {"touched": str(time.monotonic())}}})

    def test_lost_events(self) -> None:
        for kind in ("stream_drop", "stream_half_open"):
            with self.subTest(kind=kind):
                self.sim.reset()
                self.sim.fault(kind, path="/stream/", events=2)
                with Stream(self.sim, self.target, timeout=1.5) as stream:
                    results = stream.results()
                    next(results)
                    self.touch()
                    next(results)
                    self.touch()
                    with self.assertRaises(TimeoutError):
                        next(results)

    def test_cuts(self) -> None:
        for how, error in (("close", StopIteration), ("broken", (StopIteration, http.client.IncompleteRead)),
                           ("reset", ConnectionResetError)):
            with self.subTest(how=how):
                self.sim.reset()
                self.sim.fault("stream_cut", path="/stream/", seconds=0.5, how=how)
                with Stream(self.sim, self.target) as stream:
                    results = stream.results()
                    next(results)
                    with self.assertRaises(error):
                        next(results)

    def test_error_chunk(self) -> None:
        self.sim.fault("stream_error", path="/stream/", events=1, code=16, message="invalid session")
        with Stream(self.sim, self.target) as stream:
            lines = list(stream.lines())
        self.assertEqual(json.loads(lines[1])["error"]["grpc_code"], 16)

    def test_open_streams_are_counted(self) -> None:
        with Stream(self.sim, self.target) as stream:
            next(stream.results())
            self.assertEqual(self.sim.state()["open_streams"], 1)
        limit = time.monotonic() + 3
        while self.sim.state()["open_streams"] and time.monotonic() < limit:
            time.sleep(0.02)
        self.assertEqual(self.sim.state()["open_streams"], 0)


class TlsTest(unittest.TestCase):
    def verified(self, sim: Sim, host: str, **certificate: Any) -> int:
        context = ssl.create_default_context(cafile=sim.ca)
        if certificate:
            context.load_cert_chain(certificate["cert"], certificate["key"])
        with socket.create_connection(("127.0.0.1", sim.port), timeout=5) as raw:
            with context.wrap_socket(raw, server_hostname=host) as secure:
                secure.sendall(b"GET /api/version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                return int(secure.recv(4096).split()[1])

    def test_right_and_wrong_certificates(self) -> None:
        with Sim("--tls") as sim:
            self.assertEqual(self.verified(sim, "localhost"), 200)
            with self.assertRaises(ssl.SSLCertVerificationError):
                self.verified(sim, "elsewhere.example.org")
            with socket.create_connection(("127.0.0.1", sim.port), timeout=5) as raw:
                raw.sendall(b"GET /x HTTP/1.1\r\nHost: here\r\n\r\n")
                self.assertIn(b" 307 ", raw.recv(4096))
        for options in (["--tls", "--expired"], ["--tls", "--expired", "--self-signed"]):
            with Sim(*options) as sim, self.assertRaisesRegex(ssl.SSLCertVerificationError, "expired"):
                self.verified(sim, "localhost")
        with Sim("--tls", "--self-signed", "--san", "DNS:argo.test") as sim:
            self.assertEqual(self.verified(sim, "argo.test"), 200)

    def test_client_certificate(self) -> None:
        with Sim("--tls", "--client-cert-required") as sim:
            self.assertEqual(self.verified(sim, "localhost", cert=sim.client_cert, key=sim.client_key), 200)
            with self.assertRaises((ssl.SSLError, ConnectionError, IndexError)):
                self.verified(sim, "localhost")


class LifeTest(unittest.TestCase):
    def test_ends_on_sigterm_without_a_word(self) -> None:
        process = subprocess.Popen([sys.executable, str(SIM)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout
        port = json.loads(process.stdout.readline())["port"]
        with socket.create_connection(("127.0.0.1", port)) as raw:
            raw.sendall(b"\x00nonsense\r\n\r\n")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        process.terminate()
        _, errors = process.communicate(timeout=5)
        self.assertEqual((process.returncode, errors), (0, b""))

    def test_many_applications(self) -> None:
        with Sim("--apps", "200") as sim:
            status, _, body = sim.exchange("GET", "/api/v1/applications")
            listed = json.loads(body)["items"]
            self.assertEqual((status, len(listed), len(listed[0]["status"]["resources"])), (200, 200, 30))
            self.assertTrue(8000 < len(body) / len(listed) < 10000, len(body) / len(listed))
            sim.exchange("POST", "/api/v1/applications/app-00007/sync", {})
            self.assertEqual(sim.state()["syncs"], {"argocd/app-00007": 1})


if __name__ == "__main__":
    unittest.main()
