#!/usr/bin/env python3
"""Where secrets go: to the server, and into nothing that anybody else reads.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/secrets_test.py

Each command runs with --loglevel debug, where a server answers and where none does. Programs that it starts leave a
note of their arguments.
"""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402
from blackbox.harness import Result  # noqa: E402

SECRET = "hush-s3cret-hush"
NOTE = """#!/bin/sh
echo "$0" "$@" >> "$NOTES"
"""


class SecretsTest(BinaryTest):
    def setUp(self) -> None:
        super().setUp()
        self.notes = self.home.path / "notes"
        self.notes.write_text("")
        for name in ("argocd", "editor", "differ"):
            path = self.home.path / "other" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(NOTE)
            path.chmod(0o755)
        self.key = self.home.path / "key"
        self.key.write_text(f"{SECRET}\n")

    def commands(self) -> list[tuple[tuple[str, ...], str]]:
        """Words and standard input."""
        address, key = self.sim.address, str(self.key)
        login = ("login", address, "--plaintext", "--username", "admin")
        return [
            ((*login, "--password", SECRET), ""), ((*login, "--password-stdin"), SECRET + "\n"),
            (login, SECRET + "\n"), (("relogin", "--password", SECRET), ""), (("relogin", "--password-stdin"), SECRET),
            (("account", "update-password", "--current-password", SECRET, "--new-password", SECRET), ""),
            (("account", "update-password", "--current-password-stdin", "--new-password-stdin"),
             f"{SECRET}\n{SECRET}\n"),
            (("account", "bcrypt", "--password-stdin"), SECRET),
            (("repo", "add", "https://x/r", "--username", "u", "--password-stdin"), SECRET),
            (("repo", "add", "https://x/r", "--bearer-token", SECRET), ""),
            (("repo", "add", "https://x/r", "--azure-service-principal-client-secret", SECRET), ""),
            (("repo", "add", "git@x:r", "--ssh-private-key-path", key), ""),
            (("repo", "add", "https://x/r", "--tls-client-cert-path", key, "--tls-client-cert-key-path", key), ""),
            (("repo", "add", "https://x/r", "--github-app-private-key-path", key), ""),
            (("repo", "add", "https://x/r", "--gcp-service-account-key-path", key), ""),
            (("repocreds", "add", "https://x/", "--username", "u", "--password", SECRET), ""),
            (("repocreds", "add", "https://x/", "--bearer-token", SECRET), ""),
            (("repocreds", "add", "git@x:", "--ssh-private-key-path", key), ""),
            (("app", "list", "--auth-token", f"a.{SECRET}.b"), ""),
            (("app", "list", "--auth-token-file", key), ""),
            (("app", "diff", "waves", "--auth-token", f"a.{SECRET}.b"), ""),
            (("app", "edit", "waves", "--auth-token", SECRET), ""),
            (("app", "list", "-H", f"X-Secret: {SECRET}"), ""),
            (("account", "generate-token", "--auth-token", f"a.{SECRET}.b"), ""),
            (("admin", "export", "--auth-token", "x"), ""),
            (("proj", "role", "create-token", "default", "r", "--auth-token", f"a.{SECRET}.b"), ""),
        ]

    def run_there(self, words: tuple[str, ...], stdin: str) -> Result:
        return self.argocd(*words, "--loglevel", "debug", stdin=stdin, NOTES=str(self.notes),
                           EDITOR=str(self.home.path / "other" / "editor"),
                           KUBECTL_EXTERNAL_DIFF=str(self.home.path / "other" / "differ"),
                           ARGOCDPP_FALLBACK="argocd",
                           PATH=f"{self.home.argocd.parent}:{self.home.path / 'other'}:/usr/bin:/bin")

    def check_silence(self) -> None:
        for words, stdin in self.commands():
            with self.subTest(words=words):
                result = self.run_there(words, stdin)
                self.assertNotIn(SECRET, result.stdout + result.stderr)
        self.assertNotIn(SECRET, self.notes.read_text())
        for one in self.sim.requests():
            self.assertNotIn(SECRET, one["path"])

    def test_no_secret_is_told_where_the_server_answers(self) -> None:
        self.assertEqual(self.argocd("login", self.sim.address, "--plaintext", "--username", "admin", "--password",
                                     "password").exit, 0)
        self.check_silence()
        self.assertIn("argocd admin export", self.notes.read_text())

    def test_no_secret_is_told_where_nobody_answers(self) -> None:
        config = self.home.config_dir / "config"
        config.write_text("contexts: [{name: k, server: '127.0.0.1:1', user: k}]\ncurrent-context: k\n"
                          f"servers: [{{server: '127.0.0.1:1'}}]\nusers: [{{name: k, auth-token: a.{SECRET}.b}}]\n")
        config.chmod(0o600)
        for words, stdin in self.commands():
            with self.subTest(words=words):
                result = self.home.run(*words, "--loglevel", "debug", stdin=stdin)
                self.assertNotIn(SECRET, result.stdout + result.stderr)


if __name__ == "__main__":
    unittest.main()
