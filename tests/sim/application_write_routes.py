"""Writing applications: create, update, update of the spec, patch."""

from __future__ import annotations

import copy
import json
import uuid
from typing import Any

from . import gojson
from .application_routes import find
from .application_store import Application, Key, list_view
from .http_message import Request, Response, grpc_ok
from .rpc_error import INVALID_ARGUMENT, NOT_FOUND, UNKNOWN, RpcError
from .session_routes import json_body
from .simulation import Reply, Simulation

_PERSISTED = ("labels", "annotations", "finalizers")


def application_write_routes(sim: Simulation, request: Request) -> Reply | None:
    parts = request.segments()
    if parts[:3] != ["api", "v1", "applications"] or request.method not in ("POST", "PUT", "PATCH"):
        return None
    rest = parts[3:]
    if (request.method, len(rest)) == ("POST", 0):
        sim.claims(request)
        return _create(sim, request)
    if (request.method, rest[1:]) == ("PUT", ["spec"]):
        sim.claims(request)
        return _update_spec(sim, request, rest[0])
    if (request.method, len(rest)) == ("PUT", 1):
        sim.claims(request)
        return _update(sim, request, rest[0])
    if (request.method, len(rest)) == ("PATCH", 1):
        sim.claims(request)
        return _patch(sim, request, rest[0])
    return None


def _check(sim: Simulation, app: Application) -> None:
    name, spec = app["metadata"].get("name", ""), app.get("spec") or {}
    destination = spec.get("destination") or {}
    if not (destination.get("server") or destination.get("name")):
        raise RpcError(INVALID_ARGUMENT, f"application destination spec for {name} is invalid: "
                       "Destination server missing from app spec")
    project = spec.get("project") or "default"
    if sim.snapshot.answer(f"/api/v1/projects/{project}") is None:
        raise RpcError(NOT_FOUND, f'appprojects.argoproj.io "{project}" not found')


def _create(sim: Simulation, request: Request) -> Response:
    asked = json_body(request)
    _check(sim, asked)
    metadata = asked["metadata"]
    key = (sim.namespace(metadata.get("namespace", "")), metadata["name"])
    existing = sim.store.get(key)
    if existing is not None:
        same = existing["spec"] == asked["spec"] and all(
            (existing["metadata"].get(name) or None) == (metadata.get(name) or None) for name in _PERSISTED)
        if same:
            return grpc_ok(gojson.dumps(list_view(existing)))
        if request.value("upsert") != "true":
            raise RpcError(INVALID_ARGUMENT,
                           "existing application spec is different, use upsert flag to force update")
        return grpc_ok(gojson.dumps(list_view(sim.store.change(key, lambda app: _overwrite(app, asked)))))
    app = {"metadata": {"name": key[1], "namespace": key[0], "uid": str(uuid.uuid4()),
                        "resourceVersion": str(int(sim.store.list_version()) + 1), "generation": 1,
                        "creationTimestamp": sim.clock.stamp(),
                        **{name: metadata[name] for name in _PERSISTED if metadata.get(name)}},
           "spec": asked["spec"], "status": {"sync": {"status": "", "comparedTo": {"source": {}, "destination": {}}},
                                             "health": {}, "summary": {}, "sourceHydrator": {}}}
    sim.store.load(app)
    return grpc_ok(gojson.dumps(app))


def _overwrite(app: Application, asked: Application) -> None:
    app["spec"] = asked["spec"]
    for name in _PERSISTED:
        app["metadata"].pop(name, None)
        if asked["metadata"].get(name):
            app["metadata"][name] = asked["metadata"][name]


def _update_spec(sim: Simulation, request: Request, name: str) -> Response:
    spec = json_body(request)
    key = find(sim, request, name)
    _check(sim, {"metadata": {"name": name}, "spec": spec})
    app = sim.store.change(key, lambda changed: changed.update(spec=spec))
    return grpc_ok(gojson.dumps(app["spec"]))


def _update(sim: Simulation, request: Request, name: str) -> Response:
    asked = json_body(request)
    key = (sim.namespace(asked.get("metadata", {}).get("namespace", "")), name)
    if sim.store.get(key) is None:
        find(sim, request, name)
    _check(sim, asked)
    return grpc_ok(gojson.dumps(list_view(sim.store.change(key, lambda app: _overwrite(app, asked)))))


def _patch(sim: Simulation, request: Request, name: str) -> Response:
    body = json_body(request)
    key = find(sim, request, name, body)
    kind = body.get("patchType") or "json"
    try:
        patch = json.loads(body.get("patch", ""))
    except ValueError as error:
        raise RpcError(UNKNOWN, f"error decoding {kind} patch: unexpected end of JSON input") from error
    changed = copy.deepcopy(sim.store.get(key) or {})
    if kind == "merge":
        changed = merged(changed, patch)
    elif kind == "json":
        for change in patch:
            apply_operation(changed, change)
    else:
        raise RpcError(INVALID_ARGUMENT, f'Patch type \'{kind}\' is not supported')
    _check(sim, changed)
    return grpc_ok(gojson.dumps(list_view(_written(sim, key, changed))))


def _written(sim: Simulation, key: Key, asked: Application) -> Application:
    """What becomes of it; generation and managed fields as well, where such a write was recorded."""
    waiting = sim.operations.scenarios.get(key)
    after = waiting[0].after if waiting else None
    if after is None or after["spec"] != asked["spec"]:
        return sim.store.change(key, lambda app: _overwrite(app, asked))

    def replace(app: Application) -> None:
        app.clear()
        app.update(copy.deepcopy(after))

    return sim.store.change(key, replace, int(after["metadata"]["resourceVersion"]))


def merged(target: Any, patch: Any) -> Any:
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


def apply_operation(document: Any, change: dict[str, Any]) -> None:
    """One operation of a JSON patch: add, replace or remove."""
    *parents, last = [part.replace("~1", "/").replace("~0", "~") for part in change["path"].strip("/").split("/")]
    target = document
    try:
        for parent in parents:
            target = target[int(parent)] if isinstance(target, list) else target[parent]
        if isinstance(target, list):
            if change["op"] == "add":
                target.insert(len(target) if last == "-" else int(last), change["value"])
            elif change["op"] == "remove":
                del target[int(last)]
            else:
                target[int(last)] = change["value"]
        elif change["op"] == "remove":
            del target[last]
        else:
            target[last] = change["value"]
    except (KeyError, IndexError) as error:
        raise RpcError(UNKNOWN, f"error applying json patch: {change['op']} operation does not apply: "
                       f"doc is missing path: {change['path']}") from error
