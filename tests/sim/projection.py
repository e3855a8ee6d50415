"""The `fields` query: a fixed map on the list of applications, generic pruning elsewhere."""

from __future__ import annotations

from typing import Any, Callable

from . import gojson

Application = dict[str, Any]
_NOTHING = object()


def _path(*keys: str, default: Any = None) -> Callable[[Application], Any]:
    def look(app: Application) -> Any:
        value: Any = app
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
            if value is None:
                return default
        return value
    return look


def _under(parent: Callable[[Application], Any], key: str) -> Callable[[Application], Any]:
    """The field of an optional parent: nothing when the parent is missing, null when the field is."""
    def look(app: Application) -> Any:
        value = parent(app)
        return _NOTHING if value is None else value.get(key)
    return look


_operation_state = _path("status", "operationState")

LIST_FIELDS: dict[str, Callable[[Application], Any]] = {
    "metadata.name": _path("metadata", "name", default=""),
    "metadata.namespace": _path("metadata", "namespace", default=""),
    "metadata.annotations": _path("metadata", "annotations"),
    "metadata.labels": _path("metadata", "labels"),
    "metadata.creationTimestamp": _path("metadata", "creationTimestamp"),
    "metadata.deletionTimestamp": _path("metadata", "deletionTimestamp"),
    "spec": _path("spec", default={}),
    "spec.destination": _path("spec", "destination", default={}),
    "spec.project": _path("spec", "project", default=""),
    "spec.source": _path("spec", "source"),
    "spec.sources": _path("spec", "sources"),
    "spec.sourceHydrator": _path("spec", "sourceHydrator"),
    "spec.syncPolicy": _path("spec", "syncPolicy"),
    "status.sourceHydrator": _path("status", "sourceHydrator", default={}),
    "status.summary": _path("status", "summary", default={}),
    "status.sync.status": _path("status", "sync", "status", default=""),
    "status.sync.revision": _path("status", "sync", "revision", default=""),
    "status.health": _path("status", "health", default={}),
    "status.operationState.startedAt": _under(_operation_state, "startedAt"),
    "status.operationState.finishedAt": _under(_operation_state, "finishedAt"),
    "status.operationState.phase": _under(_operation_state, "phase"),
    "status.operationState.operation.sync": _under(_operation_state, "syncResult"),
    "status.resources": lambda app: _path("status", "resources")(app) or _NOTHING,
    "operation.sync": _under(_path("operation"), "sync"),
}


def _requested(fields: str) -> tuple[set[str], bool]:
    exclude = fields.startswith("-")
    return set(fields.removeprefix("-").split(",")), exclude


def application_projection(fields: str) -> Callable[[Application], Application]:
    """An application as the fixed map of fields shows it. A field below one already taken whole is left out."""
    names, exclude = _requested(fields)
    chosen = sorted(name for name in LIST_FIELDS if (f"items.{name}" in names) != exclude)
    return lambda app: _project(app, chosen)


def _project(app: Application, chosen: list[str]) -> Application:
    result: Application = {}
    taken_whole: set[str] = set()
    for name in chosen:
        value = LIST_FIELDS[name](app)
        parts = name.split(".")
        if value is _NOTHING or any(".".join(parts[:i]) in taken_whole for i in range(1, len(parts))):
            continue
        taken_whole.add(name)
        target = result
        for part in parts[:-1]:
            target = target.setdefault(part, {})
        target[parts[-1]] = value
    return _sorted_outer(result, taken_whole)


def _sorted_outer(result: Application, whole: set[str], prefix: str = "") -> Application:
    """Sorts the keys of the maps made here; values taken whole keep their order."""
    return {key: result[key] if prefix + key in whole or not isinstance(result[key], dict)
            else _sorted_outer(result[key], whole, f"{prefix}{key}.") for key in sorted(result)}


def prune(message: Any, fields: str) -> Any:
    """Generic pruning by dotted paths; arrays are transparent; keys come out sorted."""
    names, exclude = _requested(fields)
    return _prune(gojson.sorted_maps(message), "", names, exclude)


def _prune(value: Any, path: str, names: set[str], exclude: bool) -> Any:
    if isinstance(value, list):
        return [_prune(item, path, names, exclude) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {}
    for key, inner in value.items():
        inner_path = f"{path}.{key}" if path else key
        if exclude:
            if inner_path not in names:
                kept[key] = _prune(inner, inner_path, names, True)
        elif inner_path in names:
            kept[key] = inner
        elif any(name.startswith(inner_path) for name in names):
            kept[key] = _prune(inner, inner_path, names, False)
    return kept
