"""The watch streams: applications, and an application's resource tree."""

from __future__ import annotations

import json
import queue
from typing import Any

from . import gojson, projection, selector
from .application_routes import find
from .application_store import Application, Event, project_of
from .http_message import REASONS, Request, Response, StreamResponse
from .rpc_error import UNKNOWN, RpcError
from .simulation import Reply, Simulation
from .stream_writer import StreamWriter

_POLL_SECONDS = 0.1


def stream_routes(sim: Simulation, request: Request) -> Reply | None:
    parts = request.segments()
    if request.method != "GET" or parts[:4] != ["api", "v1", "stream", "applications"]:
        return None
    try:
        sim.claims(request)
        if len(parts) == 4:
            return _watch_applications(sim, request)
        if len(parts) == 6 and parts[5] == "resource-tree":
            return _watch_tree(sim, request, parts[4])
    except RpcError as error:
        return Response(error.stream_chunk(REASONS), error.http_status)
    return None


def _watch_applications(sim: Simulation, request: Request) -> StreamResponse:
    try:
        requirements = selector.parse(request.value("selector"))
    except selector.SelectorError as error:
        raise RpcError(UNKNOWN, f"error parsing labels with selectors: {error}") from error
    name, projects = request.value("name"), request.values("projects", "project")
    namespace, fields = sim.namespace(request.value("appNamespace")), request.value("fields")
    given_version = request.value("resourceVersion")
    least = int(given_version) if given_version.isdigit() else 0

    def covers(app: Application) -> bool:
        return ((not projects or project_of(app) in projects) and int(app["metadata"]["resourceVersion"]) >= least
                and (not name or (app["metadata"]["name"], app["metadata"]["namespace"]) == (name, namespace))
                and selector.matches(requirements, app["metadata"].get("labels")))

    def watched(app: Application) -> bool:
        """Whether this stream will tell of later versions of the application."""
        later = {**app, "metadata": {**app["metadata"], "resourceVersion": str(least)}}
        return covers(later)

    def run(writer: StreamWriter) -> None:
        teller = _Teller(writer, fields)
        with sim.store.lock:
            subscription = sim.store.subscribe(watched)
            present = sim.store.list() if not given_version or name else []
        try:
            for app in sorted(present, key=lambda one: f"{one['metadata']['namespace']}/{one['metadata']['name']}"):
                if covers(app):
                    teller.tell(Event("ADDED", app))
            while writer.alive():
                try:
                    event = subscription.events.get(timeout=_POLL_SECONDS)
                except queue.Empty:
                    continue
                if covers(event.app):
                    teller.tell(event)
        finally:
            sim.store.unsubscribe(subscription)

    return StreamResponse(run)


class _Teller:
    """Sends events, leaving out one that equals the last of the same application."""

    def __init__(self, writer: StreamWriter, fields: str) -> None:
        self._writer = writer
        self._fields = fields
        self._last: dict[str, bytes] = {}

    def tell(self, event: Event) -> None:
        message: Any = {"result": {"type": event.type, "application": event.app}}
        if self._fields:
            message = projection.prune(message, self._fields)
        text = gojson.dumps(message)
        name = event.app["metadata"]["name"]
        if self._last.get(name) != text:
            self._last[name] = text
            self._writer.message(message)


def _watch_tree(sim: Simulation, request: Request, name: str) -> StreamResponse:
    key = find(sim, request, name)
    fields = request.value("fields")

    def tree() -> Any:
        body = sim.snapshot.body(f"/api/v1/applications/{name}/resource-tree")
        known = json.loads(body) if body else {"nodes": []}
        app = sim.store.get(key) or {}
        healths = {(one.get("group", ""), one["kind"], one["name"]): one.get("health")
                   for one in app.get("status", {}).get("resources") or []}
        for node in known.get("nodes") or []:
            health = healths.get((node.get("group", ""), node["kind"], node["name"]))
            if health:
                node["health"] = health
        return known

    def run(writer: StreamWriter) -> None:
        with sim.store.lock:
            subscription = sim.store.subscribe(lambda app: False)
        try:
            while writer.alive():
                try:
                    event = subscription.events.get(timeout=_POLL_SECONDS)
                except queue.Empty:
                    continue
                if (event.app["metadata"]["namespace"], event.app["metadata"]["name"]) == key:
                    message = {"result": tree()}
                    writer.message(projection.prune(message, fields) if fields else message)
        finally:
            sim.store.unsubscribe(subscription)

    return StreamResponse(run)
