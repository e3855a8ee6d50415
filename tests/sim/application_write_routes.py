"""Writing applications: create, update, update of the spec, patch."""

from __future__ import annotations

import copy
import json
import uuid
from typing import Any

from . import gojson, json_patch, spec_rules
from .application_routes import find
from .application_store import Application, Key, list_view
from .http_message import Request, Response, grpc_ok
from .rpc_error import INVALID_ARGUMENT, UNKNOWN, RpcError
from .session_routes import json_body
from .simulation import Reply, Simulation
from .spec_rules import Rules

_PERSISTED = ("labels", "annotations", "finalizers")
_CREATING = "error while validating and normalizing app: "
_UPDATING = "error validating and normalizing app: "
_UPDATING_SPEC = "error validating and updating app: "


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


def _project(sim: Simulation, spec: Application) -> Application:
    name = spec.get("project") or "default"
    found = sim.projects.get(name)
    if found is None:
        raise RpcError(INVALID_ARGUMENT, f'app is not allowed in project "{name}", or the project does not exist')
    return found


def _checked(sim: Simulation, name: str, spec: Application, validate: bool, wrapped: str) -> Application:
    """The spec as it is kept. RpcError where the server would not take it."""
    Rules(sim.snapshot, name, spec, wrapped).check(_project(sim, spec), validate)
    return spec_rules.normal(spec)


def _validates(request: Request) -> bool:
    return request.value("validate") != "false"


def _create(sim: Simulation, request: Request) -> Response:
    asked = json_body(request)
    metadata = asked.get("metadata") or {}
    key = (sim.namespace(metadata.get("namespace", "")), metadata.get("name", ""))
    if not key[1]:
        raise RpcError(UNKNOWN, f"{_CREATING}resource name may not be empty")
    asked["spec"] = _checked(sim, key[1], asked.get("spec") or {}, _validates(request), _CREATING)
    spec_rules.check_name(key[1])
    with sim.store.lock:
        existing = sim.store.get(key)
        if existing is None:
            return grpc_ok(gojson.dumps(_add(sim, key, asked)))
        if existing["spec"] == asked["spec"] and all(
                (existing["metadata"].get(name) or None) == (metadata.get(name) or None) for name in _PERSISTED):
            return grpc_ok(gojson.dumps(list_view(existing)))
        if request.value("upsert") != "true":
            raise RpcError(INVALID_ARGUMENT,
                           "existing application spec is different, use upsert flag to force update")
        return grpc_ok(gojson.dumps(list_view(
            sim.store.change(key, lambda app: _overwrite(app, _merged_metadata(app, asked))))))


def _add(sim: Simulation, key: Key, asked: Application) -> Application:
    metadata = asked["metadata"]
    app = {"metadata": {"name": key[1], "namespace": key[0], "uid": str(uuid.uuid4()),
                        "resourceVersion": str(int(sim.store.list_version()) + 1), "generation": 1,
                        "creationTimestamp": sim.clock.stamp(),
                        **{name: metadata[name] for name in _PERSISTED if metadata.get(name)}},
           "spec": asked["spec"], "status": {"sync": {"status": "", "comparedTo": {"source": {}, "destination": {}}},
                                             "health": {}, "summary": {}, "sourceHydrator": {}}}
    sim.store.load(app)
    return app


def _merged_metadata(app: Application, asked: Application) -> Application:
    """An upsert adds labels and annotations to those that are there."""
    metadata = dict(asked["metadata"])
    for name in ("labels", "annotations"):
        metadata[name] = {**(app["metadata"].get(name) or {}), **(metadata.get(name) or {})}
    return {**asked, "metadata": metadata}


def _overwrite(app: Application, asked: Application) -> None:
    app["spec"] = asked["spec"]
    for name in _PERSISTED:
        app["metadata"].pop(name, None)
        if asked["metadata"].get(name):
            app["metadata"][name] = asked["metadata"][name]


def _update_spec(sim: Simulation, request: Request, name: str) -> Response:
    spec = json_body(request)
    key = find(sim, request, name)
    spec = _checked(sim, name, spec, _validates(request), _UPDATING_SPEC + _UPDATING)
    current = sim.store.get(key) or {}
    return grpc_ok(gojson.dumps(_written(sim, key, {**current, "spec": spec})["spec"]))


def _update(sim: Simulation, request: Request, name: str) -> Response:
    asked = json_body(request)
    key = (sim.namespace(asked.get("metadata", {}).get("namespace", "")), name)
    if sim.store.get(key) is None:
        find(sim, request, name)
    asked["spec"] = _checked(sim, name, asked.get("spec") or {}, _validates(request), _UPDATING)
    return grpc_ok(gojson.dumps(list_view(sim.store.change(key, lambda app: _overwrite(app, asked)))))


def _patch(sim: Simulation, request: Request, name: str) -> Response:
    body = json_body(request)
    key = find(sim, request, name, body)
    kind = body.get("patchType") or "json"
    if kind not in ("json", "merge"):
        raise RpcError(INVALID_ARGUMENT, f'Patch type \'{kind}\' is not supported')
    try:
        patch = json.loads(body.get("patch", ""))
    except ValueError as error:
        raise RpcError(UNKNOWN, f"error decoding {kind} patch: unexpected end of JSON input") from error
    with sim.store.lock:
        current = sim.store.get(key) or {}
        try:
            changed = merged(current, patch) if kind == "merge" else json_patch.apply(current, patch)
        except json_patch.PatchError as error:
            raise RpcError(UNKNOWN, f"error applying patch: {error}") from error
        changed["spec"] = _checked(sim, name, changed.get("spec") or {}, True, _UPDATING)
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
