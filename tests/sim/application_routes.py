"""Reading applications, and the operations on them: list, get, sync, rollback, terminate, delete."""

from __future__ import annotations

import json
import threading
import zlib
from typing import Any, Iterator

from . import gojson, projection, selector
from .application_store import REFRESH_ANNOTATION, Application, Key, list_view, project_of
from .history import reconcile
from .http_message import PackedResponse, Request, Response, grpc_ok
from .operations import resolve
from .rpc_error import (FAILED_PRECONDITION, INVALID_ARGUMENT, PERMISSION_DENIED, UNKNOWN, RpcError,
                        application_not_found, permission_denied)
from .session_routes import json_body
from .simulation import Reply, Simulation

_REFRESH_SECONDS, _PLAY_SECONDS = 0.02, 5.0


def application_routes(sim: Simulation, request: Request) -> Reply | None:
    parts = request.segments()
    if parts[:3] != ["api", "v1", "applications"]:
        return None
    sim.claims(request)
    if len(parts) == 3:
        return _list(sim, request) if request.method == "GET" else None
    name, rest = parts[3], "/".join(parts[4:])
    route = (request.method, rest)
    if route == ("POST", "sync"):
        return _sync(sim, request, name)
    if route == ("POST", "rollback"):
        body = json_body(request)
        key = find(sim, request, name, body)
        return grpc_ok(gojson.dumps(list_view(sim.operations.rollback(key, body))))
    if route == ("DELETE", "operation"):
        sim.operations.terminate(find(sim, request, name))
        return grpc_ok(b"{}")
    if route == ("DELETE", ""):
        return _delete(sim, request, name)
    if route == ("GET", ""):
        return _get(sim, request, name)
    if request.method == "GET":
        return _detail(sim, request, name, rest)
    return None


def find(sim: Simulation, request: Request, name: str, body: dict[str, Any] | None = None) -> Key:
    """The application asked for. A missing one is denied, unless the project was named too: then it is not found."""
    given = body or {}
    projects = request.values("project", "projects") or ([given["project"]] if given.get("project") else [])
    key = (sim.namespace(request.value("appNamespace") or given.get("appNamespace") or ""), name)
    app = sim.store.get(key)
    if app is None:
        raise application_not_found(name) if projects else permission_denied()
    if projects and project_of(app) != projects[0]:
        raise application_not_found(name)
    return key


def parse_selector(text: str) -> list[selector.Requirement]:
    try:
        return selector.parse(text)
    except selector.SelectorError as error:
        raise RpcError(UNKNOWN, f"error parsing the selector: {error}") from error


_kept_lists: dict[str, tuple[int, Response]] = {}
_kept_lists_lock = threading.Lock()
_LARGE, _KEPT = 1 << 18, 64


def _list(sim: Simulation, request: Request) -> Response:
    """A list is kept, of a large one only the gzip form, until an application changes."""
    with _kept_lists_lock:
        generation, kept = _kept_lists.get(request.target, (-1, None))
        if kept is not None and generation == sim.store.generation:
            return kept
        generation = sim.store.generation
        reply = _list_reply(sim, request)
        if len(_kept_lists) >= _KEPT:
            _kept_lists.clear()
        _kept_lists[request.target] = (generation, reply)
        return reply


def _list_reply(sim: Simulation, request: Request) -> Response:
    """Packed while it is made where it is large: it may be half a gigabyte."""
    begun, size, packed = [], 0, b""
    packer = zlib.compressobj(6, wbits=16 + zlib.MAX_WBITS)
    for piece in _list_pieces(sim, request):
        begun.append(piece)
        size += len(piece)
        if size > _LARGE:
            packed += packer.compress(b"".join(begun))
            begun.clear()
    if not packed:
        return grpc_ok(b"".join(begun))
    packed += packer.compress(b"".join(begun)) + packer.flush()
    return PackedResponse(headers=grpc_ok(b"").headers, gzipped=packed)


