#!/usr/bin/env python3
"""Bad files, variables, addresses and answers: one clear line, exit 1 or 20, never a crash, never a token.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/bad_input_test.py
"""

from __future__ import annotations

import gzip
import json
import re
import resource
import socket
import sys
import threading
import unittest
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402
from blackbox.harness import Result  # noqa: E402

SECRET = "c2VjcmV0LXRva2Vu"
CRASH = re.compile(r"internal error|terminate called|Segmentation|std::|basic_string|bad_alloc|Traceback|what\(\)")


class BadInputTest(BinaryTest):
    """Runs that must end with one line of explanation."""

    def assert_explained(self, result: Result, code: int, *parts: str) -> None:
        about = f"{result.stdout[-500:]}\n{result.stderr[-800:]}"
        self.assertEqual(result.exit, code, about)
        lines = result.stderr.splitlines()
        self.assertEqual(len(lines), 1, about)
        message = result.log()[-1]["msg"] if lines[0].startswith("{") else lines[0]
        self.assertLess(len(message), 500, about)
        for part in parts:
            self.assertIn(part, message)
        for text in (result.stdout, result.stderr):
            self.assertIsNone(CRASH.search(text), about)
            for token in (self.sim.token, SECRET):
                self.assertNotIn(token, text)

    def bad(self, code: int, *parts: str, command: tuple[str, ...] = ("app", "list"), **variables: str) -> None:
        env = {**self.home.server_environment(self.sim), **variables}
        self.assert_explained(self.home.run(*command, env={k: v for k, v in env.items() if v != "-"}), code, *parts)


class ConfigTest(BadInputTest):
    """The config file."""

    def with_config(self, text: str | bytes, *parts: str, mode: int = 0o600, code: int = 1) -> None:
        path = self.home.config_dir / "config"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        path.chmod(mode)
        self.bad(code, *parts, ARGOCD_SERVER="-", ARGOCD_AUTH_TOKEN="-")

    def test_a_file_that_others_may_read(self) -> None:
        for mode in (0o644, 0o660, 0o777):
            with self.subTest(mode=oct(mode)):
                self.with_config("{}", "permission", "config", mode=mode)

    def test_no_yaml(self) -> None:
        for text in ("a: [", "\tx", "a: b: c", "{", "'", "%", "&a *b", b"\xff\xfe\x00", b"\x00\x01", "a: !!int x\n- b"):
            with self.subTest(text=text):
                self.with_config(text, "config")

    def test_wrong_shapes(self) -> None:
        token = f"users:\n- name: a\n  auth-token: {SECRET}\n"
        for text in ("[]", "7", "contexts: 7", "contexts: {a: b}", "contexts: [7]", "servers: [[]]", "users: x",
                     token + "servers: 7", "current-context: []", "current-context: {a: b}",
                     "contexts:\n- name: [a]\n", "servers:\n- server: a\n  plain-text: maybe\n",
                     token + "contexts:\n- {name: c, server: {}, user: a}\ncurrent-context: c\n"):
            with self.subTest(text=text):
                self.with_config(text)

    def test_dangling_names(self) -> None:
        context = "contexts: [{name: c, server: s, user: u}]\n"
        self.with_config("current-context: nowhere", "nowhere")
        self.with_config(context + "current-context: c", "'s'")
        self.with_config(context + "current-context: c\nservers: [{server: s}]", "'u'")

    def test_a_directory_or_a_loop_in_its_place(self) -> None:
        path = self.home.config_dir / "config"
        path.mkdir(mode=0o700)
        self.bad(1, "config", ARGOCD_SERVER="-")
        path.rmdir()
        path.symlink_to(path)
        self.bad(1, "config", ARGOCD_SERVER="-")

    def test_bad_certificates_in_it(self) -> None:
        ready = "contexts: [{name: c, server: s, user: u}]\ncurrent-context: c\nusers: [{name: u}]\nservers:\n"
        for more, words in (("certificate-authority-data: '!!'", ""), ("certificate-authority-data: aGFsbG8=", ""),
                            ("client-certificate-data: aGFsbG8=", "together"),
                            ("client-certificate-data: aGFsbG8=\n  client-certificate-key-data: aGFsbG8=", "PEM")):
            with self.subTest(more=more):
                (self.home.config_dir / "config").write_text(f"{ready}- server: s\n  {more}\n")
                (self.home.config_dir / "config").chmod(0o600)
                self.bad(1, words, ARGOCD_SERVER="-", ARGOCD_AUTH_TOKEN="-", ARGOCD_OPTS="")


