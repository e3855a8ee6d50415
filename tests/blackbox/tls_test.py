#!/usr/bin/env python3
"""Whom the program trusts, and what it says of those that it doesn't.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/tls_test.py
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import sys
import tempfile
import threading
import unittest
import warnings
from pathlib import Path
from typing import Iterator

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.harness import BINARY_VARIABLE, Home, Result, binary  # noqa: E402
from sim import certificates  # noqa: E402
from sim.certificates import Certificates  # noqa: E402

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"items\":[]}"
REFUSED = "error creating connection: tls: failed to verify certificate: x509: "


def context_of(chain: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    return context


@contextlib.contextmanager
def serving(context: ssl.SSLContext) -> Iterator[int]:
    """An empty list of applications over TLS; the port."""
    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), context.wrap_socket(client, server_side=True) as stream:
                while b"\r\n\r\n" in stream.recv(65536):
                    stream.sendall(_ANSWER)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


class TlsTest(unittest.TestCase):
    """Each kind of certificate once, with and without what makes it good."""

    folder: Path
    usual: Certificates

    @classmethod
    def setUpClass(cls) -> None:
        if binary() is None:
            raise unittest.SkipTest(f"{BINARY_VARIABLE} does not name a binary")
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = Path(scratch.name)
        cls.usual = certificates.make(cls.place("usual"))

    @classmethod
    def place(cls, name: str) -> Path:
        made = cls.folder / name
        made.mkdir()
        return made

    def setUp(self) -> None:
        self.home = Home().__enter__()
        self.addCleanup(self.home.__exit__, None, None, None)

    def ask(self, context: ssl.SSLContext, *flags: str, host: str = "localhost") -> Result:
        with serving(context) as port:
            env = self.home.environment(ARGOCD_SERVER=f"{host}:{port}", ARGOCD_AUTH_TOKEN="a.b.c")
            return self.home.run("app", "list", "-o", "name", *flags, env=env)

    def is_trusted(self, context: ssl.SSLContext, *flags: str) -> None:
        result = self.ask(context, *flags)
        self.assertEqual((result.exit, result.stderr), (0, ""))

    def is_refused(self, words: str, facts: list[str], context: ssl.SSLContext, *flags: str) -> None:
        """The error is the official one; a warning before it has the facts, and what to do."""
        result = self.ask(context, *flags)
        self.assertEqual((result.exit, result.stdout), (1, ""), result.stderr)
        hint, fatal = result.log()
        self.assertEqual((hint["level"], fatal["level"]), ("warning", "fatal"))
        self.assertTrue(fatal["msg"].startswith("Failed to establish connection to localhost:"), fatal)
        self.assertIn(words, fatal["msg"])
        for fact in facts:
            self.assertIn(fact, hint["msg"])

    def test_an_unknown_authority(self) -> None:
        context = context_of(self.usual.server, self.usual.server_key)
        facts = ['subject "CN=argocd-server"', 'issuer "CN=argocd sim CA"', "valid until 20", "--server-crt FILE",
                 "--insecure"]
        self.is_refused(REFUSED + "certificate signed by unknown authority", facts, context)
        self.is_trusted(context, "--server-crt", str(self.usual.ca))
        self.is_trusted(context, "--insecure")

    def test_another_name(self) -> None:
        made = certificates.make(self.place("named"), "DNS:a.example.org,DNS:b.example.org")
        context = context_of(made.server, made.server_key)
        self.is_refused(REFUSED + "certificate is valid for a.example.org, b.example.org, not localhost",
                        ['subject "CN=argocd-server"', "name the server as its certificate does"], context,
                        "--server-crt", str(made.ca))
        self.is_trusted(context, "--insecure")

    def test_an_expired_one(self) -> None:
        made = certificates.make(self.place("expired"), expired=True)
        context = context_of(made.server, made.server_key)
        self.is_refused(REFUSED + "certificate has expired or is not yet valid: current time ",
                        ['issuer "CN=argocd sim CA"', "valid until 2020-02-01T00:00:00Z", "renew it"], context,
                        "--server-crt", str(made.ca))
        self.is_trusted(context, "--insecure")

    def test_a_chain_with_and_without_its_middle(self) -> None:
        made, chain = certificates.make_chain(self.place("chain"))
        self.is_trusted(context_of(chain, made.server_key), "--server-crt", str(made.ca))
        cut = context_of(made.server, made.server_key)
        self.is_refused(REFUSED + "certificate signed by unknown authority",
                        ['issuer "CN=argocd sim intermediate"', "--server-crt FILE"], cut, "--server-crt", str(made.ca))
        self.is_trusted(cut, "--server-crt", str(chain))

    def test_old_protocols(self) -> None:
        context = context_of(self.usual.server, self.usual.server_key)
        trusting = ("--server-crt", str(self.usual.ca))
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        self.is_trusted(context, *trusting)
        for version in (ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1):
            with self.subTest(version=version.name), warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context.set_ciphers("ALL:@SECLEVEL=0")
                context.minimum_version = ssl.TLSVersion.TLSv1
                context.maximum_version = version
                for flags in (trusting, ("--insecure",)):
                    result = self.ask(context, *flags)
                    self.assertEqual(result.exit, 1, result.stderr)
                    self.assertIn("error creating connection: remote error: tls: protocol version not supported",
                                  result.log()[-1]["msg"])

    def test_a_client_certificate_that_is_wanted(self) -> None:
        other = certificates.make(self.place("other"))
        trusting = ("--server-crt", str(self.usual.ca))
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with self.subTest(version=version.name):
                context = certificates.server_context(self.usual, client_certificate_required=True)
                context.maximum_version = version
                self.is_trusted(context, *trusting, "--client-crt", str(self.usual.client), "--client-crt-key",
                                str(self.usual.client_key))
                result = self.ask(context, *trusting)
                self.assertEqual(result.exit, 1, result.stderr)
                self.assertIn("pass --client-crt FILE and --client-crt-key FILE", result.log()[0]["msg"])
                foreign = self.ask(context, *trusting, "--client-crt", str(other.client), "--client-crt-key",
                                   str(other.client_key))
                self.assertEqual(foreign.exit, 1, foreign.stderr)
                self.assertIn("tls: ", foreign.log()[-1]["msg"])


if __name__ == "__main__":
    unittest.main()