def _list_pieces(sim: Simulation, request: Request) -> Iterator[bytes]:
    fields = request.value("fields")
    metadata = b'"metadata":%s' % gojson.dumps({"resourceVersion": sim.store.list_version()})
    yield b"{" if fields else b"{%s," % metadata
    shown = projection.application_projection(fields) if fields else list_view
    count = 0
    for app in _chosen(sim, request):
        yield (b"," if count else b'"items":[') + gojson.dumps(shown(app))
        count += 1
    yield b"]" if count else b'"items":null'
    yield b",%s}" % metadata if fields else b"}"


def _chosen(sim: Simulation, request: Request) -> Iterator[Application]:
    requirements = parse_selector(request.value("selector"))
    projects, namespace = request.values("projects", "project"), request.value("appNamespace")
    name = request.value("name")
    return (app for app in sim.store.each() if selector.matches(requirements, app["metadata"].get("labels"))
            and (not projects or project_of(app) in projects)
            and namespace in ("", app["metadata"]["namespace"]) and name in ("", app["metadata"]["name"]))


def _get(sim: Simulation, request: Request, name: str) -> Response:
    key = find(sim, request, name)
    if request.value("refresh") and key in sim.store.pinned:
        sim.operations.wait_played(key, _PLAY_SECONDS)
    elif request.value("refresh"):
        _refresh(sim, key, request.value("refresh"))
    app = sim.store.get(key)
    if app is None:
        raise permission_denied()
    return grpc_ok(gojson.dumps(app))


def _refresh(sim: Simulation, key: Key, kind: str) -> None:
    """Asks the controller for a comparison and waits until it has been made."""
    def ask(app: Application) -> None:
        app["metadata"].setdefault("annotations", {})[REFRESH_ANNOTATION] = kind

    def compare(app: Application) -> None:
        annotations = app["metadata"].get("annotations", {})
        annotations.pop(REFRESH_ANNOTATION, None)
        if not annotations:
            app["metadata"].pop("annotations", None)
        sim.git.compare(app)
        if not app.get("operation"):
            reconcile(app, sim.clock.stamp())
    try:
        sim.store.change(key, ask)
        if sim.refresh_hangs:
            sim.stopping.wait()
        sim.clock.sleep(_REFRESH_SECONDS)
        compared = sim.store.change(key, compare)
        if compared["status"]["sync"].get("status") == "OutOfSync" and sim.git.head(
                (compared["spec"].get("source") or {}).get("repoURL", "")):
            sim.operations.sync_automatically(key)
    except KeyError as error:
        raise permission_denied() from error


def _sync(sim: Simulation, request: Request, name: str) -> Response:
    body = json_body(request)
    key = find(sim, request, name, body)
    windows = sim.snapshot.answer(f"/api/v1/applications/{name}/syncwindows")
    if windows and not json.loads(windows["body"]).get("canSync"):
        raise RpcError(PERMISSION_DENIED, "cannot sync: blocked by sync window")
    return grpc_ok(gojson.dumps(list_view(sim.operations.sync(key, body))))


def _delete(sim: Simulation, request: Request, name: str) -> Response:
    key = find(sim, request, name)
    cascade, policy = request.value("cascade"), request.value("propagationPolicy")
    if cascade == "false" and policy:
        raise RpcError(INVALID_ARGUMENT, "cannot set propagation policy when cascading is disabled")
    if policy not in ("", "foreground", "background"):
        raise RpcError(INVALID_ARGUMENT, f"invalid propagation policy: {policy}")
    sim.operations.stop(key)
    app = sim.store.get(key) or {}
    if cascade == "false" and not app["metadata"].get("finalizers"):
        sim.store.delete(key)
        return grpc_ok(b"{}")

    def mark(changed: Application) -> None:
        changed["metadata"]["deletionTimestamp"] = sim.clock.stamp()
        changed["metadata"]["deletionGracePeriodSeconds"] = 0
        changed["metadata"]["finalizers"] = ["resources-finalizer.argocd.argoproj.io", *others]

    others = [one for one in app["metadata"].get("finalizers") or [] if "argocd.argoproj.io" not in one]
    sim.store.change(key, mark)
    if others:  # somebody else's, who does not take it away
        return grpc_ok(b"{}")
    threading.Thread(target=_finish_deletion, args=(sim, key), daemon=True).start()
    return grpc_ok(b"{}")


