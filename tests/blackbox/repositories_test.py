#!/usr/bin/env python3
"""Repositories and shared credentials from beginning to end, and where their secrets go.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/repositories_test.py
"""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402

URL = "file:///srv/git/apps"
HEAD = "TYPE  NAME  REPO                  INSECURE  OCI    LFS    CREDS  STATUS      MESSAGE  PROJECT\n"


class RepositoriesTest(BinaryTest):
    def test_a_repository_comes_and_goes(self) -> None:
        self.assertEqual(self.argocd("repo", "add", URL, "--name", "one").stdout, f"Repository '{URL}' added\n")
        row = f"git   one   {URL}  false     false  false  false  Successful           \n"
        self.assertEqual(self.argocd("repo", "list").stdout, HEAD + row)
        self.assertEqual(self.argocd("repo", "get", URL).stdout, HEAD + row)
        different = self.argocd("repo", "add", URL, "--name", "two")
        self.assertEqual(different.exit, 20)
        self.assertIn("existing repository spec is different; use upsert flag to force update", different.stderr)
        self.assertEqual(self.argocd("repo", "add", URL, "--name", "two", "--upsert").exit, 0)
        self.assertEqual(self.argocd("repo", "rm", URL).stdout, f"Repository '{URL}' removed\n")
        self.assertEqual(self.argocd("repo", "list", "-o", "json").stdout, "[]\n")

    def test_what_cannot_be_read_is_not_added_not_even_for_a_project(self) -> None:
        for more in ((), ("--project", "default")):
            refused = self.argocd("repo", "add", "file:///nowhere", *more)
            self.assertEqual((refused.exit, refused.stdout), (20, ""))
            self.assertIn("failed to list refs: repository not found", refused.stderr)
        self.assertEqual(self.argocd("repo", "list", "-o", "url").stdout, "")

    def test_shared_credentials_come_and_go(self) -> None:
        added = self.argocd("repocreds", "add", "https://x/", "--username", "u", "--password-stdin", stdin="s3cret\nno\n")
        self.assertEqual(added.stdout, "Repository credentials for 'https://x/' added\n")
        self.assertEqual(self.argocd("repocreds", "list").stdout,
                         "URL PATTERN  USERNAME  SSH_CREDS  TLS_CREDS\nhttps://x/   u         false      false\n")
        self.assertEqual(self.argocd("repocreds", "rm", "https://x/").exit, 0)
        self.assertEqual(self.argocd("repocreds", "rm", "https://x/").exit, 20)

    def test_secrets_travel_in_bodies_only_and_are_never_told(self) -> None:
        key = self.home.path / "key"
        key.write_text("s3cret key\n")
        told = ""
        for words in (("repo", "add", "https://x/r", "--tls-client-cert-path", str(key), "--tls-client-cert-key-path",
                       str(key), "--github-app-private-key-path", str(key), "--gcp-service-account-key-path", str(key)),
                      ("repo", "add", "git@x:r", "--ssh-private-key-path", str(key)),
                      ("repo", "add", "https://x/q", "--bearer-token", "s3cret"),
                      ("repo", "add", "https://x/s", "--username", "u", "--password", "s3cret"),
                      ("repo", "add", "https://x/t", "--azure-service-principal-client-secret", "s3cret"),
                      ("repocreds", "add", "https://x/", "--bearer-token", "s3cret"), ("repo", "list", "-o", "json")):
            result = self.argocd(*words, "--loglevel", "debug")
            self.assertEqual(result.exit, 0, result.stderr)
            told += result.stdout + result.stderr
        self.assertNotIn("s3cret", told)
        paths = [request["path"] for request in self.sim.control("GET", "requests")]
        self.assertEqual(len(paths), 12)
        self.assertNotIn("s3cret", " ".join(paths))


if __name__ == "__main__":
    unittest.main()
