"""The tests' side door, /_sim/…: see argocd_sim.py for the list."""

from __future__ import annotations

import json
from typing import Any

from . import default_history, generated_applications, gojson, log_routes, open_id_routes, pod_states
from .application_store import Key
from .http_message import Request, Response
from .session_routes import json_body
from .simulation import Reply, Simulation


def control_routes(sim: Simulation, request: Request) -> Reply | None:
    if not request.path.startswith("/_sim/"):
        return None
    noun, *rest = request.segments()[1:]
    handler = _HANDLERS.get((request.method, noun))
    if handler is None:
        return Response(b'{"error":"no such control"}', 404)
    answer = handler(sim, request, rest)
    return Response(gojson.dumps({} if answer is None else answer))


def _key(sim: Simulation, request: Request, rest: list[str]) -> Key:
    return (rest[0], rest[1]) if len(rest) > 1 else (sim.namespace(""), rest[0])


def _state(sim: Simulation, request: Request, rest: list[str]) -> Any:
    syncs = {f"{namespace}/{name}": count for (namespace, name), count in sim.store.sync_count.items()}
    return {"connections": sim.connections, "requests": len(sim.requests), "open_streams": sim.open_streams,
            "watchers": sim.store.watchers(), "syncs_started": sim.operations.started, "syncs": syncs,
            "problems": sim.operations.problems, "faults": sim.faults.list(), "now": sim.clock.now(), "speed": sim.clock.speed}


def _requests(sim: Simulation, request: Request, rest: list[str]) -> Any:
    return list(sim.requests)


def _uploads(sim: Simulation, request: Request, rest: list[str]) -> Any:
    return list(sim.uploads)


def _forget_requests(sim: Simulation, request: Request, rest: list[str]) -> None:
    sim.requests.clear()


def _reset(sim: Simulation, request: Request, rest: list[str]) -> None:
    sim.faults.clear()
    sim.requests.clear()
    sim.uploads.clear()
    sim.connections = 0
    sim.idle_close = sim.keep_alive = sim.require_header = None
    sim.refresh_hangs = False
    sim.issuer, sim.sso_settings = None, {}
    sim.managed.clear()
    sim.tokens.revoked.clear()
    sim.load_snapshot()


def _add_faults(sim: Simulation, request: Request, rest: list[str]) -> None:
    body: Any = json.loads(request.body)
    for rule in body if isinstance(body, list) else [body]:
        sim.faults.add(rule)


def _clear_faults(sim: Simulation, request: Request, rest: list[str]) -> None:
    sim.faults.clear()


def _options(sim: Simulation, request: Request, rest: list[str]) -> None:
    body = json_body(request)
    if "idle_close_ms" in body:
        sim.idle_close = body["idle_close_ms"] / 1000 if body["idle_close_ms"] else None
    if "keep_alive_seconds" in body:
        sim.keep_alive = body["keep_alive_seconds"]
    if "refresh_hangs" in body:
        sim.refresh_hangs = bool(body["refresh_hangs"])
    if "require_header" in body:
        sim.require_header = tuple(body["require_header"]) if body["require_header"] else None
    if "password" in body:
        sim.passwords["admin"] = body["password"]


def _load_apps(sim: Simulation, request: Request, rest: list[str]) -> None:
    body: Any = json.loads(request.body)
    for app in body if isinstance(body, list) else [body]:
        sim.store.load(app)


def _generate(sim: Simulation, request: Request, rest: list[str]) -> None:
    generated_applications.fill(sim.store, int(json_body(request)["count"]))


def _app(sim: Simulation, request: Request, rest: list[str]) -> Any:
    return sim.store.get(_key(sim, request, rest))


def _patch_app(sim: Simulation, request: Request, rest: list[str]) -> None:
    """A JSON merge patch on the object, told to all watchers."""
    patch = json_body(request)
    sim.store.change(_key(sim, request, rest), lambda app: _merge_into(app, patch))


def _merge_into(target: dict[str, Any], patch: dict[str, Any]) -> None:
    for name, value in patch.items():
        if value is None:
            target.pop(name, None)
        elif isinstance(value, dict) and isinstance(target.get(name), dict):
            _merge_into(target[name], value)
        else:
            target[name] = value


