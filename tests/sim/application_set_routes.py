"""Application sets: list, get, create, preview, delete. Of the generators, those of lists make applications."""

from __future__ import annotations

import copy
import json
import re
import uuid
from typing import Any

from . import gojson, selector
from .application_routes import parse_selector
from .http_message import Request, Response, grpc_ok
from .rpc_error import INVALID_ARGUMENT, NOT_FOUND, RpcError
from .session_routes import json_body
from .simulation import Reply, Simulation

Set = dict[str, Any]
_REFRESH = "argocd.argoproj.io/application-set-refresh"
_COMPARED = ("labels", "annotations", "finalizers")


def application_set_routes(sim: Simulation, request: Request) -> Reply | None:
    parts = request.segments()
    if parts[:3] != ["api", "v1", "applicationsets"] or len(parts) > 4:
        return None
    sim.claims(request)
    route = (request.method, len(parts))
    if route == ("GET", 3):
        listed = _listed(sim, request)
        recorded = sim.snapshot.body("/api/v1/applicationsets")
        version = json.loads(recorded or b"{}").get("metadata") or {}
        return _answer({"metadata": version, "items": listed or None})
    if route == ("POST", 3):
        return _answer(_create(sim, request))
    if route == ("POST", 4) and parts[3] == "generate":
        return _answer({"applications": _applications(json_body(request)["applicationSet"])})
    key = (sim.namespace(request.value("appsetNamespace")), parts[3])
    if request.method in ("GET", "DELETE") and key not in sim.application_sets:
        of_get, of_delete = "ApplicationSet: applicationset", "ApplicationSets: applicationsets"
        raise RpcError(NOT_FOUND, f"error getting {of_get if request.method == 'GET' else of_delete}.argoproj.io "
                                  f'"{key[1]}" not found')
    if route == ("GET", 4):
        return _answer(sim.application_sets[key])
    if route == ("DELETE", 4):
        del sim.application_sets[key]
        return _answer({})
    return None


def _answer(value: Any) -> Response:
    return grpc_ok(gojson.dumps(value))


def _listed(sim: Simulation, request: Request) -> list[Set]:
    projects, namespace = request.values("projects"), request.value("appsetNamespace")
    requirements = parse_selector(request.value("selector"))
    return [each for key, each in sorted(sim.application_sets.items())
            if namespace in ("", key[0]) and selector.matches(requirements, each["metadata"].get("labels"))
            and (not projects or each["spec"]["template"]["spec"].get("project") in projects)]


def _create(sim: Simulation, request: Request) -> Set:
    asked = json_body(request)
    metadata = asked.setdefault("metadata", {})
    if request.value("dryRun") == "true":
        resources = [{"name": app["metadata"]["name"], "health": {}} for app in _applications(asked)]
        return {**asked, "status": {"resources": resources, "health": {}}}
    metadata["namespace"] = sim.namespace(metadata.get("namespace", ""))
    key = (metadata["namespace"], metadata["name"])
    known = sim.application_sets.get(key)
    if known and not _is_same(known, asked):
        if request.value("upsert") != "true":
            raise RpcError(INVALID_ARGUMENT,
                           "existing ApplicationSet spec is different, use upsert flag to force update")
        known["spec"] = asked["spec"]
        known["metadata"].update({name: metadata[name] for name in _COMPARED if metadata.get(name)})
    if not known:
        metadata.update(uid=str(uuid.uuid4()), creationTimestamp=sim.clock.stamp())
        sim.application_sets[key] = {**asked, "status": {"health": {}}}
        if _REFRESH in (metadata.get("annotations") or {}):
            _reconcile(sim.application_sets[key])
    return sim.application_sets[key]


def _reconcile(made: Set) -> None:
    """What its controller does, who is away unless asked for a refresh. It makes no applications."""
    resources = [{"group": "argoproj.io", "kind": "Application", "namespace": made["metadata"]["namespace"],
                  "name": app["metadata"]["name"]} for app in _applications(made)]
    made["status"] = {"health": {}, "resources": resources, "conditions": [
        {"type": kind, "status": status, "message": "", "reason": ""}
        for kind, status in (("ErrorOccurred", "False"), ("ResourcesUpToDate", "True"))]}


def _is_same(known: Set, asked: Set) -> bool:
    return known["spec"] == asked["spec"] and all(
        (known["metadata"].get(name) or None) == (asked["metadata"].get(name) or None) for name in _COMPARED)


def _applications(asked: Set) -> list[Set]:
    spec = asked.get("spec") or {}
    elements = [element for generator in spec.get("generators") or []
                for element in (generator.get("list") or {}).get("elements") or []]
    return [{"metadata": made["metadata"], "spec": made["spec"], "status": {"health": {}}}
            for made in (_filled(copy.deepcopy(spec["template"]), element) for element in elements)]


def _filled(value: Any, element: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(item, element) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, element) for item in value]
    if isinstance(value, str):
        return re.sub(r"\{\{\s*\.?(\w+)\s*}}", lambda match: str(element.get(match[1], match[0])), value)
    return value
