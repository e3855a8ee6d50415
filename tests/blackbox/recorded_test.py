#!/usr/bin/env python3
"""Every recorded run of the official CLI, again, with the binary under test against the simulated server.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/recorded_test.py [-v] [RecordedTest.test_read_054_…]

Exit code, stdout (byte for byte) and the log (level and message of each line) must be equal; what need not be
equal is named, with its reason, in the table comparison.EXEMPTIONS. ARGOCDPP_RECORDED=all takes, beyond the
commands that are required, all the others that the simulated server can answer. At most two runs go on at once.
"""

from __future__ import annotations

import os
import queue
import re
import sys
import threading
import unittest
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Iterator

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox import comparison  # noqa: E402
from blackbox.harness import Home, Result, Sim, binary, read_recording  # noqa: E402
from sim.recording import stream_cases  # noqa: E402

Case = dict[str, Any]

RECORDED_SERVER = "127.0.0.1:8080"
RECORDED_EMPTY_CONFIG = "/home/user/empty"
SPEED = "50"
PARALLEL = 2
TIMEOUT = 25.0

SPEC_CHANGES = (("app", "create"), ("app", "set"), ("app", "unset"), ("app", "edit"), ("app", "patch"),
                ("app", "add-source"), ("app", "remove-source"), ("app", "confirm-deletion"))
REQUIRED = (("app", "list"), ("app", "get"), ("app", "sync"), ("app", "wait"), ("app", "history"), ("app", "resources"),
            ("app", "rollback"), ("app", "terminate-op"), ("app", "delete"), ("app", "diff"), ("app", "manifests"),
            *SPEC_CHANGES,
            ("app", "get-resource"), ("app", "actions"), ("app", "logs"), ("app", "patch-resource"),
            ("app", "bogus"), ("context",), ("login",), ("version",), ("account",), ("proj",), ("gpg",), ("repo",),
            ("repocreds",), ("cert",), ("cluster",), ("appset",), ("bogus",))
REQUIRED_EXACTLY = (("app",), ("account",))


def is_required(args: list[str]) -> bool:
    return tuple(args) in REQUIRED_EXACTLY or any(tuple(args[:len(start)]) == start for start in REQUIRED)


def cases() -> Iterator[tuple[str, Case]]:
    """The recorded runs to repeat, with the name of their test."""
    everything = os.environ.get("ARGOCDPP_RECORDED") == "all"
    sources = {"read": enumerate(read_recording("cli-read.jsonl")),
               "op": enumerate(read_recording("cli-mutate-op.jsonl")),
               "spec": enumerate(read_recording("cli-mutate-spec.jsonl")),
               "stream": ((case["number"], case) for case in stream_cases())}
    for source, numbered in sources.items():
        for number, case in numbered:
            if everything or is_required(case["args"]):
                words = re.sub(r"\W+", "_", " ".join(case["args"])).strip("_")
                yield f"test_{source}_{number:03d}_{words}", case


class Stage:
    """The places to run in: one simulated server and one home for each run that goes on."""

    def __init__(self) -> None:
        self._free: "queue.Queue[tuple[Sim, Home]]" = queue.Queue()
        self._all: list[tuple[Sim, Home]] = []
        self._pool = ThreadPoolExecutor(PARALLEL)
        self._lock = threading.Lock()
        self._results: dict[str, Future[tuple[Result, list[str]]]] = {}

    def open(self) -> None:
        for _ in range(PARALLEL):
            place = (Sim("--speed", SPEED).__enter__(), Home().__enter__())
            self._all.append(place)
            self._free.put(place)

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)
        for sim, home in self._all:
            home.__exit__(None, None, None)
            sim.__exit__(None, None, None)

    def begin(self, name: str, case: Case) -> "Future[tuple[Result, list[str]]]":
        with self._lock:
            if name not in self._results:
                self._results[name] = self._pool.submit(self._run, case)
            return self._results[name]

    def _run(self, case: Case) -> tuple[Result, list[str]]:
        sim, home = self._free.get()
        try:
            sim.reset()
            if "before" in case:
                sim.control("POST", "case", case)
            arguments = [_placed(argument, case, home) for argument in case["args"]]
            result = home.run(*arguments, env=_environment(case, sim, home), stdin=case["stdin"] or "", timeout=TIMEOUT)
            back = (sim.address, RECORDED_SERVER)
            result = Result(result.exit, result.stdout.replace(*back), result.stderr.replace(*back), result.seconds)
            return result, sim.state()["problems"] + _wrong_specs(case, sim)
        finally:
            self._free.put((sim, home))


