#!/usr/bin/env python3
"""Whole processes through a proxy on which connections go wrong, by seeds, and a table of how they ended.

    ARGOCDPP_BIN=/path/to/binary python3 tests/fault/proxy_test.py
    ARGOCDPP_BIN=… python3 tests/fault/proxy_test.py --fault reset --command wait --seed 7     # one of them again

What is checked in every run stands in `complaint`. The campaign in process (campaign_test.cpp) knows the truth to the
millisecond; here real sockets, signals and files are in play, and bounds are those of a busy machine.
"""

from __future__ import annotations

import argparse
import json
import queue
import sys
import tempfile
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.harness import BINARY_VARIABLE, Home, Result, Sim, binary  # noqa: E402
from fault.proxy import ANSWERS, BYTE_FAULTS, EVENT_FAULTS, FaultProxy  # noqa: E402
from sim.download_routes import elf_looking  # noqa: E402

RUNS = 100
WORKERS = 6
TIMEOUT = 12
FAULTS = (*BYTE_FAULTS, *ANSWERS, *EVENT_FAULTS, "restart", "expired-token", "revoked-token", "recreated")
COMMANDS = ("sync", "wait", "list", "delete", "logs", "self-download")
CONTENT = elf_looking(200_000)
LINES = [f"line {number:03}" for number in range(200)]

# What tells of a fault: one of these stands in the message of a run that it ended.
WORDS = {
    "reset": ("reset by peer", "EOF", "broken pipe"), "silence": ("no answer", "nothing more came"), "delay": (),
    "drip": (), "truncated-body": ("EOF", "ended after"), "truncated-gzip": ("gzip",),
    "corrupt-gzip": ("gzip", "unexpected answer", "no JSON"), "html": ("web page",),
    "302-login": ("redirects to https://sso.example.com",), "restart": ("refused", "reset by peer", "EOF", "broken pipe"),
    "expired-token": ("token is expired",), "revoked-token": ("token is revoked",),
    "recreated": ("not found", "deleted and created again", "permission denied"),
    **{name: (f"HTTP status {name[:3]}",) for name in ("429", "429-retry-after", "500", "502", "503", "504")},
}


@dataclass
class Run:
    command: str
    fault: str
    seed: int
    result: Result = field(default_factory=lambda: Result(None, "", "", 0))
    strikes: int = 0
    state: dict[str, Any] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    left: dict[str, bytes] = field(default_factory=dict)
    token: str = ""

    @property
    def name(self) -> str:
        return f"--fault {self.fault} --command {self.command} --seed {self.seed}"

    def complaint(self) -> str:
        """What is wrong with it; empty where nothing is."""
        exit_code, said = self.result.exit, self.result.stderr
        everything = self.result.stdout + said
        if exit_code is None or self.result.seconds > TIMEOUT + 15:
            return "it ended too late"
        if exit_code not in (0, 1, 20):
            return f"it exits with {exit_code}"
        if self.token in everything or self.token.rpartition(".")[2] in everything or "state=secret" in everything:
            return "a secret is in the output"
        own_syncs = self.state["syncs_started"] - (self.command == "wait")
        if own_syncs > (self.command == "sync") or self.sent.count("DELETE") > 1:
            return "a change was taken twice"
        if "internal error" in said:
            return "it failed inside"
        if (exit_code != 0) != ('"fatal"' in said):
            return "exit code and message differ"
        return self.wrong_success() if exit_code == 0 else self.wrong_failure()

    def wrong_success(self) -> str:
        out = self.result.stdout
        holds = {
            "sync": self.state["syncs_started"] == 1 and "Phase:              Succeeded" in out,
            "wait": "Health Status:      Healthy" in out,
            "list": len(out.split()) == 15,
            "delete": "deleted" in out and "argocd/waves" not in self.state["apps"] or self.fault == "recreated",
            "logs": out.split("\n")[:-1] == LINES,
            "self-download": self.left == {"argocd": CONTENT},
        }
        return "" if holds[self.command] else "it succeeds, but the server knows nothing of it"

    def wrong_failure(self) -> str:
        said = self.result.stderr
        if self.command == "self-download" and self.left:
            return "it left a file that is not whole"
        if self.command == "logs" and not "".join(line + "\n" for line in LINES).startswith(self.result.stdout):
            return "lines are lost or repeated"
        if not self.strikes:
            return "it fails although nothing was wrong"
        if "timed out (" in said or "before the timeout" in said:
            is_late = self.fault in ("silence", "recreated")
            return "" if is_late else "it timed out although all was well again"
        told = any(words in said for words in WORDS.get(self.fault, ()))
        return "" if told else "the message does not say what happened"


