#!/usr/bin/env python3
"""`app list`: which applications, in which order, how many of them, and as what.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/app_list_test.py
"""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402


class AppListTest(BinaryTest):
    def names(self, *flags: str) -> list[str]:
        """The names as every output has them, without their namespaces."""
        names = [line.split("/")[1] for line in self.succeeds("app", "list", "-o", "name", *flags).stdout.splitlines()]
        rows = self.succeeds("app", "list", *flags).stdout.splitlines()[1:]
        self.assertEqual([row.split()[0].split("/")[1] for row in rows], names)
        path = self.succeeds("app", "list", "-o", "jsonpath={.items[*].metadata.name}", *flags).stdout
        self.assertEqual(path.split(), names)
        table = self.succeeds("app", "list", "-o", "custom-columns=N:.metadata.name", *flags).stdout.splitlines()
        self.assertEqual(table, ["N", *names])
        return names

    def test_by_state(self) -> None:
        self.assertEqual(self.names("--sync-status", "Unknown"), ["broken"])
        self.assertEqual(self.names("--health", "suspended,Degraded"), ["degraded", "suspended"])
        self.assertEqual(self.names("--operation-phase", "Running,Failed"), ["failing", "stuck"])
        self.assertEqual(self.names("--auto-sync", "true"), ["helm-guestbook"])
        self.assertEqual(self.names("--sync-status", "OutOfSync", "--health", "Missing"), ["guestbook-new", "stuck"])
        self.assertEqual(self.names("--health", "Missing", "-p", "team-a"), ["guestbook-new"])
        self.assertEqual(self.names("-l", "team=b", "--health", "Progressing"), ["progressing"])
        self.assertEqual(self.names("--health", "Unknown"), [])

    def test_by_variable(self) -> None:
        found = self.succeeds("app", "list", "-o", "name", ARGOCDPP_HEALTH="Degraded")
        self.assertEqual(found.stdout, "argocd/degraded\n")

    def test_in_order_and_no_more_than_asked_for(self) -> None:
        self.assertEqual(self.names("--sort", "-name", "--limit", "2"), ["waves", "suspended"])
        self.assertEqual(self.names("--sort", "health,-name", "--sync-status", "OutOfSync"),
                         ["failing", "external", "configs", "stuck", "guestbook-new"])
        self.assertEqual(self.names("--sort", "created,name", "--limit", "2"), ["guestbook", "guestbook-new"])
        self.assertEqual(self.names("--sort", "-operation-phase,name", "--limit", "2"), ["failing", "stuck"])
        self.assertEqual(self.names("--limit", "3"), ["broken", "configs", "degraded"])

    def test_templates(self) -> None:
        words = "jsonpath={range .items[?(@.status.health.status=='Degraded')]}{.metadata.name}={.metadata.labels.team}{end}"
        self.assertEqual(self.succeeds("app", "list", "-o", words).stdout, "degraded=b")
        table = self.succeeds("app", "list", "--health", "Degraded", "-o", "custom-columns=NAME:.metadata.name,TEAM:"
                              ".metadata.labels.team,NONE:.metadata.nothing,GENERATION:.metadata.generation").stdout
        self.assertRegex(table, r"\ANAME +TEAM +NONE +GENERATION\ndegraded +b +<none> +\d+\n\Z")

    def test_numbers_are_as_kubectl_has_them(self) -> None:
        self.sim.control("PATCH", "apps/waves", {"metadata": {"generation": 1000000},
                                                 "status": {"numbers": [1000000, 1e6, 2.5, 12345678901234567890]}})
        for output in ("jsonpath={.items[*].metadata.generation} {.items[*].status.numbers[*]}",
                       "custom-columns=A:.metadata.generation,B:.status.numbers[*]"):
            shown = self.succeeds("app", "list", "--sort", "-name", "--limit", "1", "-o", output).stdout
            self.assertEqual(shown.replace(",", " ").split()[-5:],
                             ["1000000", "1000000", "1e+06", "2.5", "1.2345678901234567e+19"])

    def test_what_there_is_not_is_refused_before_anything_is_asked(self) -> None:
        for flags, words in ((("--sync-status", "Sync"), "there are: Synced, OutOfSync, Unknown"),
                             (("--health", "Healthy,Ill"), 'unknown --health "Ill"'),
                             (("--operation-phase", "Done"), "None, Succeeded, Running"),
                             (("--auto-sync", "maybe"), "there are: true, false"),
                             (("--sort", "age"), "there are: name, namespace, project"),
                             (("--limit", "-1"), "--limit can't be negative"),
                             (("-o", "jsonpath={.items[}"), "error parsing jsonpath {.items[}"),
                             (("-o", "jsonpath="), "no template given"),
                             (("-o", "custom-columns=NAME"), "unexpected custom-columns spec: NAME")):
            with self.subTest(flags=flags):
                result = self.fails(20, "app", "list", *flags)
                self.assertIn(words, result.log()[-1]["msg"])
                self.assertEqual(result.stdout, "")
        self.assertEqual(self.sim.requests(), [])

    def test_a_list_that_breaks_off_is_no_list(self) -> None:
        for output in ("jsonpath={.items[*].metadata.name}", "custom-columns=N:.metadata.name"):
            self.sim.fault("cut", bytes=20000, path="^/api/v1/applications")
            whole = self.succeeds("app", "list", "-o", output)
            self.assertEqual(len(whole.stdout.replace("N\n", "").split()), 15)


if __name__ == "__main__":
    unittest.main()
