"""Projects: list, get, detailed, create, update, delete, the tokens of roles, and the windows that are open.

Windows are recorded only; those of a project that was made or changed since are all closed.
"""

from __future__ import annotations

import json
from typing import Any

from . import gojson, projection
from .http_message import Request, Response, grpc_ok
from .project_store import Project
from .rpc_error import INVALID_ARGUMENT, NOT_FOUND, RpcError
from .session_routes import json_body
from .simulation import Reply, Simulation

ABORTED = 10
_BELOW = ("detailed", "syncwindows", "globalprojects")


def project_routes(sim: Simulation, request: Request) -> Reply | None:
    parts = request.segments()
    if parts[:3] != ["api", "v1", "projects"]:
        return None
    sim.claims(request)
    answer = _answer(sim, request, parts[3:])
    return None if answer is None else grpc_ok(gojson.dumps(answer))


def _answer(sim: Simulation, request: Request, rest: list[str]) -> Any:
    if not rest:
        return _list(sim, request) if request.method == "GET" else _create(sim, request)
    name = rest[0]
    if request.method == "GET":
        return _read(sim, name, rest[1:])
    if rest[1:2] == ["roles"] and rest[3:4] == ["token"]:
        return _token(sim, request, name, rest[2], rest[4:])
    if len(rest) > 1:
        return None
    return _update(sim, request, name) if request.method == "PUT" else _delete(sim, name)


def _list(sim: Simulation, request: Request) -> Any:
    found = sim.projects.list()
    return projection.prune(found, request.value("fields")) if request.value("fields") else found


def _missing(name: str) -> RpcError:
    return RpcError(NOT_FOUND, f'appprojects.argoproj.io "{name}" not found')


def _found(sim: Simulation, name: str) -> Project:
    project = sim.projects.get(name)
    if project is None:
        raise _missing(name)
    return project


def _read(sim: Simulation, name: str, below: list[str]) -> Any:
    if not below:
        return _found(sim, name)
    if below == ["detailed"]:
        project = sim.projects.get(name)
        if project is None:
            raise RpcError(NOT_FOUND, f'error getting app project "{name}": appproject.argoproj.io "{name}" not found')
        return {**_recorded(sim, name, "detailed"), "project": project}
    if below[0] in _BELOW:
        _found(sim, name)
        return _recorded(sim, name, below[0])
    return None


def _recorded(sim: Simulation, name: str, below: str) -> Any:
    return json.loads(sim.snapshot.body(f"/api/v1/projects/{name}/{below}") or b"{}")


def _asked(request: Request) -> Project:
    project = json_body(request).get("project")
    if not project:
        raise RpcError(INVALID_ARGUMENT, "missing payload 'project' in request")
    _check(project.get("spec") or {})
    return dict(project)


def _check(spec: dict[str, Any]) -> None:
    """Of the server's many rules those that tests meet."""
    for role in spec.get("roles") or []:
        for policy in role.get("policies") or []:
            if len(policy.split(",")) != 6:
                raise RpcError(INVALID_ARGUMENT, f"invalid policy rule '{policy}': "
                                                 "must be of the form: 'p, sub, res, act, obj, eft'")
    seen: set[str] = set()
    for url in spec.get("sourceRepos") or []:
        if url in seen:
            raise RpcError(INVALID_ARGUMENT, f"source repository '{url}' already added")
        seen.add(url)


def _create(sim: Simulation, request: Request) -> Project:
    body = json_body(request)
    asked = _asked(request)
    name = asked.setdefault("metadata", {}).get("name", "")
    if not name:
        raise RpcError(INVALID_ARGUMENT, 'AppProject.argoproj.io "" is invalid: metadata.name: Required value: '
                                         "name or generateName is required")
    with sim.projects.lock:
        existing = sim.projects.get(name)
        if existing is None:
            return sim.projects.add(asked, sim.namespace(""))
        if body.get("upsert"):
            return sim.projects.change(name, lambda project: project.update(spec=asked.get("spec") or {}))
        if existing["spec"] != (asked.get("spec") or {}):
            raise RpcError(INVALID_ARGUMENT,
                           "existing project spec is different; use upsert flag to force update")
        return existing


