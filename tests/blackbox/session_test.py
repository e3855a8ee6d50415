#!/usr/bin/env python3
"""Logging in and out, contexts, and whom the server takes one for.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/session_test.py
"""

from __future__ import annotations

import stat
import subprocess
import sys
import time
import unittest
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402
from blackbox.harness import Result  # noqa: E402


class LoginTest(BinaryTest):
    def run_bare(self, *arguments: str, stdin: str = "") -> Result:
        """Without a server or a token in the environment: the config file has to do."""
        return self.home.run(*arguments, env=self.home.environment(), stdin=stdin)

    def login(self, *more: str, password: str = "password") -> Result:
        return self.run_bare("login", self.sim.address, "--plaintext", "--username", "admin", "--password", password,
                             *more)

    def test_login_makes_a_context(self) -> None:
        result = self.login()
        self.assertEqual((result.exit, result.stdout), (
            0, f"'admin:login' logged in successfully\nContext '{self.sim.address}' updated\n"), result.stderr)
        mode = stat.S_IMODE((self.home.config_dir / "config").stat().st_mode)
        self.assertEqual(mode, 0o600)
        listed = self.run_bare("app", "list", "-o", "name")
        self.assertEqual((listed.exit, len(listed.stdout.split())), (0, 15), listed.stderr)
        info = self.run_bare("account", "get-user-info")
        self.assertEqual(info.stdout, "Logged In: true\nUsername: admin\nIssuer: argocd\nGroups: \n")

    def test_context_by_name(self) -> None:
        self.assertIn("Context 'here' updated", self.login("--name", "here").stdout)
        shown = self.run_bare("context").stdout.split()
        self.assertEqual(shown, ["CURRENT", "NAME", "SERVER", "*", "here", self.sim.address])
        self.assertEqual(self.run_bare("context", "here").stdout, "Already at context 'here'\n")

    def test_wrong_password(self) -> None:
        result = self.login(password="wrong")
        self.assertEqual(result.exit, 20)
        self.assertEqual(result.log()[-1]["msg"],
                         "rpc error: code = Unauthenticated desc = Invalid username or password")
        self.assertFalse((self.home.config_dir / "config").exists())

    def test_the_password_is_asked_for(self) -> None:
        result = self.run_bare("login", self.sim.address, "--plaintext", stdin="admin\npassword\n")
        self.assertEqual(result.exit, 0, result.stderr)
        self.assertIn("'admin:login' logged in successfully", result.stdout)

    def test_logout_revokes_the_token(self) -> None:
        self.login()
        result = self.run_bare("logout", self.sim.address, "--plaintext")
        self.assertEqual(result.exit, 0, result.stderr)
        self.assertIn(f"Logged out from '{self.sim.address}'", result.stdout)
        self.assertEqual(self.sent("POST", "/auth/logout"), 1)
        self.assertEqual(self.run_bare("app", "list").exit, 20)

    def test_logout_asks_the_context_s_server_only(self) -> None:
        self.login("--name", "here")
        result = self.run_bare("logout", "here", "--server", "127.0.0.1:1")
        self.assertEqual((result.exit, result.stdout), (0, "Logged out from 'here'\n"), result.stderr)
        self.assertEqual(self.sent("POST", "/auth/logout"), 1)
        self.assertEqual([one["msg"] for one in result.log()], ["token successfully invalidated on server"])

    def test_relogin_takes_a_new_token_of_the_same_account(self) -> None:
        self.login()
        config = self.home.config_dir / "config"
        before = config.read_text()
        result = self.run_bare("relogin", stdin="password\n")
        self.assertEqual((result.exit, result.stdout), (
            0, f"Relogging in as 'admin:login'\nPassword: Context '{self.sim.address}' updated\n"), result.stderr)
        self.assertEqual(self.sent("POST", "/api/v1/session"), 2)
        self.assertEqual(len(config.read_text().splitlines()), len(before.splitlines()))

    def test_a_server_without_tls_is_asked_about(self) -> None:
        question = "WARNING: server is not configured with TLS. Proceed (y/n)? "
        arguments = ("login", self.sim.address, "--username", "admin", "--password", "password")
        result = self.run_bare(*arguments, stdin="n\n")
        self.assertEqual((result.exit, result.stdout, result.stderr), (1, question, ""))
        self.assertFalse((self.home.config_dir / "config").exists())
        result = self.run_bare(*arguments)
        self.assertEqual((result.exit, result.stdout), (20, question))
        self.assertIn("--plaintext", result.log()[-1]["msg"])
        result = self.run_bare(*arguments, stdin="y\n")
        self.assertEqual(result.exit, 0, result.stderr)
        self.assertIn("plain-text: true", (self.home.config_dir / "config").read_text())
        self.assertEqual(self.run_bare("account", "get-user-info").stdout.splitlines()[0], "Logged In: true")

    def test_a_server_that_is_not_there(self) -> None:
        result = self.run_bare("login", "127.0.0.1:1", "--username", "admin")
        self.assertEqual((result.exit, result.stdout), (20, ""))
        self.assertEqual(result.log()[-1]["msg"],
                         "error dial proxy: dial tcp 127.0.0.1:1: connect: connection refused")

    def test_versions(self) -> None:
        result = self.home.run("version", "--client")
        self.assertEqual((result.exit, result.stderr), (0, ""))
        self.assertRegex(result.stdout, r"^argocd: v\d+\.\d+\.\d+\S*\n  BuildDate: \S+\n")
        shown = self.succeeds("version", "-o", "json")
        self.assertIn('"Version": "v3.5.1+109ca7c"', shown.stdout)

    def test_nobody(self) -> None:
        result = self.home.run("account", "get-user-info", env=self.home.environment(
            ARGOCD_SERVER=self.sim.address, ARGOCD_OPTS="--plaintext"))
        self.assertEqual((result.exit, result.stdout), (0, "Logged In: false\n"), result.stderr)

    def test_the_given_token_wins_over_the_context(self) -> None:
        self.login()
        result = self.home.run("account", "get-user-info", env=self.home.environment(
            ARGOCD_AUTH_TOKEN=self.sim.mint(subject="other:login")))
        self.assertIn("Username: other", result.stdout, result.stderr)


