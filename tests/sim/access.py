"""Who may do what: the administrator all; of the accounts that a test adds (PUT /_sim/accounts) those with the role
`readonly` may look and those with `none` may not even that; the token of a project's role may look at projects.

A refusal tells what was refused, in the server's words; of what may not be seen it does not.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from . import gojson, protobuf
from .http_message import Request, Response, grpc_ok
from .rpc_error import PERMISSION_DENIED, RpcError, permission_denied
from .simulation import Reply, Simulation

_LISTS = ("applications", "applicationsets", "projects", "clusters", "repositories", "repocreds")
_ACTIONS = {"GET": "get", "POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete"}


@dataclass(frozen=True)
class Need:
    resource: str
    action: str
    subject: str = ""
    """What it is about: a project, project/application …"""
    is_told: bool = True


def account_of(claims: dict[str, Any]) -> str:
    subject = str(claims.get("sub", ""))
    return subject if subject.startswith("proj:") else subject.partition(":")[0]


def may(sim: Simulation, claims: dict[str, Any], need: Need) -> bool:
    account = account_of(claims)
    if account.startswith("proj:"):
        return need.resource != "projects" or need.action == "get"
    if need.resource == "accounts" and need.subject == account:
        return True
    if _is_administrator(sim, claims):
        return True
    return sim.roles[account] == "readonly" and need.action == "get"


def _is_administrator(sim: Simulation, claims: dict[str, Any]) -> bool:
    account = account_of(claims)
    return not account.startswith("proj:") and sim.roles.get(account, "admin") == "admin"


def authorise(sim: Simulation, claims: dict[str, Any], need: Need) -> None:
    if may(sim, claims, need):
        return
    if not need.is_told:
        raise permission_denied()
    issued = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(claims.get("iat", 0)))
    raise RpcError(PERMISSION_DENIED, f"permission denied: {need.resource}, {need.action}, {need.subject}, "
                                      f"sub: {account_of(claims)}, iat: {issued}")


def access_routes(sim: Simulation, request: Request) -> Reply | None:
    """Not a route: ends what is not allowed before any other sees it."""
    parts = request.segments()
    if parts[:2] != ["api", "v1"] or len(parts) < 3:
        return None
    try:
        claims = sim.claims(request)
    except RpcError:
        return None
    needs = [] if _is_administrator(sim, claims) else _needs(sim, request, parts[2:])
    if not needs:
        return None
    if request.method == "GET" and len(parts) == 3 and parts[2] in _LISTS:
        return None if may(sim, claims, needs[0]) else grpc_ok(gojson.dumps({"metadata": {}, "items": None}))
    try:
        for need in needs:
            authorise(sim, claims, need)
    except RpcError as error:
        if parts[-1] == "logs":
            return Response(error.stream_chunk({403: "Forbidden"}), 403)
        raise
    return None


def may_try_repository(sim: Simulation, request: Request, query: protobuf.Fields) -> None:
    """Over gRPC-Web: 1 URL, 17 project."""
    authorise(sim, sim.claims(request), Need("repositories", "create", _below(protobuf.text(query, 17),
                                                                              protobuf.text(query, 1))))


def _below(project: str, name: str) -> str:
    return f"{project}/{name}" if project else name


def _needs(sim: Simulation, request: Request, parts: list[str]) -> list[Need]:
    noun, rest = parts[0], parts[1:]
    action = _ACTIONS.get(request.method, "get")
    if noun == "applications":
        return _of_application(sim, request, action, rest)
    if noun == "projects":
        name = rest[0] if rest else (_body(request).get("project") or {}).get("metadata", {}).get("name", "")
        return [Need(noun, "update" if rest[1:2] == ["roles"] else action, name)]
    if noun == "clusters":
        return [Need(noun, "update" if rest[1:] else action, rest[0] if rest else "", is_told=False)]
    if noun == "applicationsets":
        return [Need(noun, action, _set_name(sim, request, rest))] if _set_name(sim, request, rest) or not rest else []
    if noun in ("certificates", "gpgkeys"):
        return [Need(noun, action)]
    if noun in ("repositories", "repocreds"):
        return _of_repository(request, noun, action, rest)
    return []


def _body(request: Request) -> dict[str, Any]:
    try:
        body = gojson.loads_body(request.body)
    except gojson.BodyError:
        return {}
    return body if isinstance(body, dict) else {}


def _name_in(sim: Simulation, document: dict[str, Any], project: str) -> str:
    metadata = document.get("metadata") or {}
    namespace = sim.namespace(metadata.get("namespace", ""))
    inner = "" if namespace == sim.namespace("") else namespace + "/"
    return f"{project}/{inner}{metadata.get('name', '')}"


def _of_application(sim: Simulation, request: Request, action: str, rest: list[str]) -> list[Need]:
    if not rest and action == "get":
        return [Need("applications", "get", is_told=False)]
    if not rest:
        asked = _body(request)
        return [Need("applications", "create", _name_in(sim, asked, asked.get("spec", {}).get("project") or "default"))]
    app = sim.store.get((sim.namespace(request.value("appNamespace")), rest[0]))
    if app is None:
        return [Need("applications", "get", is_told=False)]
    name = _name_in(sim, app, app["spec"].get("project", ""))
    needed = [Need("applications", "get", name, is_told=False)]
    if action != "get":
        is_told = not rest[1:] or rest[1:] == ["sync"]
        needed.append(Need("applications", "sync" if rest[1:] == ["sync"] else action, name, is_told))
    return needed


def _set_name(sim: Simulation, request: Request, rest: list[str]) -> str:
    """Of a set that is sent or there; nobody may be told that one is not."""
    if request.method == "POST":
        found = _body(request).get("applicationSet") if rest == ["generate"] else _body(request)
    else:
        found = sim.application_sets.get((sim.namespace(request.value("appsetNamespace")), rest[0])) if rest else None
    if not found:
        return ""
    template = (found.get("spec") or {}).get("template") or {}
    return _name_in(sim, found, (template.get("spec") or {}).get("project", ""))


def _of_repository(request: Request, noun: str, action: str, rest: list[str]) -> list[Need]:
    asked = _body(request) if action == "create" else {}
    url = asked.get("repo" if noun == "repositories" else "url", "")
    name = rest[0] if rest else _below(asked.get("project", ""), url)
    change = Need("repositories", action, name, is_told=action != "get" or noun == "repocreds")
    if noun == "repositories" and rest:
        return [Need("repositories", "get", name, is_told=False), change]
    return [change]