class SettingsTest(BadInputTest):
    """Flags, variables and the files that they name."""

    def test_tokens(self) -> None:
        for token in ("garbage", "a.b.c", "ey.ey.ey", "x" * 9000, "\u00fc", SECRET):
            with self.subTest(token=token[:10]):
                self.bad(20, "Unauthenticated", ARGOCD_AUTH_TOKEN=token)

    def test_a_token_with_a_line_end_is_no_header(self) -> None:
        for token in (f"{SECRET}\r\nX-Evil: 1", f"{SECRET}\nX", f"{SECRET}\x01"):
            with self.subTest(token=token):
                result = self.argocd("app", "list", token=token)
                self.assertIn(result.exit, (1, 20))
                self.assert_explained(result, result.exit or 0)
        self.assertFalse(any("X-Evil" in one["headers"] for one in self.sim.requests()))
        self.assertEqual(self.argocd("app", "list", token=f"{self.sim.token}\n").exit, 0)

    def test_certificate_files(self) -> None:
        files = {"nothing": b"", "words": b"hello\n", "binary": bytes(range(256)),
                 "broken": b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                 "cut": b"-----BEGIN CERTIFICATE-----\nMIIB", "key": b"-----BEGIN PRIVATE KEY-----\nAAAA\n"
                 b"-----END PRIVATE KEY-----\n"}
        for name, content in files.items():
            path = self.home.path / name
            path.write_bytes(content)
            with self.subTest(file=name):
                if name != "nothing":  # no file and an empty one mean the system's authorities
                    self.bad(1, command=("app", "list", "--server-crt", str(path)), ARGOCD_OPTS="")
                self.bad(1, command=("app", "list", "--insecure", "--client-crt", str(path), "--client-crt-key",
                                     str(path)), ARGOCD_OPTS="")
        self.bad(1, "/no/such", command=("app", "list", "--server-crt", "/no/such"))
        self.bad(1, "/no/such", command=("app", "list", "--client-crt", "/no/such", "--client-crt-key", "/no/such"))
        self.bad(1, "together", command=("app", "list", "--client-crt", str(self.home.path / "words")))

    def test_options_variable(self) -> None:
        for text in ("'", '"--plaintext', "--server '"):
            with self.subTest(text=text):
                self.bad(1, ARGOCD_OPTS=text)

    def test_addresses(self) -> None:
        for address in ("http://", "://", "a b", "[::1", "host:port", "host:99999", "host:-1", "ftp://host", "h/..\\",
                        "a\nb", "host:0x10", "[]:1", "user:pass@host"):
            with self.subTest(address=address):
                self.bad(1, ARGOCD_SERVER=address)
        self.bad(1, "127.0.0.1:1", ARGOCD_SERVER="127.0.0.1:1")
        self.bad(1, "unspecified", ARGOCD_SERVER="-")

    def test_headers_and_proxies(self) -> None:
        for header in ("no-colon", ":", "a b: c", "X: \x01"):
            with self.subTest(header=header):
                self.bad(1, command=("app", "list", "--header", header))
        # Only the first line of a list counts, as in the official CLI; nothing else gets in.
        self.argocd("app", "list", "--header", "X: a\nX-Evil: b")
        self.assertFalse(any("X-Evil" in one["headers"] for one in self.sim.requests()))
        for proxy in ("ftp://p", "http://", "socks5://", "http://127.0.0.1:1"):
            with self.subTest(proxy=proxy):
                self.bad(1, HTTPS_PROXY=proxy, ARGOCD_SERVER="cd.example.com", ARGOCD_OPTS="--insecure")


