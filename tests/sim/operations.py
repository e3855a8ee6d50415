"""Operations: what a sync or rollback request becomes, when it is refused, and the players of its history."""

from __future__ import annotations

import re
import threading
from collections import deque
from typing import Any

from .application_store import Application, ApplicationStore, Key
from .clock import VirtualClock
from .default_history import default_history
from .git_heads import GitHeads
from .history import History, finish, request_operation
from .recorded_history import Scenario, recorded_history
from .rpc_error import FAILED_PRECONDITION, INTERNAL, INVALID_ARGUMENT, PERMISSION_DENIED, UNKNOWN, RpcError

MASTER = "faf0510e37bc709d89693659157465e80794afaf"
FIRST = "fbec28c36853bfcc35f2af4d71a29dc637e9fa0a"
REVISIONS = {"": MASTER, "HEAD": MASTER, "master": MASTER, "refs/heads/master": MASTER, "v1.0.0": MASTER,
             "first": FIRST}
_SHA = re.compile(r"^[0-9a-fA-F]{40}$")


def resolve(revision: str) -> str:
    """The commit of a revision."""
    if _SHA.match(revision):
        return revision
    if revision not in REVISIONS:
        raise RpcError(UNKNOWN, f"unable to resolve '{revision}' to a commit SHA")
    return REVISIONS[revision]


def _resolve_for_sync(revision: str) -> str:
    try:
        return resolve(revision)
    except RpcError as error:
        raise RpcError(FAILED_PRECONDITION, "error resolving repo revision: rpc error: code = Unknown desc = "
                       + error.message) from error


def is_automated(app: Application) -> bool:
    automated = (app["spec"].get("syncPolicy") or {}).get("automated")
    return automated is not None and automated.get("enabled") is not False