def _delete_app(sim: Simulation, request: Request, rest: list[str]) -> None:
    key = _key(sim, request, rest)
    sim.operations.stop(key)
    sim.store.delete(key)


def _managed(sim: Simulation, request: Request, rest: list[str]) -> None:
    body = json_body(request)
    sim.managed[_key(sim, request, rest)] = body["items"] if "items" in body else (
        generated_applications.managed_config_maps(body["count"], body["kilobytes"], body["changed"]))


def _script(sim: Simulation, request: Request, rest: list[str]) -> Any:
    body = json_body(request)
    if body.get("script") not in default_history.SCRIPTS:
        return {"error": f"script is one of {', '.join(default_history.SCRIPTS)}"}
    sim.operations.scripts[(body.get("namespace") or sim.namespace(""), body["app"])] = body["script"]
    return None


def _push(sim: Simulation, request: Request, rest: list[str]) -> None:
    body = json_body(request)
    app = sim.store.get((sim.namespace(""), body["app"])) or {}
    sim.git.push(app["spec"]["source"]["repoURL"], body["commit"], body.get("date") or sim.clock.stamp(),
                 body.get("head", True))


def _logs(sim: Simulation, request: Request, rest: list[str]) -> None:
    log_routes.add_lines(sim, json_body(request))


def _pods(sim: Simulation, request: Request, rest: list[str]) -> Any:
    body = json_body(request)
    if body.get("state") not in pod_states.STATES:
        return {"error": f"state is one of {', '.join(pod_states.STATES)}"}
    pod_states.add_pods(sim, body)
    return None


def _events(sim: Simulation, request: Request, rest: list[str]) -> None:
    body = json_body(request)
    sim.events[(body.get("namespace") or sim.namespace(""), body["app"]), body.get("uid", "")] = body["events"]


def _case(sim: Simulation, request: Request, rest: list[str]) -> Any:
    return {"apps": ["/".join(key) for key in sim.load_case(json_body(request))]}


def _clock(sim: Simulation, request: Request, rest: list[str]) -> Any:
    body = json_body(request)
    if "speed" in body:
        sim.clock.set_speed(float(body["speed"]))
    if "advance" in body:
        sim.clock.advance(float(body["advance"]))
    return {"now": sim.clock.now(), "speed": sim.clock.speed}


def _mint(sim: Simulation, request: Request, rest: list[str]) -> Any:
    body = json_body(request)
    return {"token": sim.tokens.mint(body.get("subject", "admin:login"), body.get("expires_in", 86400),
                                     body.get("jti"))}


def _accounts(sim: Simulation, request: Request, rest: list[str]) -> None:
    body = json_body(request)
    sim.accounts.append({"name": body["name"], "enabled": True, "capabilities": ["apiKey", "login"]})
    sim.passwords[body["name"]] = body.get("password", "password")
    if body.get("role", "admin") != "admin":
        sim.roles[body["name"]] = body["role"]


def _revoke(sim: Simulation, request: Request, rest: list[str]) -> None:
    sim.tokens.revoke(json_body(request)["token"])


_HANDLERS = {
    ("GET", "state"): _state, ("GET", "requests"): _requests, ("DELETE", "requests"): _forget_requests,
    ("GET", "uploads"): _uploads,
    ("POST", "reset"): _reset, ("POST", "faults"): _add_faults, ("DELETE", "faults"): _clear_faults,
    ("POST", "options"): _options, ("PUT", "apps"): _load_apps, ("POST", "generate"): _generate,
    ("GET", "apps"): _app, ("PATCH", "apps"): _patch_app, ("DELETE", "apps"): _delete_app,
    ("PUT", "managed"): _managed, ("POST", "script"): _script, ("POST", "logs"): _logs, ("POST", "case"): _case,
    ("POST", "push"): _push, ("POST", "pods"): _pods, ("PUT", "events"): _events,
    ("POST", "clock"): _clock,
    ("PUT", "accounts"): _accounts, ("POST", "tokens"): _mint, ("POST", "revocations"): _revoke,
    ("POST", "sso"): open_id_routes.start, ("PATCH", "sso"): open_id_routes.change,
    ("GET", "sso"): open_id_routes.show,
}
