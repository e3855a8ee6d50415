"""The managed resources of an application: recorded, set by a test, or derived; as its state now says they are."""

from __future__ import annotations

from typing import Any

from . import gojson, projection
from .application_store import Application, Key
from .http_message import Request, Response, grpc_ok
from .simulation import Simulation

_NAMES = ("group", "kind", "namespace", "name")


def managed_items(sim: Simulation, key: Key, app: Application) -> list[dict[str, Any]]:
    items = sim.managed.get(key)
    if items is None:
        items = [_synced_if_so(item, app) for item in sim.live.managed(key, app).get("items", [])]
    return items


def managed_resources(sim: Simulation, request: Request, key: Key, app: Application) -> Response:
    items = managed_items(sim, key, app)
    wanted = {name: request.value(name) for name in _NAMES if request.value(name)}
    items = [item for item in items if all(item.get(name, "") == value for name, value in wanted.items())]
    body: dict[str, Any] = {"items": items} if items else {}
    if request.value("fields"):
        body = projection.prune(body, request.value("fields"))
    return grpc_ok(gojson.dumps(body))


def _synced_if_so(item: dict[str, Any], app: Application) -> dict[str, Any]:
    """What was out of sync when it was recorded, and has been synced since, is as it was predicted then."""
    synced = any(resource.get("status") == "Synced" and not resource.get("hook")
                 and all(resource.get(name, "") == item.get(name, "") for name in _NAMES)
                 for resource in app.get("status", {}).get("resources") or [])
    if not (synced and item.get("modified")):
        return item
    live = item["predictedLiveState"]
    return {name: value for name, value in item.items() if name != "modified"} | {
        "liveState": live, "normalizedLiveState": live}