def _placed(argument: str, case: Case, home: Home) -> str:
    """A file that the run read, where this one can read it."""
    text = (case.get("files") or {}).get(argument)
    if text is None:
        return argument
    place = home.path / Path(argument).name
    place.write_text(text)
    return str(place)


def _wrong_specs(case: Case, sim: Sim) -> list[str]:
    """What the server holds then, where it is not what it held after the recorded run."""
    if "after_spec" not in case or not any(tuple(case["args"][:2]) == start for start in SPEC_CHANGES):
        return []  # of operations, what was asked for is looked at where it is asked for
    found, wanted = sim.control("GET", f"apps/{case['app']}"), case["after_spec"]
    if not found or not wanted:
        return [] if bool(found) == bool(wanted) else [f"the application is {found}, and should be {wanted}"]
    kept = ("name", "namespace", "labels", "annotations", "finalizers")
    found = {"metadata": {name: found["metadata"][name] for name in kept if name in found["metadata"]},
             "spec": found["spec"], "operation": found.get("operation")}
    return [f"{part} is {found[part]}, and should be {wanted[part]}" for part in wanted if found[part] != wanted[part]]


def _environment(case: Case, sim: Sim, home: Home) -> dict[str, str]:
    if not case["env"]:
        return home.server_environment(sim)
    given = {name: str(home.empty) if value == RECORDED_EMPTY_CONFIG else value.replace(RECORDED_SERVER, sim.address)
             for name, value in case["env"].items()}
    return home.environment() | given


stage = Stage()
selected: list[tuple[str, Case]] = []


def setUpModule() -> None:
    if binary() is None:
        raise unittest.SkipTest("ARGOCDPP_BIN does not name a binary")
    stage.open()
    for name, case in selected:
        stage.begin(name, case)


def tearDownModule() -> None:
    if binary() is not None:
        stage.close()


class RecordedTest(unittest.TestCase):
    maxDiff = 6000

    def check(self, name: str, case: Case) -> None:
        result, problems = stage.begin(name, case).result()
        about = f"argocd {' '.join(case['args'])}\nstderr: {result.stderr}"
        self.assertEqual(problems, [], f"the request differs from the recorded one: {about}")
        if comparison.exempted(case, "hung"):
            self.assertEqual(result.exit, 0, about)
            self.assertFalse(comparison.live_rows(result.stdout) - comparison.live_rows(case["stdout"]), about)
            return
        self.assertEqual(result.exit, case["exit"], about + f"\nstdout: {result.stdout[:2000]}")
        self.assertEqual(comparison.normal_log(case, result.stderr), comparison.normal_log(case, case["stderr"]), about)
        if comparison.exempted(case, "help text"):
            self.assertTrue(result.stdout.strip(), about)
        else:
            self.assertMultiLineEqual(comparison.normal_stdout(case, result.stdout),
                                      comparison.normal_stdout(case, case["stdout"]), about)


def _add_tests() -> None:
    for name, case in cases():
        setattr(RecordedTest, name, lambda self, name=name, case=case: self.check(name, case))


def load_tests(loader: unittest.TestLoader, tests: unittest.TestSuite, pattern: str | None) -> unittest.TestSuite:
    """Runs of the tests that were chosen begin early, so that two go on at once."""
    by_name = dict(cases())
    for group in tests:
        if isinstance(group, unittest.TestSuite):
            for test in group:
                name = test.id().rpartition(".")[2]
                if name in by_name:
                    selected.append((name, by_name[name]))
    return tests


_add_tests()

if __name__ == "__main__":
    unittest.main()