class AnswerTest(BadInputTest):
    """Answers that are none."""

    options = ("--speed", "50")

    def answered(self, code: int, command: tuple[str, ...], *parts: str, **fault: Any) -> None:
        self.sim.control("DELETE", "faults")
        self.sim.fault(times=-1, **fault)
        self.assert_explained(self.argocd(*command, timeout=60), code, *parts)

    def test_megabytes_of_blanks(self) -> None:
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        for command in (("app", "list"), ("app", "list", "-o", "json")):
            with self.subTest(command=command):
                self.answered(20, command, "GET /api/v1/applications", kind="endless", mb=300)
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, max(before, 100_000))
        self.answered(20, ("app", "get", "waves"), "GET /api/v1/applications/waves", "longer than 256 MiB",
                      kind="endless", mb=300)

    def test_bodies_that_are_no_json(self) -> None:
        for body in ("", " ", "nul", "{", "[1,", "7", '"x"', "[]", "{}x", "\x00", "{\"items\":[}", "{'a':1}",
                     '{"metadata":{"name":"\\ud800"}', "[" * 100_000, '{"items":' * 50_000):
            for command in (("app", "list"), ("app", "get", "waves"), ("app", "list", "-o", "json")):
                with self.subTest(body=body[:10], command=command):
                    self.answered(20, command, "GET /api/v1/applications", kind="body", body=body,
                                  content_type="application/json", path="/applications")

    def test_half_a_gzip_and_none(self) -> None:
        for command, where in ((("app", "list"), "/applications"), (("app", "get", "waves"), "/applications/waves")):
            self.answered(20, command, kind="truncated_gzip", path="/applications")
            self.answered(20, command, kind="corrupt", path="/applications")

    def test_raw_answers(self) -> None:
        """Bytes that no HTTP server sends."""
        packed = gzip.compress(b'{"items":[]}')
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        answers = (b"", b"\r\n", b"hello\n", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200\r\n\r\n", b"HTTP/9.9 999 ?\r\n\r\n",
                   head + b"Content-Length: -1\r\n\r\n", head + b"Content-Length: 99999999999999999999\r\n\r\n",
                   head + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", head + b"X: " + b"y" * 300_000 + b"\r\n\r\n",
                   head + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
                   head + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % (len(packed) - 5) + packed[:-5],
                   bytes(range(256)) * 50)
        for answer in answers:
            with self.subTest(answer=answer[:60]), socket.create_server(("127.0.0.1", 0)) as listener:
                threading.Thread(target=self.answer_all, args=(listener, answer), daemon=True).start()
                address = f"127.0.0.1:{listener.getsockname()[1]}"
                result = self.home.run("app", "list", env={**self.home.server_environment(self.sim),
                                                           "ARGOCD_SERVER": address})
                self.assertIn(result.exit, (1, 20))
                self.assert_explained(result, result.exit or 0)
                listener.shutdown(socket.SHUT_RDWR)

    @staticmethod
    def answer_all(listener: socket.socket, answer: bytes) -> None:
        try:
            while True:
                with listener.accept()[0] as client:
                    client.recv(65536)
                    client.sendall(answer)
        except OSError:
            return

    def test_wrong_types_name_the_field(self) -> None:
        for field in ("metadata.name", "spec.project", "status.sync", "status.health.status", "status.resources"):
            for value in (7, True, [[]], {"a": 1}):
                if field in ("status.sync",) and isinstance(value, dict) or (field, value) == ("status.resources", [[]]):
                    continue
                with self.subTest(field=field, value=value):
                    for command, at in ((("app", "get", "waves"), field), (("app", "list"), f"items.*.{field}")):
                        if command[1] == "list" and field == "status.resources":
                            continue  # not shown there, so not read
                        self.answered(20, command, "/api/v1/applications", field.rpartition(".")[2], kind="mutate",
                                      at=at, value=value, path="/applications")

    def test_absent_fields_are_empty(self) -> None:
        for field in ("metadata", "spec", "status", "metadata.name", "spec.source", "spec.destination"):
            self.sim.control("DELETE", "faults")
            self.sim.fault("mutate", times=-1, at=f"items.*.{field}", remove=True, path="/applications")
            for output in ("wide", "name", "json", "yaml"):
                with self.subTest(field=field, output=output):
                    result = self.argocd("app", "list", "-o", output)
                    self.assertEqual((result.exit, result.stderr), (0, ""))

    def test_a_stream_of_nonsense_does_not_end_a_wait(self) -> None:
        for body in ("{}\n", "nonsense\n", json.dumps({"result": 7}) + "\n", "\n" * 9, ""):
            with self.subTest(body=body):
                self.sim.reset()
                self.sim.fault("body", times=-1, body=body, content_type="application/json", path="/stream/")
                self.succeeds("app", "sync", "waves", "--timeout", "60")


if __name__ == "__main__":
    unittest.main()