class TokenFileTest(BinaryTest):
    def setUp(self) -> None:
        super().setUp()
        self.file = self.home.path / "token"
        self.old = self.sim.mint()
        self.file.write_text(self.old + "\n")
        self.env = self.home.environment(ARGOCD_SERVER=self.sim.address, ARGOCD_OPTS="--plaintext")

    def run_there(self, *words: str, stdin: str = "", **variables: str) -> Result:
        return self.home.run(*words, env={**self.env, **variables}, stdin=stdin)

    def test_a_token_is_read_from_a_file_by_flag_variable_or_options(self) -> None:
        for words, variables in (
                (["--auth-token-file", str(self.file)], {}),
                (["--auth-token-file", str(self.file)], {"ARGOCD_AUTH_TOKEN": "no.such.token"}),
                ([], {"ARGOCD_AUTH_TOKEN_FILE": str(self.file)}),
                ([], {"ARGOCD_OPTS": f"--plaintext --auth-token-file {self.file}"})):
            with self.subTest(words=words, variables=variables):
                result = self.run_there("account", "get-user-info", *words, **variables)
                self.assertEqual(result.stdout.splitlines()[:1], ["Logged In: true"], result.stderr)
        result = self.run_there("account", "get-user-info", "--auth-token-file", "-", stdin=self.old)
        self.assertEqual(result.stdout.splitlines()[:1], ["Logged In: true"], result.stderr)

    def test_a_file_without_a_token_is_told_in_a_line(self) -> None:
        self.file.write_text("\n")
        result = self.run_there("app", "list", ARGOCD_AUTH_TOKEN_FILE=str(self.file))
        self.assertEqual((result.exit, result.stdout), (1, ""))
        self.assertEqual([one["msg"] for one in result.log()], [f"ARGOCD_AUTH_TOKEN_FILE: {self.file} is empty"])
        self.assertEqual(self.sim.requests(), [])

    def test_a_wait_outlives_the_token_that_it_began_with(self) -> None:
        self.sim.control("PATCH", "apps/guestbook", {"status": {"sync": {"status": "OutOfSync"}}})
        process = subprocess.Popen([str(self.home.argocd), "app", "wait", "guestbook", "--sync", "--timeout", "60",
                                    "--auth-token-file", str(self.file), "--loglevel", "debug"],
                                   env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        self.until(lambda: self.sent("GET", "/guestbook") > 0)
        new = self.sim.mint()
        self.file.write_text(new)
        self.sim.control("POST", "revocations", {"token": self.old})
        before = self.sent("GET", "/guestbook")
        self.until(lambda: self.sent("GET", "/guestbook") >= before + 2)  # refused, and once more
        self.assertIsNone(process.poll())
        self.sim.control("PATCH", "apps/guestbook", {"status": {"sync": {"status": "Synced"}}})
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, err)
        self.assertIn("guestbook", out)
        for secret in (self.old, new):
            self.assertNotIn(secret, out + err)

    def until(self, met: Callable[[], bool]) -> None:
        for _ in range(1000):
            if met():
                return
            time.sleep(0.02)
        self.fail("never happened")


