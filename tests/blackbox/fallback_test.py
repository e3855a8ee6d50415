#!/usr/bin/env python3
"""Other programs that run instead: the official argocd where argocdpp can't, and plugins.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/fallback_test.py
"""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402
from blackbox.harness import Result  # noqa: E402

OFFICIAL = """#!/bin/sh
printf '<%s>' "$0" "$@"
echo "fallback=${ARGOCDPP_FALLBACK-unset} server=$ARGOCD_SERVER input=$(cat)"
exit 7
"""
NEEDS_KUBERNETES = (("admin", "export", "-n", "x y"), ("cluster", "add", "ctx"), ("app", "list", "--core"),
                    ("app", "get", "waves", "--port-forward"), ("--port-forward-namespace", "argocd", "proj", "list"),
                    ("admin", "initial-password"))


class FallbackTest(BinaryTest):
    def setUp(self) -> None:
        super().setUp()
        self.folder = self.home.path / "official"
        self.folder.mkdir()

    def install(self, name: str, text: str = OFFICIAL) -> Path:
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o755)
        return path

    def run_there(self, *words: str, **variables: str) -> Result:
        """With the official CLI's folder behind argocdpp's own, where argocdpp is called argocd."""
        path = f"{self.home.argocd.parent}:{self.folder}:/usr/bin:/bin"
        return self.argocd(*words, stdin="text", PATH=path, **variables)

    def falls_back(self, *words: str, **variables: str) -> Result:
        return self.run_there(*words, ARGOCDPP_FALLBACK="argocd", **variables)

    def test_what_needs_kubernetes_says_so_in_one_line(self) -> None:
        self.install("argocd")
        for words in NEEDS_KUBERNETES:
            for variables in ({}, {"ARGOCDPP_FALLBACK": ""}, {"ARGOCDPP_FALLBACK": "other"}):
                with self.subTest(words=words, variables=variables):
                    result = self.run_there(*words, **variables)
                    self.assertEqual((result.exit, result.stdout), (1, ""))
                    (line,) = result.stderr.splitlines()
                    self.assertIn("Kubernetes", line)

    def test_or_is_left_to_the_official_argocd_if_that_is_wanted(self) -> None:
        official = self.install("argocd")
        for words in (*NEEDS_KUBERNETES, ("cluster", "add", "a file"), ("admin", "--help"),
                      ("app", "create", "-f", "-", "--core")):
            with self.subTest(words=words):
                result = self.falls_back(*words)
                called = "".join(f"<{word}>" for word in (str(official), *words))
                self.assertEqual(result.stdout, f"{called}fallback=unset server={self.sim.address} input=text\n")
                self.assertEqual((result.exit, result.stderr), (7, ""))
        self.assertEqual(self.sim.requests(), [])

    def test_a_context_that_says_core_is_left_to_it_too_but_not_what_is_local(self) -> None:
        self.install("argocd")
        config = self.home.config_dir / "config"
        config.write_text("contexts: [{name: k, server: kubernetes, user: k}]\ncurrent-context: k\n"
                          "servers: [{server: kubernetes, core: true}]\nusers: [{name: k}]\n")
        config.chmod(0o600)
        self.assertEqual(self.falls_back("app", "create", "-f", "-").exit, 7)
        self.assertEqual(self.run_there("app", "list").exit, 1)
        for words in (("context",), ("completion", "bash"), ("version", "--client")):
            self.assertEqual(self.falls_back(*words).exit, 0, words)

    def test_a_token_in_a_file_is_handed_over(self) -> None:
        self.install("argocd", "#!/bin/sh\necho \"$ARGOCD_AUTH_TOKEN\" \"$@\"\n")
        token = self.home.path / "token"
        token.write_text("a.b.c\n")
        env = self.home.environment(ARGOCDPP_FALLBACK="argocd", ARGOCD_SERVER=self.sim.address)
        env["PATH"] = f"{self.home.argocd.parent}:{self.folder}:/usr/bin:/bin"
        for variables in ({"ARGOCD_AUTH_TOKEN_FILE": str(token)}, {"ARGOCD_OPTS": f"--auth-token-file={token}"}):
            result = self.home.run("app", "list", "--core", env={**env, **variables})
            self.assertEqual(result.stdout, "a.b.c app list --core\n", result.stderr)
        token.unlink()
        result = self.home.run("app", "list", "--core", env={**env, "ARGOCD_AUTH_TOKEN_FILE": str(token)})
        self.assertEqual((result.exit, result.stdout), (1, ""))
        self.assertIn(f"ARGOCD_AUTH_TOKEN_FILE: open {token}: no such file or directory", result.stderr)

    def test_what_argocdpp_can_do_it_does(self) -> None:
        self.install("argocd")
        self.assertIn("argocd/waves", self.falls_back("app", "list", "-o", "name").stdout)
        self.assertIn("unknown flag", self.falls_back("app", "list", "--bogus").stdout)

    def test_it_never_runs_itself(self) -> None:
        (self.folder / "argocd").symlink_to(self.home.argocd.resolve())
        self.assertIn("no other argocd in $PATH", self.falls_back("admin", "export").stderr)
        (self.folder / "argocd").unlink()
        copy = self.folder / "argocd"
        copy.write_bytes(self.home.argocd.resolve().read_bytes())
        copy.chmod(0o755)
        result = self.falls_back("admin", "export")
        self.assertEqual(result.exit, 1)
        self.assertEqual(len(result.stderr.splitlines()), 1)

    def test_plugins_of_our_own_name_come_first(self) -> None:
        self.install("argocd-hello", "#!/bin/sh\necho official \"$@\"\n")
        self.assertEqual(self.run_there("hello", "a b", "--c").stdout, "official a b --c\n")
        self.install("argocdpp-hello", "#!/bin/sh\necho ours \"$@\"\nexit 3\n")
        result = self.run_there("hello", "x")
        self.assertEqual((result.exit, result.stdout), (3, "ours x\nError: exit status 3\n"))
        self.assertIn("argocd-nothing", self.run_there("nothing").stderr)


if __name__ == "__main__":
    unittest.main()