def _update(sim: Simulation, request: Request, name: str) -> Project:
    body = json_body(request)
    asked = body.get("project") or {}
    _check(asked.get("spec") or {})
    with sim.projects.lock:
        version = _found(sim, name)["metadata"]["resourceVersion"]
        given = (asked.get("metadata") or {}).get("resourceVersion")
        if not given:
            raise RpcError(INVALID_ARGUMENT, f'appprojects.argoproj.io "{name}" is invalid: metadata.resourceVersion: '
                                             "Invalid value: 0: must be specified for an update")
        if given != version:
            raise RpcError(ABORTED, f'Operation cannot be fulfilled on appprojects.argoproj.io "{name}": the object has '
                                    "been modified; please apply your changes to the latest version and try again")
        return sim.projects.change(name, lambda project: project.update(
            spec=asked.get("spec") or {}, status=asked.get("status") or {}))


def _delete(sim: Simulation, name: str) -> dict[str, Any]:
    if name == "default":
        raise RpcError(INVALID_ARGUMENT, f"name '{name}' is reserved and cannot be deleted")
    _found(sim, name)
    users = sum(app["spec"].get("project") == name and app["metadata"]["namespace"] == sim.namespace("")
                for app in sim.store.list())
    if users:
        raise RpcError(INVALID_ARGUMENT, f"project is referenced by {users} applications")
    sim.projects.delete(name)
    return {}


def _token(sim: Simulation, request: Request, name: str, role_name: str, below: list[str]) -> dict[str, Any]:
    with sim.projects.lock:
        project = _found(sim, name)
        role = next((one for one in project["spec"].get("roles") or [] if one["name"] == role_name), None)
        if request.method == "DELETE":
            if role is not None:
                kept = [one for one in _tokens(role) if one.get("iat") != int(below[0])]
                if len(kept) != len(_tokens(role)):
                    _keep(sim, name, role_name, kept)
            return {}
        if role is None:
            raise RpcError(NOT_FOUND, f"project '{name}' does not have role '{role_name}'")
        return _new_token(sim, json_body(request), name, role)


def _tokens(role: dict[str, Any]) -> list[dict[str, Any]]:
    return list(role.get("jwtTokens") or [])


def _new_token(sim: Simulation, body: dict[str, Any], name: str, role: dict[str, Any]) -> dict[str, Any]:
    wanted = body.get("id") or None
    if wanted and any(one.get("id") == wanted for one in _tokens(role)):
        raise RpcError(INVALID_ARGUMENT, f"rpc error: code = InvalidArgument desc = Token id '{wanted}' has been used. ")
    token = sim.tokens.mint(f"proj:{name}:{role['name']}", body.get("expiresIn") or None, wanted, issued_ago=0)
    claims = sim.tokens.verify(token)
    entry = {"iat": claims["iat"], **({"exp": claims["exp"]} if "exp" in claims else {}), "id": claims["jti"]}
    _keep(sim, name, role["name"], [*_tokens(role), entry])
    return {"token": token}


def _keep(sim: Simulation, name: str, role_name: str, tokens: list[dict[str, Any]]) -> None:
    """Tokens stand in the role and in the status."""
    def apply(project: Project) -> None:
        for role in project["spec"].get("roles") or []:
            if role["name"] == role_name:
                role.pop("jwtTokens", None)
                if tokens:
                    role["jwtTokens"] = tokens
        by_role = project.setdefault("status", {}).setdefault("jwtTokensByRole", {})
        by_role[role_name] = {"items": tokens} if tokens else {}

    sim.projects.change(name, apply)
