#!/usr/bin/env python3
"""Every command that talks to a server: as it should run, for somebody who may not, and with bad arguments.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/every_command_test.py

The commands are those that help lists; the rows are in command_rows.py. One without a row fails.
"""

from __future__ import annotations

import re
import shlex
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402
from blackbox.command_rows import HELP, HIDDEN, NOTHING, ONESELF, OTHERS, QUIET, ROWS, Row  # noqa: E402
from blackbox.harness import Result  # noqa: E402
from support.gpg_samples import KEYS  # noqa: E402

FILES = {
    "set.yaml": """apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: made-set}
spec:
  generators: [{list: {elements: [{name: one}]}}]
  template:
    metadata: {name: 'made-{{name}}'}
    spec: {project: default, source: {repoURL: 'file:///srv/git/apps', path: waves},
           destination: {server: 'https://kubernetes.default.svc', namespace: x}}
""",
    "no-apps.yaml": """apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: made-empty, annotations: {argocd.argoproj.io/application-set-refresh: 'true'}}
spec:
  generators: [{list: {elements: []}}]
  template: {metadata: {name: x}, spec: {project: default}}
""",
    "hosts": "x.invalid ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGbbq1Fq7LhWjkLwHgMZbhWcHTNPGgvIuQqZyL7vGl1d\n",
    "cert.pem": """-----BEGIN CERTIFICATE-----
MIIBfDCCASOgAwIBAgIUa8vxuzyDW/yROWIaMXDePT3rnqYwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJZC5pbnZhbGlkMB4XDTI2MTEyNDE0NDM0OVoXDTM1MDIxMDE0
NDM0OVowFDESMBAGA1UEAwwJZC5pbnZhbGlkMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEH1MnG0zSrqAyVdZTxDXuntwWcekuPuMGHye4v6FxHl0G6x9DQ0Md5b+l
PoEDKW7OguVa26zGgkXwJc0VWogi+6NTMFEwHQYDVR0OBBYEFPsbrlUvO80ZPo4W
yYSlVeVJU91eMB8GA1UdIwQYMBaAFPsbrlUvO80ZPo4WyYSlVeVJU91eMA8GA1Ud
EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgM23HFfx4Qd+IJ0VFq0CExvD3
SwXRnLpjFOBY+r4y2i0CIE3vGfypwLqOR6hn0maNzSyEGZbNJSjsvy4yVJ+cv6i7
-----END CERTIFICATE-----
""",
    "key.asc": KEYS[0].text,
    "editor": "#!/bin/sh\nsed -i -e 's/path: waves/path: other/' -e 's/first/second/' \"$1\"\n",
}
ACCOUNTS = {"ci": "admin", "reader": "readonly", "nobody": "none"}


