"""What Kubernetes tells of the resources of an application, and Argo CD of the application."""

from __future__ import annotations

from . import gojson
from .application_routes import find
from .http_message import Request, grpc_ok
from .rpc_error import INVALID_ARGUMENT, RpcError
from .simulation import Reply, Simulation


def event_routes(sim: Simulation, request: Request) -> Reply | None:
    """Where a test has said nothing, as recorded."""
    parts = request.segments()
    if parts[:3] != ["api", "v1", "applications"] or parts[4:] != ["events"] or request.method != "GET":
        return None
    sim.claims(request)
    key = find(sim, request, parts[3])
    uid, name = request.value("resourceUID"), request.value("resourceName")
    if not uid and not name:
        events = sim.events.get((key, ""))
        return None if events is None else _answer(events)
    nodes = sim.live.tree(key, sim.store.get(key) or {}).get("nodes") or []
    wanted = (uid, name, request.value("resourceNamespace"))
    if not any((node.get("uid", ""), node["name"], node.get("namespace", "")) == wanted for node in nodes):
        raise RpcError(INVALID_ARGUMENT, f"{name} not found as part of application {parts[3]}")
    return _answer(sim.events.get((key, uid), []))


def _answer(events: list[dict[str, object]]) -> Reply:
    return grpc_ok(gojson.dumps({"metadata": {"resourceVersion": "1"}, "items": events or None}))
