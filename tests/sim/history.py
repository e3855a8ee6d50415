"""A scripted history: what happens to an application after an operation was asked for, step by step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable

Application = dict[str, Any]
Edit = Callable[[Application, str], None]

_STATUS_ORDER = ["resources", "sync", "health", "history", "conditions", "reconciledAt", "operationState",
                 "observedAt", "sourceType", "summary"]
_OPERATION_STATE_ORDER = ["operation", "phase", "message", "syncResult", "startedAt", "finishedAt", "retryCount"]


@dataclass(frozen=True)
class Step:
    """`edit(app, stamp)` changes the application `delay` virtual seconds after the step before."""

    delay: float
    edit: Edit
    version: int | None = None


@dataclass
class History:
    """`gate`: real seconds to wait for a stream on the application before the first step is played.
    `gap`: at least that many real seconds lie between two steps."""

    steps: list[Step] = field(default_factory=list)
    gate: float = 0.0
    gap: float = 0.0
    pin: bool = False


def _ordered(value: dict[str, Any], order: list[str]) -> None:
    """Puts the known keys first, in the order of the server's structures."""
    rest = [key for key in value if key not in order]
    items = {key: value[key] for key in [*(key for key in order if key in value), *rest]}
    value.clear()
    value.update(items)


def arrange(app: Application) -> None:
    status = app.setdefault("status", {})
    if "operationState" in status:
        _ordered(status["operationState"], _OPERATION_STATE_ORDER)
    _ordered(status, _STATUS_ORDER)
    _ordered(app, ["metadata", "spec", "status", "operation"])


def request_operation(app: Application, operation: dict[str, Any]) -> None:
    """What the API server does when an operation is asked for."""
    app["operation"] = operation
    app.setdefault("status", {}).pop("operationState", None)
    arrange(app)


def start(app: Application, stamp: str) -> None:
    """The controller takes the operation up."""
    app["status"]["operationState"] = {"operation": app["operation"], "phase": "Running", "startedAt": stamp}
    arrange(app)


def finish(app: Application, stamp: str, phase: str, message: str) -> None:
    state = app["status"]["operationState"]
    state["phase"], state["message"], state["finishedAt"] = phase, message, stamp
    app.pop("operation", None)
    arrange(app)


def reconcile(app: Application, stamp: str) -> None:
    """The controller compares again: the sync status follows from the resources."""
    status = app["status"]
    status["reconciledAt"] = stamp
    wanted = [resource for resource in status.get("resources") or [] if not resource.get("hook")]
    synced = all(resource.get("status", "Synced") == "Synced" for resource in wanted)
    if status.get("sync", {}).get("status") != "Unknown":
        status.setdefault("sync", {})["status"] = "Synced" if synced else "OutOfSync"
    arrange(app)


def resource_key(resource: dict[str, Any]) -> tuple[str, str, str, str]:
    return (resource.get("group", ""), resource.get("kind", ""), resource.get("namespace", ""),
            resource.get("name", ""))
