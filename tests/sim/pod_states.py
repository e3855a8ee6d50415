"""Pods and what they belong to, as a scheduler, a kubelet and Argo CD's judgement of health would have them.

The control POST /_sim/pods: {app, namespace, name, state, container, owner, lines, count}. `state` is one of STATES;
`owner` is {kind, name} of a Job, which fails with its pods, a ReplicaSet or a Deployment, whose deadline has passed;
`lines` are what the container has written: before its restart where it crashes again and again.
"""

from __future__ import annotations

from typing import Any

from .application_store import Key
from .clock import rfc3339
from .logs import Line
from .simulation import Simulation

Manifest = dict[str, Any]
STATES = ("running", "crash_looping", "unschedulable", "failed", "image_missing")
_UNSCHEDULABLE = "0/3 nodes are available: 3 Insufficient memory."
_GROUPS = {"Job": "batch/v1", "ReplicaSet": "apps/v1", "Deployment": "apps/v1"}


def add_pods(sim: Simulation, body: dict[str, Any]) -> None:
    key = (body.get("namespace") or sim.namespace(""), body["app"])
    owner = body.get("owner")
    if owner:
        sim.live.add(key, _owner(owner["kind"], owner["name"]))
    count = body.get("count", 1)
    for number in range(count):
        name = body["name"] + (f"-{number}" if count > 1 else "")
        _add_pod(sim, key, name, body)


def _add_pod(sim: Simulation, key: Key, name: str, body: dict[str, Any]) -> None:
    state, container = body["state"], body.get("container", "main")
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": "default", "uid": f"uid-{name}"},
           "spec": {"containers": [{"name": container}], "restartPolicy": "Never" if state == "failed" else "Always"},
           "status": _status(state, container, name)}
    owner = body.get("owner")
    if owner:
        pod["metadata"]["ownerReferences"] = [{"kind": owner["kind"], "name": owner["name"], "uid": _uid(owner)}]
    sim.live.add(key, pod)
    now = sim.clock.now()
    sim.events[key, f"uid-{name}"] = [_event(rfc3339(now - 60), *told) for told in _told(state, container, name)]
    written = sim.logs.previous if state == "crash_looping" else sim.logs.lines
    written[key, name, container] = [Line(rfc3339(now - 60), text) for text in body.get("lines", [])]
    sim.logs.lines.setdefault((key, name, container), [])


def _uid(owner: dict[str, Any]) -> str:
    return f"uid-{owner['kind']}-{owner['name']}"


def _owner(kind: str, name: str) -> Manifest:
    metadata = {"name": name, "namespace": "default", "uid": f"uid-{kind}-{name}"}
    condition = ({"type": "Failed", "status": "True", "message": "Job has reached the specified backoff limit"}
                 if kind == "Job" else {"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded"})
    return {"apiVersion": _GROUPS[kind], "kind": kind, "metadata": metadata, "status": {"conditions": [condition]}}


def _status(state: str, container: str, pod: str) -> dict[str, Any]:
    if state == "unschedulable":
        return {"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False",
                                                    "reason": "Unschedulable", "message": _UNSCHEDULABLE}]}
    ended = {"terminated": {"exitCode": 3, "reason": "Error"}}
    one = {"name": container, "ready": state == "running", "restartCount": 0, "state": {"running": {}}}
    if state == "crash_looping":
        message = f"back-off 5m0s restarting failed container={container} pod={pod}"
        one |= {"restartCount": 7, "state": {"waiting": {"reason": "CrashLoopBackOff", "message": message}},
                "lastState": ended}
    elif state == "image_missing":
        one |= {"state": {"waiting": {"reason": "ImagePullBackOff", "message": 'Back-off pulling image "nginx:0"'}}}
    elif state == "failed":
        one |= {"state": ended}
    phase = {"failed": "Failed", "image_missing": "Pending"}.get(state, "Running")
    return {"phase": phase, "containerStatuses": [one]}


def _told(state: str, container: str, pod: str) -> list[tuple[str, str, str, int]]:
    """Type, reason, message, and how often."""
    scheduled = ("Normal", "Scheduled", f"Successfully assigned default/{pod} to node-1", 1)
    if state == "unschedulable":
        return [("Warning", "FailedScheduling", _UNSCHEDULABLE, 12)]
    if state == "crash_looping":
        return [scheduled, ("Warning", "BackOff", f"Back-off restarting failed container {container} in pod {pod}", 9)]
    if state == "image_missing":
        return [scheduled, ("Warning", "Failed", "Error: ImagePullBackOff", 4)]
    return [scheduled]


def _event(at: str, kind: str, reason: str, message: str, count: int) -> dict[str, Any]:
    """The scheduler counts in a series, others do not."""
    if reason == "FailedScheduling":
        return {"reason": reason, "message": message, "source": {}, "firstTimestamp": None, "lastTimestamp": None,
                "type": kind, "eventTime": at, "series": {"count": count, "lastObservedTime": at}}
    return {"reason": reason, "message": message, "source": {"component": "kubelet"}, "firstTimestamp": at,
            "lastTimestamp": at, "count": count, "type": kind, "eventTime": None}
