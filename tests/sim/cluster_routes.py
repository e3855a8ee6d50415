"""Clusters: list, get, change, remove. A cluster is asked for by its URL or, with id.type, by its name."""

from __future__ import annotations

from typing import Any

from . import gojson
from .http_message import Request, Response, grpc_ok
from .rpc_error import permission_denied
from .session_routes import json_body
from .simulation import Reply, Simulation

_CHANGED = ("name", "namespaces", "labels", "annotations")


def cluster_routes(sim: Simulation, request: Request) -> Reply | None:
    parts = request.segments()
    if parts[:3] != ["api", "v1", "clusters"] or len(parts) > 5:
        return None
    sim.claims(request)
    if len(parts) == 3:
        return _answer({"metadata": {}, "items": sim.clusters}) if request.method == "GET" else None
    cluster = _find(sim, request, parts[3])
    if cluster is None:
        raise permission_denied()
    route = (request.method, parts[4:])
    if route == ("GET", []):
        return _answer(cluster)
    if route == ("PUT", []):
        asked = json_body(request)
        for field in request.values("updatedFields"):
            if field in _CHANGED:
                _set(cluster, field, asked.get(field))
        return _answer(cluster)
    if route == ("DELETE", []):
        sim.clusters.remove(cluster)
        return _answer({})
    if route == ("POST", ["rotate-auth"]):
        return _answer({})
    return None


def _answer(value: Any) -> Response:
    return grpc_ok(gojson.dumps(value))


def _set(cluster: dict[str, Any], field: str, value: Any) -> None:
    cluster.pop(field, None)
    if value:
        cluster[field] = value


def _find(sim: Simulation, request: Request, text: str) -> dict[str, Any] | None:
    key = "name" if request.value("id.type") == "name" else "server"
    return next((each for each in sim.clusters if each.get(key) == text), None)
