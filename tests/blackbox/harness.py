"""What black-box tests share: a running simulated server, a home of one's own, and runs of the real binary.

The binary is that of the environment variable ARGOCDPP_BIN; it is called as `argocd`, through a symlink.
Nothing here reads the real home, and nothing outlives its `with` block.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

TESTS = Path(__file__).resolve().parent.parent
RECORDINGS = TESTS / "recordings"
SIM = TESTS / "sim" / "argocd_sim.py"
BINARY_VARIABLE = "ARGOCDPP_BIN"


def binary() -> Path | None:
    """The binary under test, or None when none was named."""
    named = os.environ.get(BINARY_VARIABLE)
    return Path(named).resolve() if named else None


def read_recording(name: str) -> list[dict[str, Any]]:
    with (RECORDINGS / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


class Sim:
    """A simulated server: `with Sim("--speed", "50") as sim: …`. Its options and controls: sim/argocd_sim.py."""

    def __init__(self, *options: str) -> None:
        self._options = options

    def __enter__(self) -> "Sim":
        self._process = subprocess.Popen([sys.executable, str(SIM), "--exit-with-stdin", *self._options],
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the simulated server ended with {self._process.wait()}")
        ready = json.loads(line)
        self.port: int = ready["port"]
        self.token: str = ready["token"]
        self.ca: str | None = ready["ca"]
        self.client_cert: str | None = ready["client_cert"]
        self.client_key: str | None = ready["client_key"]
        self.address = f"127.0.0.1:{self.port}"
        self._base = f"{'https' if ready['tls'] else 'http'}://{self.address}"
        self._context = None
        if ready["tls"]:
            self._context = ssl._create_unverified_context()
            if "--client-cert-required" in self._options:
                self._context.load_cert_chain(ready["client_cert"], ready["client_key"])
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def exchange(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None,
                 authenticated: bool = True) -> tuple[int, dict[str, str], bytes]:
        """One request; an error status is an answer, too."""
        data = body.encode() if isinstance(body, str) else body
        if data is not None and not isinstance(data, bytes):
            data = json.dumps(body).encode()
        request = urllib.request.Request(self._base + path, data, method=method)
        if authenticated:
            request.add_header("Authorization", f"Bearer {self.token}")
        if method != "GET":
            request.add_header("Content-Type", "application/json")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=10, context=self._context) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, dict(error.headers), error.read()

    def control(self, method: str, noun: str, body: Any = None) -> Any:
        """A call of the control interface; its JSON answer."""
        status, _, answer = self.exchange(method, f"/_sim/{noun}", body, authenticated=False)
        if status != 200:
            raise RuntimeError(f"control {method} {noun}: {status} {answer.decode(errors='replace')}")
        return json.loads(answer)

    def reset(self) -> None:
        self.control("POST", "reset")

    def fault(self, kind: str, **details: Any) -> None:
        self.control("POST", "faults", {"kind": kind, **details})

    def mint(self, **details: Any) -> str:
        return str(self.control("POST", "tokens", details)["token"])

    def state(self) -> dict[str, Any]:
        return dict(self.control("GET", "state"))

    def requests(self) -> list[dict[str, Any]]:
        return list(self.control("GET", "requests"))


@dataclass(frozen=True)
class Result:
    """How a run ended; `exit` is None when it had to be killed."""

    exit: int | None
    stdout: str
    stderr: str
    seconds: float

    def log(self) -> list[dict[str, Any]]:
        """The JSON log lines."""
        found = []
        for line in self.stderr.splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict):
                found.append(entry)
        return found


class Home:
    """A home directory of its own, with the binary as `argocd` on the path."""

    def __init__(self, program: Path | None = None) -> None:
        self._program = program or binary()

    def __enter__(self) -> "Home":
        if self._program is None:
            raise RuntimeError(f"{BINARY_VARIABLE} does not name a binary")
        self.path = Path(tempfile.mkdtemp(prefix="argocd-home-"))
        self.config_dir = self.path / "config"
        self.empty = self.path / "empty"
        for directory in (self.config_dir, self.empty, self.path / "bin"):
            directory.mkdir()
        self.argocd = self.path / "bin" / "argocd"
        self.argocd.symlink_to(self._program)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        shutil.rmtree(self.path, ignore_errors=True)

    def environment(self, **more: str) -> dict[str, str]:
        return {"HOME": str(self.path), "ARGOCD_CONFIG_DIR": str(self.config_dir), "TZ": "UTC", "LC_ALL": "C.UTF-8",
                "PATH": f"{self.argocd.parent}:/usr/bin:/bin", **more}

    def server_environment(self, sim: Sim, **more: str) -> dict[str, str]:
        """As `environment`, logged in at a plain-text server."""
        return self.environment(ARGOCD_SERVER=sim.address, ARGOCD_AUTH_TOKEN=sim.token, ARGOCD_OPTS="--plaintext",
                                **more)

    def run(self, *arguments: str, env: dict[str, str] | None = None, stdin: str = "", timeout: float = 20) -> Result:
        """Runs `argocd` and kills it, and all it started, after `timeout` seconds."""
        started = time.monotonic()
        process = subprocess.Popen([str(self.argocd), *arguments], env=env or self.environment(),
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   cwd=self.path, start_new_session=True)
        exit_code: int | None = None
        try:
            out, err = process.communicate(stdin.encode(), timeout)
            exit_code = process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
        return Result(exit_code, out.decode(errors="replace"), err.decode(errors="replace"),
                      time.monotonic() - started)