class EveryCommandTest(BinaryTest):
    def setUp(self) -> None:
        super().setUp()
        for name, text in FILES.items():
            (self.home.path / name).write_text(text)
        (self.home.path / "editor").chmod(0o755)

    def ran(self, words: str, account: str = "admin") -> Result:
        return self.argocd(*shlex.split(words), token=self.sim.mint(subject=f"{account}:login"),
                           TMPDIR=str(self.home.empty), EDITOR=str(self.home.path / "editor"))

    def prepare(self, row: Row) -> None:
        """The server as the row wants it, whatever ran before."""
        self.sim.reset()
        for name, role in ACCOUNTS.items():
            self.sim.control("PUT", "accounts", {"name": name, "role": role})
        for words in row.before:
            done = self.ran(words)
            self.assertEqual(done.exit, 0, f"{words}: {done.stdout}{done.stderr}")

    def assert_told(self, result: Result, words: str, stdout: str = "") -> None:
        """One message: `Error: …` on standard output, any other in the log."""
        if words.startswith("Error: "):
            self.assertEqual((result.stdout, result.log()), (f"{stdout}{words}\n", []), result.stderr)
            return
        told = [entry["msg"] for entry in result.log() if entry["level"] == "fatal"]
        self.assertEqual((result.stdout, told), (stdout, [words]), result.stderr)

    def commands(self, group: str = "") -> set[str]:
        """The leaves below a group, as help lists them, by their first names."""
        text = self.home.run(*group.split(), "--help").stdout
        listed = re.search(r"^Commands:\n((?:  .*\n)+)", text, re.MULTILINE)
        if not listed:
            return {group}
        names = re.findall(r"^  ([a-z]\S*)", listed[1], re.MULTILINE)
        return set().union(*(self.commands(f"{group} {name}".strip()) for name in names))

    def test_every_command_has_its_row(self) -> None:
        paths = [row.path for row in ROWS]
        self.assertEqual(len(paths), len(set(paths)))
        self.assertEqual(self.commands(), (set(paths) - HIDDEN) | set(OTHERS))

    def test_as_it_should(self) -> None:
        for row in ROWS:
            with self.subTest(command=row.path):
                self.prepare(row)
                before = self.held()
                result = self.ran(f"{row.path} {row.works}")
                self.assertEqual(self.held() != before, row.account == "reader" and row.path not in QUIET)
                self.assertEqual(result.exit, 0, f"{result.stdout}{result.stderr}")
                if row.says:
                    self.assertIn(row.says, result.stdout)
                else:
                    self.assertEqual(result.stdout, "")
                self.assertEqual([entry for entry in result.log() if entry["level"] != "info"], [])

    def test_for_somebody_who_may_not(self) -> None:
        for row in ROWS:
            with self.subTest(command=row.path):
                self.prepare(row)
                before = self.held()
                result = self.ran(f"{row.path} {row.works}", row.account)
                self.assertTrue(self.held() == before or row.denied == ONESELF, "something has changed")
                if row.denied in (NOTHING, ONESELF):
                    self.assertEqual((result.exit, result.stderr), (0, ""), result.stdout)
                    self.assertLessEqual(result.stdout.count("\n"), 1 if row.denied == NOTHING else 99)
                    self.assertNotIn(row.says if row.denied == NOTHING else "password", result.stdout)
                    continue
                detail = f": {row.denied}, sub: {row.account}, iat: TIME" if row.denied else ""
                words = row.told.format(f"rpc error: code = PermissionDenied desc = permission denied{detail}")
                timeless = Result(result.exit, *(re.sub(r"iat: 2[-\d]+T[\d:]+Z", "iat: TIME", text)
                                                 for text in (result.stdout, result.stderr)), result.seconds)
                self.assertEqual(result.exit, 1 if words.startswith(("Error: ", "stream ")) else 20, result.stderr)
                self.assert_told(timeless, words, row.denied_says)

    def held(self) -> list[bytes]:
        """All that the server holds."""
        nouns = ("applications", "applicationsets", "projects", "certificates", "clusters", "gpgkeys", "repositories",
                 "repocreds", "account")
        found = [self.sim.exchange("GET", f"/api/v1/{noun}")[2] for noun in nouns]
        return [re.sub(rb'"attemptedAt":"[^"]*"', b"", body) for body in found]

    def test_with_bad_arguments(self) -> None:
        for row in ROWS:
            self.prepare(row)
            self.assert_bad(row.path, *row.bad)
        for path, bad in OTHERS.items():
            self.assert_bad(path, *bad)

    def assert_bad(self, path: str, arguments: str, code: int, words: str) -> None:
        with self.subTest(command=path, arguments=arguments):
            result = self.ran(f"{path} {arguments}")
            self.assertEqual(result.exit, code, f"{result.stdout}{result.stderr}")
            if words == HELP:
                self.assertIn(f"\nUsage:\n  argocd {path}", result.stdout)
                self.assertEqual(result.log(), [])
            else:
                self.assert_told(result, words)

    def test_with_a_flag_that_there_is_not(self) -> None:
        for row in ROWS:
            with self.subTest(command=row.path):
                result = self.ran(f"{row.path} {row.works} --no-such-flag")
                self.assertEqual((result.exit, result.log()), (1, []))
                self.assertEqual(result.stdout.splitlines()[0], "Error: unknown flag: --no-such-flag")
        self.assertEqual([one for one in self.sim.requests() if one["method"] != "GET"], [])


if __name__ == "__main__":
    unittest.main()
