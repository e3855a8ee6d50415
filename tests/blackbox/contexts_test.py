#!/usr/bin/env python3
"""Several servers at once: each gets its own token, and one that is away does not take the others along.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/contexts_test.py
"""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402
from blackbox.harness import Result, Sim  # noqa: E402


class ContextsTest(BinaryTest):
    """The servers `east` (the one of every test) and `west`; nobody is at `north`."""

    west: Sim

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.west = Sim(*cls.options).__enter__()
        cls.addClassCleanup(cls.west.__exit__, None, None, None)

    def setUp(self) -> None:
        super().setUp()
        self.west.reset()
        with socket.create_server(("127.0.0.1", 0)) as free:
            nobody = f"127.0.0.1:{free.getsockname()[1]}"
        self.tokens = {"east": self.sim.mint(), "west": self.west.mint(), "north": "nobody-s-token"}
        addresses = {"east": self.sim.address, "west": self.west.address, "north": nobody}
        config = self.home.config_dir / "config"
        config.write_text(json.dumps({
            "contexts": [{"name": name, "server": address, "user": name} for name, address in addresses.items()],
            "servers": [{"server": address, "plain-text": True} for address in addresses.values()],
            "users": [{"name": name, "auth-token": token} for name, token in self.tokens.items()]}))
        config.chmod(0o600)

    def run_at(self, contexts: str, *arguments: str) -> Result:
        result = self.home.run(*arguments, "--contexts", contexts, timeout=30)
        for token in self.tokens.values():
            self.assertNotIn(token, result.stdout + result.stderr)
        return result

    def table(self, text: str) -> list[list[str]]:
        lines = text[text.index("CONTEXT "):].splitlines()
        return [line.split() for line in lines[1:]]

    def test_one_list_of_two_servers(self) -> None:
        for sim in (self.sim, self.west):
            sim.control("POST", "generate", {"count": 300})
        result = self.run_at("west,east", "app", "list")
        self.assertEqual(result.exit, 0, result.stderr)
        rows = self.table(result.stdout)
        self.assertEqual([row[0] for row in rows], ["west"] * 300 + ["east"] * 300)
        self.assertEqual([row[1] for row in rows[:300]], [row[1] for row in rows[300:]])
        documents = json.loads(self.run_at("west,east", "app", "list", "-o", "json").stdout)
        self.assertEqual([one["context"] for one in documents], [row[0] for row in rows])

    def test_a_server_that_is_away_fails_the_run_and_nothing_else(self) -> None:
        result = self.run_at("north,east", "version", "--short")
        self.assertEqual(result.exit, 1, result.stderr)
        self.assertEqual([row[0] for row in self.table(result.stdout)], ["east"])
        self.assertIn("context 'north': ", result.stderr)
        self.assertIn("1 of 2 contexts failed: north", result.log()[-1]["msg"])

    def test_a_token_that_one_server_refuses(self) -> None:
        config = self.home.config_dir / "config"
        config.write_text(config.read_text().replace(self.tokens["west"], "a.b.c"))
        result = self.run_at("east,west", "app", "list", "-o", "name", "--exit-codes", "detailed")
        self.assertEqual(result.exit, 33, result.stderr)
        self.assertTrue(all(line.startswith("east\t") for line in result.stdout.splitlines()), result.stdout)
        self.assertIn("context 'west': ", result.stderr)

    def test_a_sync_at_both_one_of_which_fails(self) -> None:
        self.west.control("POST", "script", {"app": "waves", "script": "failing"})
        result = self.run_at("east,west", "app", "sync", "waves", "--exit-codes", "detailed")
        self.assertEqual(result.exit, 31, result.stderr)
        self.assertEqual([row[:3] for row in self.table(result.stdout)],
                         [["east", "waves", "succeeded"], ["west", "waves", "operation_failed"]])
        for sim in (self.sim, self.west):
            self.assertEqual(sim.state()["syncs_started"], 1)

    def test_waits_go_side_by_side_and_documents_name_their_context(self) -> None:
        for sim in (self.sim, self.west):
            sim.control("PATCH", "apps/waves", {"status": {"health": {"status": "Progressing"}}})
        process = subprocess.Popen(
            [str(self.home.argocd), "app", "wait", "waves", "--health", "--contexts", "east,west", "-o", "json"],
            env=self.home.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        # Both are looked at before either of them is done.
        self.until_asked(self.sim)
        self.until_asked(self.west)
        for sim in (self.west, self.sim):
            sim.control("PATCH", "apps/waves", {"status": {"health": {"status": "Healthy"}}})
        out, err = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 0, err)
        decoder, found = json.JSONDecoder(), []
        while out.strip():
            document, end = decoder.raw_decode(out.lstrip())
            found.append(document["context"])
            out = out.lstrip()[end:]
        self.assertEqual(sorted(found), ["east", "west"])
        self.assertEqual([row[:3] for row in self.table(err)],
                         [["east", "waves", "succeeded"], ["west", "waves", "succeeded"]])

    def test_an_interrupt_ends_it_everywhere(self) -> None:
        for sim in (self.sim, self.west):
            sim.control("PATCH", "apps/waves", {"status": {"health": {"status": "Progressing"}}})
        process = subprocess.Popen(
            [str(self.home.argocd), "app", "wait", "waves", "--health", "--contexts", "east,west"],
            env=self.home.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        self.until_asked(self.sim)
        self.until_asked(self.west)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=10)
        self.assertEqual(process.returncode, 130, err)

    def until_asked(self, sim: Sim) -> None:
        deadline = time.monotonic() + 15
        while not any("/stream/applications" in one["path"] for one in sim.requests()):
            self.assertLess(time.monotonic(), deadline, "the server was not asked")
            time.sleep(0.02)


if __name__ == "__main__":
    unittest.main()