class Worker:
    """A server and a home, for one run after the other."""

    def __init__(self) -> None:
        self._file = tempfile.NamedTemporaryFile()
        self._file.write(CONTENT)
        self._file.flush()
        self.sim = Sim("--speed", "20", "--download", self._file.name).__enter__()
        self.home = Home().__enter__()

    def close(self) -> None:
        self.home.__exit__(None, None, None)
        self.sim.__exit__(None, None, None)
        self._file.close()

    def carry_out(self, run: Run) -> Run:
        sim, home = self.sim, self.home
        sim.reset()
        # A log that goes on is asked for from some seconds ago on, and those are real ones.
        sim.control("POST", "clock", {"speed": 1 if run.command == "logs" else 20})
        for entry in home.empty.iterdir():
            entry.unlink()
        run.token = self._token(run)
        words = self._prepare(run)
        before = sim.state()["syncs_started"]
        before -= run.command == "wait"
        with FaultProxy(sim.port, run.fault, run.seed) as proxy:
            env = home.environment(ARGOCD_SERVER=f"127.0.0.1:{proxy.port}", ARGOCD_AUTH_TOKEN=run.token,
                                   ARGOCD_OPTS="--plaintext", ARGOCDPP_POLL="300ms")
            trouble = self._begin_trouble(run)
            run.result = home.run(*words, env=env, timeout=TIMEOUT + 80)
            if trouble:
                trouble.join()
            run.strikes = proxy.strikes + (trouble is not None or run.fault == "expired-token")
        run.state = sim.state()
        run.state["syncs_started"] -= before
        run.state["apps"] = [f"{app['metadata']['namespace']}/{app['metadata']['name']}"
                             for app in json.loads(sim.exchange("GET", "/api/v1/applications")[2])["items"]]
        run.sent = [one["method"] for one in sim.requests() if one["headers"].get("user-agent", "").startswith("argocd")]
        run.left = {entry.name: entry.read_bytes() for entry in home.empty.iterdir()}
        return run

    def _token(self, run: Run) -> str:
        if run.fault == "expired-token":
            return self.sim.mint(subject="admin", expires_in=4 + run.seed % 3 * 4)
        return self.sim.mint(subject="admin")

    def _prepare(self, run: Run) -> list[str]:
        if run.command == "wait":
            self.sim.exchange("POST", "/api/v1/applications/waves/sync", {})
            return ["app", "wait", "waves", "--timeout", str(TIMEOUT)]
        if run.command == "logs":
            lines = [[f"2026-11-24T00:{number // 60:02}:{number % 60:02}Z", line] for number, line in enumerate(LINES)]
            self.sim.control("POST", "logs", {"app": "waves", "pod": "p", "lines": lines})
        return {"sync": ["app", "sync", "waves", "--timeout", str(TIMEOUT)], "list": ["app", "list", "-o", "name"],
                "delete": ["app", "delete", "waves", "--wait", "--yes"], "logs": ["app", "logs", "waves"],
                "self-download": ["self-download", "--arch", "amd64", "--output", str(self.home.empty / "argocd")],
                }[run.command]

    def _begin_trouble(self, run: Run) -> threading.Timer | None:
        """What the server itself has to do, some time after the start."""
        action = {"revoked-token": lambda: self.sim.control("POST", "revocations", {"token": run.token}),
                  "recreated": lambda: self._recreate(run)}.get(run.fault)
        if action is None:
            return None
        timer = threading.Timer(0.1 + run.seed % 5 * 0.1, action)
        timer.start()
        return timer

    def _recreate(self, run: Run) -> None:
        app = self.sim.control("GET", "apps/waves")
        if app is None:
            return
        self.sim.control("DELETE", "apps/waves")
        time.sleep(run.seed % 2 * 0.4)
        app["metadata"].update(uid="another", deletionTimestamp=None)
        app.pop("operation", None)
        app.get("status", {}).pop("operationState", None)
        self.sim.control("PUT", "apps", app)