def _finish_deletion(sim: Simulation, key: Key) -> None:
    """Unless the test is over: then there is another application of that name."""
    sim.clock.sleep(0.2)
    if "deletionTimestamp" in (sim.store.get(key) or {"metadata": {}})["metadata"]:
        sim.store.delete(key)


def _detail(sim: Simulation, request: Request, name: str, rest: str) -> Reply | None:
    """What hangs below an application: recorded where it was recorded, else derived."""
    given_project = request.values("project")
    key = find(sim, request, name)
    if rest == "links" and key[0] != sim.namespace("") and not request.value("namespace"):
        raise permission_denied()
    if rest.startswith("revisions/") and rest.endswith("/metadata") and sim.git.date(rest.split("/")[1]):
        return grpc_ok(gojson.dumps({"author": "a <a@example.com>", "date": sim.git.date(rest.split("/")[1])}))
    if rest == "manifests":
        for revision in request.values("revision", "revisions"):
            resolve(revision)
    ignored = {"manifests": {"revisions", "sourcePositions", "noCache", *_known_revision(request)}}.get(rest, set())
    if key[0] == sim.namespace(""):
        ignored = ignored | {"appNamespace"}
    found = sim.snapshot.answer(request.target, frozenset(ignored))
    if found is not None:
        return _recorded(_as_of_first(found) if request.value("revision") == "first" else found)
    app = sim.store.get(key)
    if app is None:
        raise application_not_found(name) if given_project else permission_denied()
    return _derived(request, app, rest)


def _known_revision(request: Request) -> set[str]:
    """A revision that was not recorded with this application is left aside."""
    return set() if request.value("revision") in ("", "v1.0.0") else {"revision"}


def _as_of_first(found: dict[str, Any]) -> dict[str, Any]:
    """What the repository's first commit renders to: its second one only scaled guestbook-ui from one to two."""
    body = json.loads(found["body"])
    for number, text in enumerate(body.get("manifests") or []):
        manifest = json.loads(text)
        if manifest["kind"] == "Deployment" and manifest["metadata"]["name"] == "guestbook-ui":
            manifest["spec"]["replicas"] = 1
            body["manifests"][number] = gojson.dumps(manifest).decode()
    return found | {"body": gojson.dumps(body).decode()}


def _recorded(found: dict[str, Any]) -> Response:
    content_type = found.get("headers", {}).get("Content-Type", "application/json")
    headers = [("Grpc-Metadata-Content-Type", "application/grpc")] if found["status"] == 200 else []
    return Response(found["body"].encode(), found["status"], content_type, headers)


def _derived(request: Request, app: Application, rest: str) -> Response | None:
    resources = app.get("status", {}).get("resources") or []
    if rest == "resource-tree":
        nodes = [{name: value for name, value in resource.items() if name not in ("status", "hook")} |
                 {"uid": f"00000000-0000-4000-8000-{number:012d}"} for number, resource in enumerate(resources)]
        return grpc_ok(gojson.dumps({"nodes": nodes} if nodes else {}))
    if rest == "syncwindows":
        return grpc_ok(b'{"canSync":true}')
    if rest in ("manifests", "links", "events"):
        return grpc_ok(b"{}")
    if rest in ("resource", "resource/actions", "resource/links"):
        asked = " ".join(request.value(part) for part in ("kind", "group", "resourceName"))
        raise RpcError(INVALID_ARGUMENT, f"{asked} not found as part of application {app['metadata']['name']}")
    if rest.startswith("revisions/"):
        raise RpcError(FAILED_PRECONDITION, "revision metadata is not simulated")
    return None