class Operations:
    """Starts operations and plays their histories, one thread each."""

    def __init__(self, store: ApplicationStore, clock: VirtualClock, manifests: Any, git: GitHeads) -> None:
        self._git = git
        self._store = store
        self._clock = clock
        self._manifests = manifests
        self._lock = threading.Lock()
        self._players: dict[Key, threading.Event] = {}
        self._threads: dict[Key, threading.Thread] = {}
        self.scripts: dict[Key, str] = {}
        self.scenarios: dict[Key, deque[Scenario]] = {}
        self.started = 0
        self.problems: list[str] = []

    def forget(self) -> None:
        """Stops all players; scripts, scenarios and counts are as at the start."""
        with self._lock:
            for stop in self._players.values():
                stop.set()
            self._players.clear()
            self.scripts.clear()
            self.scenarios.clear()
            self.problems.clear()
            self.started = 0

    def sync(self, key: Key, request: dict[str, Any]) -> Application:
        app = self._application(key)
        self._refuse_deleting(app)
        automated = is_automated(app) and not request.get("dryRun")
        if request.get("manifests") is not None and automated:
            raise RpcError(FAILED_PRECONDITION,
                           "cannot use local sync when Automatic Sync Policy is enabled unless for dry run")
        sync = self._revisions(app, request, automated)
        head = self._git.head((app["spec"].get("source") or {}).get("repoURL", ""))
        if head and sync.get("revision") and not request.get("revision"):
            sync["revision"] = head
        policy = app["spec"].get("syncPolicy") or {}
        options = (request.get("syncOptions") or {}).get("items") if request.get("syncOptions") is not None \
            else policy.get("syncOptions")
        for name, value in (("prune", request.get("prune")), ("dryRun", request.get("dryRun")),
                            ("syncStrategy", request.get("strategy")), ("resources", request.get("resources")),
                            ("source", None if app["spec"].get("sources") else app["spec"].get("source")),
                            ("manifests", request.get("manifests")), ("syncOptions", options),
                            ("sources", app["spec"].get("sources"))):
            if value is not None and (value or name in ("syncStrategy", "source")):
                sync[name] = _without_blanks(value) if name == "resources" else value
        if "revisions" in sync:
            sync["revisions"] = sync.pop("revisions")
        operation: dict[str, Any] = {"sync": sync, "initiatedBy": {"username": "admin"}}
        if request.get("infos"):
            operation["info"] = request["infos"]
        retry = request.get("retryStrategy")
        operation["retry"] = retry if retry is not None else policy.get("retry") or {}
        return self._begin(key, operation)

    def sync_automatically(self, key: Key) -> None:
        """What the controller does after a comparison that found another commit."""
        app = self._application(key)
        if not is_automated(app) or app.get("operation"):
            return
        source = app["spec"]["source"]
        self._begin(key, {"sync": {"revision": app["status"]["sync"]["revision"], "source": source},
                          "initiatedBy": {"automated": True}, "retry": {"limit": 5}})

    def rollback(self, key: Key, request: dict[str, Any]) -> Application:
        app = self._application(key)
        self._refuse_deleting(app)
        if is_automated(app):
            raise RpcError(FAILED_PRECONDITION, "rollback cannot be initiated when auto-sync is enabled")
        if "id" not in request:
            raise RpcError(INTERNAL, 'grpc: error while marshaling: proto: required field "id" not set')
        wanted = request["id"]
        entry = next((one for one in app["status"].get("history") or [] if one.get("id", 0) == wanted), None)
        if entry is None:
            raise RpcError(INVALID_ARGUMENT, f"application {key[0]}/{key[1]} does not have deployment with id {wanted}")
        sync: dict[str, Any] = {"revision": entry.get("revision", "")}
        sync |= {name: True for name in ("prune", "dryRun") if request.get(name)}
        sync["syncStrategy"] = {"apply": {}}
        options = (app["spec"].get("syncPolicy") or {}).get("syncOptions")
        for name, value in (("source", entry.get("source")), ("syncOptions", options),
                            ("sources", entry.get("sources")), ("revisions", entry.get("revisions"))):
            if value:
                sync[name] = value
        return self._begin(key, {"sync": sync, "initiatedBy": {"username": "admin"}, "retry": {}})

    def terminate(self, key: Key) -> None:
        app = self._application(key)
        if not app.get("operation") or not app.get("status", {}).get("operationState"):
            raise RpcError(INVALID_ARGUMENT, "Unable to terminate operation. No operation is in progress")
        self.stop(key)

        def terminating(changed: Application) -> None:
            changed["status"]["operationState"]["phase"] = "Terminating"
        self._store.change(key, terminating)
        threading.Thread(target=self._finish_termination, args=(key,), daemon=True).start()

    def stop(self, key: Key) -> None:
        """Ends the playing of an application's history."""
        with self._lock:
            player = self._players.pop(key, None)
        if player:
            player.set()

    def _finish_termination(self, key: Key) -> None:
        def end(app: Application) -> None:
            # Unless the test is over: then it is another application.
            if app["status"]["operationState"]["phase"] == "Terminating":
                finish(app, self._clock.stamp(), "Failed", "Operation terminated")

        self._clock.sleep(0.1)
        try:
            self._store.change(key, end)
        except KeyError:
            pass

    def _application(self, key: Key) -> Application:
        app = self._store.get(key)
        if app is None:
            raise RpcError(PERMISSION_DENIED, "permission denied")
        return app

    @staticmethod
    def _refuse_deleting(app: Application) -> None:
        if app["metadata"].get("deletionTimestamp"):
            raise RpcError(FAILED_PRECONDITION, "application is deleting")

    @staticmethod
    def _revisions(app: Application, request: dict[str, Any], automated: bool) -> dict[str, Any]:
        """The revision(s) of the operation: the source's own, or the asked ones."""
        local = request.get("manifests") is not None
        sources = app["spec"].get("sources")
        if not sources:
            target = (app["spec"].get("source") or {}).get("targetRevision", "")
            asked = request.get("revision") or ""
            if asked and asked != (target or "HEAD") and automated:
                raise RpcError(FAILED_PRECONDITION, f"Cannot sync to {asked}: auto-sync currently set to {target}")
            return {} if local else {"revision": _resolve_for_sync(asked or target)}
        wanted = [""] * len(sources)
        for position, revision in zip(request.get("sourcePositions") or [], request.get("revisions") or []):
            if not 0 < position <= len(sources):
                raise RpcError(UNKNOWN, "source position is out of range")
            wanted[position - 1] = revision
        for source, asked in zip(sources, wanted):
            target = source.get("targetRevision", "")
            if asked and asked != (target or "HEAD") and automated:
                raise RpcError(FAILED_PRECONDITION, f"Cannot sync source {source['repoURL']} to {asked}: "
                               f"auto-sync currently set to {target}")
        return {} if local else {"revisions": [_resolve_for_sync(asked or source.get("targetRevision", ""))
                                               for source, asked in zip(sources, wanted)]}

    def _begin(self, key: Key, operation: dict[str, Any]) -> Application:
        with self._lock:
            app = self._store.get(key)
            if app is None:
                raise RpcError(PERMISSION_DENIED, "permission denied")
            if app.get("operation"):
                raise RpcError(FAILED_PRECONDITION, "another operation is already in progress")
            self.started += 1
            self._store.sync_count[key] = self._store.sync_count.get(key, 0) + 1
            scenario = self._scenario(key, operation)
            version = scenario.first_version if scenario else None
            asked = self._store.change(key, lambda changed: request_operation(changed, operation), version)
            if scenario is not None:
                history = recorded_history(scenario)
            else:
                unasked = {**app, "operation": operation}
                history = default_history(unasked, self._manifests(key), self.scripts.get(key, "success"))
            stop = threading.Event()
            previous = self._players.get(key)
            if previous:
                previous.set()
            self._players[key] = stop
            if history.pin:
                self._store.pinned.add(key)
            thread = threading.Thread(target=self._play, args=(key, history, stop), daemon=True)
            self._threads[key] = thread
        thread.start()
        return asked

    def wait_played(self, key: Key, seconds: float) -> None:
        """Waits (real time) until the application's history is at its end."""
        thread = self._threads.get(key)
        if thread:
            thread.join(seconds)

    def _scenario(self, key: Key, operation: dict[str, Any]) -> Scenario | None:
        """The next recorded run for this application; how the request differs from it is noted as a problem."""
        waiting = self.scenarios.get(key)
        if not waiting:
            return None
        scenario = waiting.popleft()
        if scenario.operation is not None and _comparable(operation) != _comparable(scenario.operation):
            self.problems.append(f"{key[1]}: operation asked for {_comparable(operation)}, "
                                 f"recorded {_comparable(scenario.operation)}")
        return scenario if scenario.rows or scenario.after != scenario.before else None

    def _play(self, key: Key, history: History, stop: threading.Event) -> None:
        if history.gate:
            self._store.wait_watched(key, history.gate, stop)
        for step in history.steps:
            if not self._clock.sleep(step.delay, stop, history.gap):
                return
            with self._lock:
                if stop.is_set():
                    return
                try:
                    self._store.change(key, lambda app, step=step: step.edit(app, self._clock.stamp()), step.version)
                except KeyError:
                    return


def _without_blanks(resources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in resource.items() if value} for resource in resources]


def _comparable(operation: dict[str, Any]) -> dict[str, Any]:
    """Without what has no order: the infos."""
    compared = dict(operation)
    if "info" in compared:
        compared["info"] = sorted(compared["info"], key=lambda info: str(info.get("name")))
    return compared
