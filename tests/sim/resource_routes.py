"""One resource of an application: its manifest, patches, deletion, and actions."""

from __future__ import annotations

import json
from typing import Any

from . import gojson, json_patch, resource_actions
from .application_routes import find
from .application_store import Key
from .application_write_routes import merged
from .http_message import Request, Response, grpc_ok
from .live_resources import Node
from .managed_resources import managed_resources
from .rpc_error import FAILED_PRECONDITION, INTERNAL, INVALID_ARGUMENT, UNKNOWN, RpcError
from .simulation import Reply, Simulation

_REQUIRED = ("resourceName", "version", "kind")


def resource_routes(sim: Simulation, request: Request) -> Reply | None:
    parts = request.segments()
    if parts[:3] != ["api", "v1", "applications"] or len(parts) < 5:
        return None
    name, route = parts[3], (request.method, "/".join(parts[4:]))
    if route == ("GET", "managed-resources") or route == ("GET", "resource-tree"):
        return _state(sim, request, name, parts[4])
    handler = _HANDLERS.get(route)
    if handler is None:
        return None
    sim.claims(request)
    return handler(sim, request, name)


def _state(sim: Simulation, request: Request, name: str, what: str) -> Reply | None:
    """A tree that is as it was recorded is left to others."""
    sim.claims(request)
    key = find(sim, request, name)
    app = sim.store.get(key) or {}
    if what == "managed-resources":
        return managed_resources(sim, request, key, app)
    return grpc_ok(gojson.dumps(sim.live.tree(key, app))) if sim.live.is_changed(key) else None


def _asked(request: Request, body: dict[str, Any] | None = None) -> dict[str, str]:
    names = ("group", "version", "kind", "namespace", "resourceName", "action")
    if body is not None:
        return {name: body.get(name, "") for name in names}
    for name in _REQUIRED:
        if name not in request.query:
            raise RpcError(INTERNAL, f'grpc: error while marshaling: proto: required field "{name}" not set')
    return {name: request.value(name) for name in names}


def _node(sim: Simulation, key: Key, asked: dict[str, str]) -> Node:
    wanted = (asked["group"], asked["kind"], asked["namespace"], asked["resourceName"])
    node = sim.live.find(key, sim.store.get(key) or {}, wanted)
    if node is None:
        raise RpcError(INVALID_ARGUMENT, f"{asked['kind']} {asked['group']} {asked['resourceName']} not found as part "
                       f"of application {key[1]}")
    return node


def _is_itself(key: Key, asked: dict[str, str]) -> bool:
    return (asked["group"], asked["kind"], asked["resourceName"]) == ("argoproj.io", "Application", key[1])


def _application(sim: Simulation, key: Key) -> dict[str, Any]:
    return {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", **(sim.store.get(key) or {})}


def _answer(manifest: dict[str, Any]) -> Response:
    text = gojson.dumps(gojson.sorted_maps(manifest)).decode()
    return grpc_ok(gojson.dumps({"manifest": text}))


def _get(sim: Simulation, request: Request, name: str) -> Response:
    asked = _asked(request)
    key = find(sim, request, name)
    return _answer(sim.live.manifest(key, sim.store.get(key) or {}, _node(sim, key, asked)))


def _patch(sim: Simulation, request: Request, name: str) -> Response:
    asked = _asked(request)
    key = find(sim, request, name)
    node = _node(sim, key, asked)
    manifest = sim.live.manifest(key, sim.store.get(key) or {}, node)
    kind = request.value("patchType")
    try:
        patch = json.loads(json.loads(request.body))
    except ValueError as error:
        raise RpcError(FAILED_PRECONDITION, "error patching resource: error decoding patch: unexpected end of JSON "
                       "input") from error
    if kind in ("application/merge-patch+json", "application/strategic-merge-patch+json"):
        manifest = merged(manifest, patch)
    elif kind == "application/json-patch+json":
        try:
            manifest = json_patch.apply(manifest, patch)
        except json_patch.PatchError as error:
            raise RpcError(UNKNOWN, f"error applying json patch: {error}") from error
    else:
        raise RpcError(UNKNOWN, "error patching resource: 415: Unsupported Media Type")
    sim.live.change(key, node, manifest)
    return _answer(manifest)


def _delete(sim: Simulation, request: Request, name: str) -> Response:
    asked = _asked(request)
    key = find(sim, request, name)
    sim.live.change(key, _node(sim, key, asked), None)
    return grpc_ok(b"{}")


def _actions(sim: Simulation, request: Request, name: str) -> Response:
    asked = _asked(request)
    key = find(sim, request, name)
    if _is_itself(key, asked):
        return _offer(_application(sim, key))
    node = _node(sim, key, asked)
    found = None if sim.live.is_changed(key) else sim.snapshot.body(request.target)
    return grpc_ok(found) if found else _offer(sim.live.manifest(key, sim.store.get(key) or {}, node))


def _offer(manifest: dict[str, Any]) -> Response:
    offered = resource_actions.offered(manifest)
    return grpc_ok(gojson.dumps({"actions": offered} if offered else {}))


def _run(sim: Simulation, key: Key, asked: dict[str, str]) -> Response:
    if _is_itself(key, asked):
        manifest = _application(sim, key)
        resource_actions.run(manifest, asked["action"], sim.clock.stamp())
        sim.store.change(key, lambda app: app.update(spec=manifest["spec"]))
        return grpc_ok(b"{}")
    node = _node(sim, key, asked)
    manifest = sim.live.manifest(key, sim.store.get(key) or {}, node)
    resource_actions.run(manifest, asked["action"], sim.clock.stamp())
    sim.live.change(key, node, manifest)
    return grpc_ok(b"{}")


def _run_v1(sim: Simulation, request: Request, name: str) -> Response:
    asked = _asked(request)
    key = find(sim, request, name)
    return _run(sim, key, {**asked, "action": json.loads(request.body)})


def _run_v2(sim: Simulation, request: Request, name: str) -> Response:
    body = json.loads(request.body)
    return _run(sim, find(sim, request, name, body), _asked(request, body))


_HANDLERS = {("GET", "resource"): _get, ("POST", "resource"): _patch, ("DELETE", "resource"): _delete,
             ("GET", "resource/actions"): _actions, ("POST", "resource/actions"): _run_v1,
             ("POST", "resource/actions/v2"): _run_v2}
