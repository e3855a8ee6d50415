"""The stream of logs: of an application's pods, merged by time.

Where a test has not said what a container writes, it is as recorded: the cluster has no kubelet, so a pod on a node
tells that it cannot be reached, and one without a node says nothing.
"""

from __future__ import annotations

from typing import Any, Iterator

from .application_routes import find
from .application_store import Key
from .clock import rfc3339, rfc3339_nano
from .http_message import REASONS, Request, Response, StreamResponse
from .live_resources import Node
from .logs import Line, seconds_of
from .rpc_error import INVALID_ARGUMENT, UNKNOWN, RpcError
from .simulation import Reply, Simulation
from .stream_writer import StreamWriter

_POLL_SECONDS, _MOST_PODS = 0.05, 10
_NO_TIME = "0001-01-01T00:00:00Z"
_UNREACHABLE = "no preferred addresses found; known addresses: []"


def add_lines(sim: Simulation, body: dict[str, Any]) -> None:
    """The control POST /_sim/logs; a pod that is not in the tree is put there."""
    key = (body.get("namespace") or sim.namespace(""), body["app"])
    pod, container = body["pod"], body.get("container", "main")
    known = {node["name"] for node in _pods(sim, key)}
    lines = sim.logs.lines.setdefault((key, pod, container), [])
    lines += [Line(time, content) for time, content in body["lines"]]
    if pod not in known:
        containers = [{"name": name} for name in body.get("containers", [container])]
        sim.live.add(key, {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": pod, "namespace": "default"},
                           "spec": {"containers": containers}})


def log_routes(sim: Simulation, request: Request) -> Reply | None:
    parts = request.segments()
    if parts[:3] != ["api", "v1", "applications"] or request.method != "GET":
        return None
    pod = parts[5] if len(parts) == 7 and parts[4] == "pods" and parts[6] == "logs" else ""
    if not pod and parts[4:] != ["logs"]:
        return None
    try:
        sim.claims(request)
        return _stream(sim, request, parts[3], pod)
    except RpcError as error:
        chunk = error.stream_chunk(REASONS)
        if request.wants_events:
            return Response(b"data: " + chunk + b" \n\n\n", error.http_status, "text/event-stream")
        return Response(chunk, error.http_status)


def _pods(sim: Simulation, key: Key) -> list[Node]:
    nodes = sim.live.tree(key, sim.store.get(key) or {}).get("nodes") or []
    return [node for node in nodes if node["kind"] == "Pod" and not node.get("group") and node.get("uid")]


def _selected(sim: Simulation, key: Key, request: Request, pod: str) -> list[Node]:
    """The pods that are, or belong to, the resource that was named."""
    nodes = {node.get("uid"): node for node in sim.live.tree(key, sim.store.get(key) or {}).get("nodes") or []}
    wanted = {"name": pod or request.value("resourceName"), "kind": "Pod" if pod else request.value("kind"),
              "group": request.value("group"), "namespace": request.value("namespace")}

    def belongs(node: Node) -> bool:
        if all(not value or node.get(name, "") == value for name, value in wanted.items()):
            return True
        return any(belongs(nodes[parent["uid"]]) for parent in node.get("parentRefs", []) if parent["uid"] in nodes)

    return [node for node in _pods(sim, key) if belongs(node)]


def _stream(sim: Simulation, request: Request, name: str, pod: str) -> StreamResponse:
    until = request.value("untilTime")
    try:
        limit = seconds_of(until) if until else None
    except ValueError as error:
        raise RpcError(UNKNOWN, f'invalid untilTime parameter value: parsing time "{until}" as '
                       f'"2006-01-02T15:04:05.999999999Z07:00": cannot parse "{until}" as "2006"') from error
    if "sinceTime" in request.query:
        raise RpcError(INVALID_ARGUMENT, "field type *v1.Time is not supported in query parameters")
    key = find(sim, request, name)
    pods = _selected(sim, key, request, pod)
    if len(pods) > _MOST_PODS:
        raise RpcError(INVALID_ARGUMENT, "max pods to view logs are reached. Please provide more granular query")

    def run(writer: StreamWriter) -> None:
        if not pods:
            return
        for entry in _entries(sim, request, key, pods, writer):
            if not writer.alive():
                return
            if limit is not None and entry["timeStamp"] and seconds_of(entry["timeStampStr"]) > limit:
                writer.message({"result": {**entry, "last": True}})
                return
            writer.message({"result": entry})
        if not writer.cut and writer.alive():
            now = sim.clock.now()
            writer.message({"result": _entry("", rfc3339(now), rfc3339_nano(now), "", True)})

    return StreamResponse(run)


def _entry(content: str, stamp: str | None, exact: str, pod: str, last: bool = False) -> dict[str, Any]:
    return {"content": content, "timeStamp": stamp, "last": last, "timeStampStr": exact, "podName": pod}


def _wants(request: Request, content: str) -> bool:
    text = request.value("filter")
    inverse, literal = text.startswith("!"), text.removeprefix("!")
    if request.value("matchCase") != "true":
        literal, content = literal.lower(), content.lower()
    return (literal in content) != inverse


def _entries(sim: Simulation, request: Request, key: Key, pods: list[Node],
             writer: StreamWriter) -> Iterator[dict[str, Any]]:
    """All that is there by its time and, when following, what comes."""
    told: dict[tuple[Key, str, str], int] = {}
    since, tail = int(request.value("sinceSeconds") or 0), int(request.value("tailLines") or 0)
    begin = sim.clock.now() - since if since > 0 else 0.0
    for content in _refusals(sim, request, key, pods):
        if _wants(request, content):
            yield _entry(content, None, _NO_TIME, "")
    while True:
        found: list[tuple[float, str, Line]] = []
        for source in _sources(sim, request, key, pods):
            lines = _written(sim, request)[source]
            fresh = [line for line in lines[told.get(source, 0):] if line.seconds >= begin]
            if source not in told and tail > 0:
                fresh = fresh[-tail:]
            told[source] = len(lines)
            found += [(line.seconds, source[1], line) for line in fresh]
        for seconds, pod, line in sorted(found, key=lambda one: one[0]):
            if _wants(request, line.content):
                yield _entry(line.content, rfc3339(seconds), line.time, pod)
        if request.value("follow") != "true" or not writer.alive():
            return
        sim.stopping.wait(_POLL_SECONDS)


def _written(sim: Simulation, request: Request) -> dict[tuple[Key, str, str], list[Line]]:
    return sim.logs.previous if request.value("previous") == "true" else sim.logs.lines


def _sources(sim: Simulation, request: Request, key: Key, pods: list[Node]) -> list[tuple[Key, str, str]]:
    names = {pod["name"] for pod in pods}
    wanted = request.value("container")
    return [source for source in list(_written(sim, request)) if source[0] == key and source[1] in names
            and (source[2] == wanted or not wanted and len(sim.logs.containers(key, source[1])) == 1)]


def _refusals(sim: Simulation, request: Request, key: Key, pods: list[Node]) -> Iterator[str]:
    """Why a pod has nothing to show; these lines have neither pod nor time."""
    for pod in pods:
        containers = sim.logs.containers(key, pod["name"])
        if len(containers) > 1 and not request.value("container"):
            yield f"a container name must be specified for pod {pod['name']}, choose one of: [{' '.join(containers)}]"
        elif containers and request.value("container") not in ("", *containers):
            yield f"container {request.value('container')} is not valid for pod {pod['name']}"
        elif not containers and any(one["name"] == "Node" and one.get("value") for one in pod.get("info", [])):
            yield _UNREACHABLE
