"""The simulated server as a whole: its state, the log of requests, and the way from a request to its answer."""

from __future__ import annotations

import functools
import json
import ssl
import threading
import time
from collections import deque
from dataclasses import replace
from typing import Any, Callable

from . import recorded_history
from .application_store import CONTROL_PLANE_NAMESPACE, Application, ApplicationStore, Key
from .clock import VirtualClock
from .faults import Faults
from .git_heads import GitHeads
from .http_message import TEXT, Request, Response, StreamResponse
from .live_resources import LiveResources
from .logs import Logs
from .open_id_provider import Provider
from .operations import Operations
from .project_store import ProjectStore
from .recording import RECORDINGS, Snapshot, read_lines
from .rpc_error import UNAUTHENTICATED, RpcError
from .tokens import SessionError, TokenAuthority, claims_of

Reply = Response | StreamResponse
Handler = Callable[["Simulation", Request], "Reply | None"]

MAX_LOG = 20000


class Simulation:
    def __init__(self, clock: VirtualClock, tls_context: ssl.SSLContext | None = None) -> None:
        self.clock = clock
        self.tls_context = tls_context
        self.tokens = TokenAuthority()
        self.faults = Faults()
        self.git = GitHeads()
        self.snapshot = Snapshot(RECORDINGS / "state.jsonl")
        self.store = ApplicationStore()
        self.projects = ProjectStore(self.snapshot, clock)
        self.live = LiveResources(self.snapshot, CONTROL_PLANE_NAMESPACE)
        self.logs = Logs()
        self.events: dict[tuple[Key, str], list[dict[str, Any]]] = {}
        """By application and uid of the resource; without a uid of the application itself."""
        self.operations = Operations(self.store, clock, self.manifests, self.git)
        self.passwords = {"admin": "password"}
        self.issuer: Provider | None = None
        self.sso_settings: dict[str, Any] = {}
        self.stopping = threading.Event()
        self.idle_close: float | None = None
        self.keep_alive: float | None = None
        self.refresh_hangs = False
        self.require_header: tuple[str, str] | None = None
        self.connections = 0
        self.open_streams = 0
        self.downloads: dict[str, bytes] = {}
        self.uploads: list[dict[str, Any]] = []
        self.certificates: list[dict[str, Any]] = []
        self.clusters: list[dict[str, Any]] = []
        self.repositories: list[dict[str, Any]] = []
        self.repository_credentials: list[dict[str, Any]] = []
        self.accounts: list[dict[str, Any]] = []
        self.roles: dict[str, str] = {}
        """Of accounts that may not do everything: readonly or none."""
        self.gpg_keys: list[dict[str, Any]] = []
        self.application_sets: dict[Key, dict[str, Any]] = {}
        self.managed: dict[Key, list[dict[str, Any]]] = {}
        self.requests: list[dict[str, Any]] = []
        self._lock = threading.Lock()
        self.handlers: list[Handler] = []
        self.load_snapshot()

    def load_snapshot(self) -> None:
        self.operations.forget()
        self.git.forget()
        self.store.clear()
        self.projects.reset()
        self.live.forget()
        self.application_sets.clear()
        self.accounts = self.snapshot.items("/api/v1/account")
        self.roles.clear()
        self.gpg_keys = self.snapshot.items("/api/v1/gpgkeys")
        self.certificates = self.snapshot.items("/api/v1/certificates")
        self.clusters = self.snapshot.items("/api/v1/clusters")
        self.logs.lines.clear()
        self.logs.previous.clear()
        self.events.clear()
        self.repositories.clear()
        self.repository_credentials.clear()
        for app in self.snapshot.applications():
            self.store.load(app)

    def load_case(self, case: dict[str, Any]) -> list[Key]:
        """Sets the applications of a recorded run to their state before it; its syncs play its histories."""
        known = self._known_at(case["at"])
        found = recorded_history.scenarios(case, known)
        for app in known.values():
            self.store.load(app)
        for scenario in found:
            self.store.load(scenario.before)
            waiting = self.operations.scenarios.setdefault(scenario.key, deque())
            waiting.append(scenario)
        return [scenario.key for scenario in found]

    def _known_at(self, moment: str) -> dict[str, Application]:
        """The latest recorded state of every application before a moment."""
        known = {app["metadata"]["name"]: app for app in self.snapshot.applications()}
        for run in _recorded_runs():
            if run["at"] < moment and run.get("after") and run["after"]["metadata"]["name"] in known:
                known[run["after"]["metadata"]["name"]] = run["after"]
        return known

    def manifests(self, key: Key) -> list[dict[str, Any]]:
        return self.snapshot.manifests(key[1], key[0])

    def namespace(self, given: str) -> str:
        return given or CONTROL_PLANE_NAMESPACE

    def note_connection(self) -> int:
        with self._lock:
            self.connections += 1
            return self.connections

    def note_stream(self, request: Request, change: int) -> None:
        with self._lock:
            self.open_streams += change

    def note_request(self, request: Request, fault: dict[str, Any]) -> dict[str, Any]:
        """Its entry in the log, to which the bytes of the answer are added as they are sent."""
        headers = {name: "present" if name in ("authorization", "cookie", "grpc-metadata-token", "token") else value
                   for name, value in request.headers.items()}
        entry = {"method": request.method, "path": request.target, "headers": headers, "at": time.time(),
                 "body": _without_password(request), "connection": request.connection, "fault": fault.get("kind"),
                 "bytes": 0}
        with self._lock:
            if len(self.requests) < MAX_LOG:
                self.requests.append(entry)
        return entry

    def claims(self, request: Request) -> dict[str, Any]:
        """Who asks. RpcError 16 when nobody valid does."""
        token = self._token(request)
        if not token:
            raise RpcError(UNAUTHENTICATED, "no session information")
        by_issuer = self.issuer.verify(token) if self.issuer else None
        if by_issuer:
            return by_issuer
        try:
            return self.tokens.verify(token)
        except SessionError as error:
            raise RpcError(UNAUTHENTICATED, f"invalid session: {error}") from error

    def _token(self, request: Request) -> str:
        # The gateway's name for what gRPC itself knows as `token`.
        metadata = "grpc-metadata-token" if request.path.startswith("/api/") else "token"
        if request.headers.get(metadata):
            return request.headers[metadata]
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            try:
                claims_of(bearer.strip())
                return bearer.strip()
            except ValueError:
                pass
        return cookie_token(request)

    def handle(self, request: Request) -> Reply:
        is_api = request.path.startswith("/api/") and not request.path.startswith("/api/dex/")
        if is_api and request.method not in ("GET", "HEAD"):
            if request.headers.get("content-type", "").lower() != "application/json":
                return Response(b"Invalid content type\n", 415, TEXT)
        if self.require_header and not request.path.startswith("/_sim/"):
            name, value = self.require_header
            if request.headers.get(name.lower()) != value:
                return Response(b"<html><body>Log in</body></html>\n", 403, "text/html")
        try:
            for handler in self.handlers:
                reply = handler(self, request)
                if reply is not None:
                    return self._renewed(request, reply)
        except RpcError as error:
            return Response(error.body(), error.http_status)
        return Response(b"Not Found\n", 404, TEXT)

    def _renewed(self, request: Request, reply: Reply) -> Reply:
        """A login token about to end is renewed with any answer."""
        if isinstance(reply, Response) and request.path.startswith("/api/v1/") and self._token(request):
            try:
                token = self.tokens.renewal(self.claims(request))
            except RpcError:
                return reply
            if token:
                extra = [("Set-Cookie", f"argocd.token={token}; path=/; SameSite=lax; httpOnly"),
                         ("Grpc-Metadata-Renew-Token", token)]
                return replace(reply, headers=[*reply.headers, *extra])
        return reply


@functools.cache
def _recorded_runs() -> list[dict[str, Any]]:
    """The recorded runs that changed something, in their order."""
    runs = [run for name in ("cli-mutate-spec.jsonl", "cli-mutate-op.jsonl") for run in read_lines(RECORDINGS / name)]
    return sorted(runs, key=lambda run: run["at"])


def cookie_token(request: Request) -> str:
    for part in request.headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == "argocd.token":
            return value
    return ""


def _without_password(request: Request) -> str:
    text = request.body[:4096].decode("utf-8", "replace")
    if "password" not in text.lower():
        return text
    try:
        body = json.loads(text)
    except ValueError:
        return "hidden"
    return json.dumps({name: "hidden" if "password" in name.lower() else value for name, value in body.items()})