def drawn_runs(count: int) -> list[Run]:
    """Commands and faults take turns; what cannot meet is left out."""
    made: list[Run] = []
    seed = 0
    while len(made) < count:
        seed += 1
        for number, fault in enumerate(FAULTS):
            command = COMMANDS[(number + seed) % len(COMMANDS)]
            is_about_events = fault in EVENT_FAULTS or fault == "recreated"
            if is_about_events and command not in ("sync", "wait", "delete"):
                command = COMMANDS[(number + seed) % 2]
            if command == "self-download" and ("token" in fault or "gzip" in fault):
                command = "sync"
            if command == "logs" and "gzip" in fault:
                command = "list"
            # Others take a minute of the real clock; the campaign in process has them.
            if fault == "silence":
                command = ("sync", "wait")[seed % 2]
            made.append(Run(command, fault, seed))
    return made[:count]


def carry_out(runs: list[Run]) -> None:
    """Several at once: they mostly wait."""
    idle: queue.Queue[Worker] = queue.Queue()
    workers = [Worker() for _ in range(min(WORKERS, len(runs)))]
    for worker in workers:
        idle.put(worker)

    def one(run: Run) -> None:
        worker = idle.get()
        try:
            worker.carry_out(run)
        finally:
            idle.put(worker)
    try:
        # The longest first.
        order = sorted(runs, key=lambda run: run.fault != "silence")
        with ThreadPoolExecutor(len(workers)) as pool:
            list(pool.map(one, order))
    finally:
        for worker in workers:
            worker.close()


def table(runs: list[Run]) -> str:
    lines = [f"{'fault':<17} {'runs':>4} {'struck':>6} {'right':>6} {'longest':>8}"]
    for fault in FAULTS:
        mine = [run for run in runs if run.fault == fault]
        if mine:
            struck = sum(run.strikes > 0 for run in mine)
            right = sum(not run.complaint() for run in mine)
            lines.append(f"{fault:<17} {len(mine):>4} {struck:>6} {right:>6} "
                         f"{max(run.result.seconds for run in mine):>6.1f} s")
    return "\n".join(lines)


class ProxyTest(unittest.TestCase):
    def test_a_hundred_runs_end_as_the_truth_has_it(self) -> None:
        if binary() is None:
            self.skipTest(f"{BINARY_VARIABLE} does not name a binary")
        runs = drawn_runs(RUNS)
        carry_out(runs)
        print(table(runs))
        for run in runs:
            with self.subTest(run=run.name):
                self.assertEqual(run.complaint(), "", f"{run.result}")


def again() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--fault", choices=FAULTS, required=True)
    parser.add_argument("--command", choices=COMMANDS, required=True)
    parser.add_argument("--seed", type=int, required=True)
    given = parser.parse_args()
    run = Run(given.command, given.fault, given.seed)
    carry_out([run])
    print(run.result.stdout + run.result.stderr)
    print(f"exit {run.result.exit} after {run.result.seconds:.1f} s, {run.strikes} struck: {run.complaint() or 'right'}")


if __name__ == "__main__":
    again() if len(sys.argv) > 1 else unittest.main()
