"""JSON Patch as Argo CD's server applies it: RFC 6902, and what it says where an operation does not apply.

A test against null holds where the member is absent, and `replace` of an absent member adds it.
"""

from __future__ import annotations

import copy
import json
from typing import Any

_MISSING = object()


class PatchError(Exception):
    """What follows "error applying patch: "."""


def apply(document: Any, operations: list[dict[str, Any]]) -> Any:
    changed = copy.deepcopy(document)
    for operation in operations:
        _apply(changed, operation)
    return changed


def _apply(document: Any, operation: dict[str, Any]) -> None:
    kind, path = operation["op"], operation["path"]
    *parents, last = [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]
    target = document
    for parent in parents:
        target = _member(target, parent)
        if target is _MISSING or not isinstance(target, (dict, list)):
            shown = f'doc is missing path: "{path}"' if kind == "add" else f"is missing path: {path}"
            raise PatchError(f"{kind} operation does not apply: {shown}: missing value")
    if kind == "test":
        _test(target, last, path, operation.get("value"))
    elif kind in ("add", "replace"):
        _put(target, kind, last, path, copy.deepcopy(operation.get("value")))
    elif kind == "remove":
        _remove(target, last, path)
    else:
        raise PatchError(f"Unexpected kind: {kind}")


def _member(target: Any, key: str) -> Any:
    if isinstance(target, dict):
        return target.get(key, _MISSING)
    if isinstance(target, list) and key.isdigit() and int(key) < len(target):
        return target[int(key)]
    return _MISSING


def _index(target: list[Any], kind: str, key: str, path: str, room: int = 0) -> int:
    if not key.isdigit() or int(key) >= len(target) + room:
        raise PatchError(f"error in {kind} for path: '{path}': Unable to access invalid index: {key}: "
                         "invalid index referenced")
    return int(key)


def _test(target: Any, key: str, path: str, value: Any) -> None:
    found = target[_index(target, "test", key, path)] if isinstance(target, list) else target.get(key)
    if json.dumps(found, sort_keys=True) != json.dumps(value, sort_keys=True):
        raise PatchError(f"testing value {path} failed: test failed")


def _put(target: Any, kind: str, key: str, path: str, value: Any) -> None:
    if isinstance(target, dict):
        target[key] = value
    elif kind == "replace":
        target[_index(target, kind, key, path)] = value
    else:
        target.insert(len(target) if key == "-" else _index(target, kind, key, path, 1), value)


def _remove(target: Any, key: str, path: str) -> None:
    if isinstance(target, list):
        del target[_index(target, "remove", key, path)]
    elif key in target:
        del target[key]
    else:
        raise PatchError(f"error in remove for path: '{path}': Unable to remove nonexistent key: {key}: missing value")