class TlsTest(BinaryTest):
    options = ("--tls",)

    def login(self, *more: str, stdin: str = "") -> Result:
        return self.home.run("login", f"localhost:{self.sim.port}", "--username", "admin", "--password", "password",
                             *more, stdin=stdin)

    def test_an_untrusted_certificate_is_asked_about(self) -> None:
        question = ("WARNING: server certificate had error: error creating connection: tls: failed to verify "
                    "certificate: x509: certificate signed by unknown authority. Proceed insecurely (y/n)? ")
        result = self.login(stdin="no\n")
        self.assertEqual((result.exit, result.stdout, result.stderr), (1, question, ""))
        result = self.login(stdin="y\n")
        self.assertTrue(result.stdout.startswith(question + "'admin:login' logged in"), result.stderr)
        self.assertIn("insecure: true", (self.home.config_dir / "config").read_text())

    def test_a_named_authority_is_trusted_from_then_on(self) -> None:
        result = self.login("--server-crt", str(self.sim.ca))
        self.assertEqual(result.exit, 0, result.stderr)
        self.assertNotIn("WARNING", result.stdout)
        shown = self.home.run("account", "get-user-info")
        self.assertEqual(shown.stdout.splitlines()[:1], ["Logged In: true"], shown.stderr)

    def test_a_private_authority(self) -> None:
        env = self.home.environment(ARGOCD_SERVER=f"localhost:{self.sim.port}", ARGOCD_AUTH_TOKEN=self.sim.token)
        for more, code in ((["--server-crt", str(self.sim.ca)], 0), (["--insecure"], 0), ([], 1)):
            with self.subTest(options=more):
                result = self.home.run("app", "list", "-o", "name", *more, env=env)
                self.assertEqual(result.exit, code, result.stderr)


class WrongNameTest(BinaryTest):
    options = ("--tls", "--san", "DNS:elsewhere.example.org")

    def test_a_certificate_for_another_host(self) -> None:
        env = self.home.environment(ARGOCD_SERVER=self.sim.address, ARGOCD_AUTH_TOKEN=self.sim.token)
        result = self.home.run("app", "list", "--server-crt", str(self.sim.ca), env=env)
        self.assertEqual(result.exit, 1, result.stderr)
        self.assertEqual(self.home.run("app", "list", "--insecure", env=env).exit, 0)


class ClientCertificateTest(BinaryTest):
    options = ("--tls", "--client-cert-required")

    def test_mutual_tls(self) -> None:
        env = self.home.environment(ARGOCD_SERVER=f"localhost:{self.sim.port}", ARGOCD_AUTH_TOKEN=self.sim.token)
        authority = ["--server-crt", str(self.sim.ca)]
        mutual = ["--client-crt", str(self.sim.client_cert), "--client-crt-key", str(self.sim.client_key)]
        result = self.home.run("app", "list", "-o", "name", *authority, *mutual, env=env)
        self.assertEqual((result.exit, len(result.stdout.split())), (0, 15), result.stderr)
        self.assertEqual(self.home.run("app", "list", *authority, env=env).exit, 1)


if __name__ == "__main__":
    unittest.main()
