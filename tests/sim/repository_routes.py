"""Repositories and shared credentials: kept as they are sent, shown without their secrets.

A repository on a local disk can be read where a recorded application comes from it, any other always. Connections
are not tried again: what could be added is Successful.
"""

from __future__ import annotations

from typing import Any

from . import gojson, protobuf
from .access import may_try_repository
from .http_message import Request, grpc_ok
from .rpc_error import INVALID_ARGUMENT, NOT_FOUND, UNKNOWN, RpcError, permission_denied
from .session_routes import json_body
from .simulation import Reply, Simulation

_SHOWN = ("repo", "connectionState", "insecure", "enableLfs", "type", "name", "inheritedCreds", "enableOCI",
          "githubAppID", "githubAppInstallationID", "githubAppEnterpriseBaseUrl", "proxy", "project",
          "forceHttpBasicAuth", "noProxy", "useAzureWorkloadIdentity", "depth", "azureServicePrincipalClientId",
          "azureServicePrincipalTenantId", "azureActiveDirectoryEndpoint")


def repository_routes(sim: Simulation, request: Request) -> Reply | None:
    parts = request.segments()
    if len(parts) > 4 or parts[:2] != ["api", "v1"] or parts[2:3] not in (["repositories"], ["repocreds"]):
        return None
    routes = _CREDENTIALS if parts[2] == "repocreds" else _REPOSITORIES
    route = routes.get((request.method, len(parts) > 3))
    if route is None:
        return None
    sim.claims(request)
    return grpc_ok(gojson.dumps(route(sim, request, *parts[3:])))


def validate_access(sim: Simulation, request: Request, messages: list[protobuf.Fields]) -> bytes:
    """The gRPC-Web call: 1 URL. The answer has no fields."""
    query = messages[0] if messages else {}
    may_try_repository(sim, request, query)
    _try_connection(sim, protobuf.text(query, 1))
    return b""


def _try_connection(sim: Simulation, url: str) -> None:
    if url.startswith("file://") and _normal(url) not in {_normal(known) for known in _sources(sim)}:
        raise RpcError(UNKNOWN, "error testing repository connectivity: unable to ls-remote HEAD on repository: failed "
                                "to list refs: repository not found")


def _sources(sim: Simulation) -> list[str]:
    specs = [app["spec"] for app in sim.snapshot.applications()]
    return [source.get("repoURL", "") for spec in specs for source in spec.get("sources") or [spec.get("source") or {}]]


def _normal(url: str) -> str:
    return url.strip().lower().removesuffix(".git")


def _shown(sim: Simulation, one: dict[str, Any]) -> dict[str, Any]:
    insecure = any(one.get(name) for name in ("insecure", "insecureIgnoreHostKey", "insecureOCIForceHttp"))
    state = {"status": "Successful", "message": "", "attemptedAt": sim.clock.stamp()}
    values = one | {"connectionState": state, "insecure": insecure, "type": one.get("type") or "git"}
    return {name: values[name] for name in _SHOWN if values.get(name)}


def _list(sim: Simulation, request: Request) -> Any:
    found = sorted(sim.repositories, key=lambda one: f"{one.get('project', '')}/{one['repo']}")
    return {"metadata": {}, "items": [_shown(sim, one) for one in found] or None}


def _find(sim: Simulation, request: Request, url: str) -> dict[str, Any]:
    """Of several with one URL, the one of the project that is named; of a single one, unless another is named."""
    project = request.value("appProject")
    found = [one for one in sim.repositories if _normal(one["repo"]) == _normal(url)]
    if not found:
        raise permission_denied()
    if len(found) == 1 and not project:
        return found[0]
    for one in found:
        if one.get("project", "") == project:
            return one
    raise RpcError(UNKNOWN, f'repository not found for url "{url}" and project "{project}"')


def _get(sim: Simulation, request: Request, url: str) -> Any:
    return _shown(sim, _find(sim, request, url))


def _create(sim: Simulation, request: Request) -> Any:
    wanted = json_body(request)
    project = wanted.get("project", "")
    if not project:
        _try_connection(sim, wanted["repo"])
    same = [one for one in sim.repositories if (one["repo"], one.get("project", "")) == (wanted["repo"], project)]
    _check_equal("repository", [one | {"type": one.get("type") or "git"} for one in same], wanted, request)
    sim.repositories[:] = [one for one in sim.repositories if one not in same] + [wanted]
    return {name: wanted[name] for name in ("repo", "type", "name") if wanted.get(name)} | {"connectionState": {
        "status": "", "message": "", "attemptedAt": None}}


def _check_equal(what: str, same: list[dict[str, Any]], wanted: dict[str, Any], request: Request) -> None:
    """What is there may be sent again, but changed only by an upsert. Which keys differ is not told here."""
    if same and same[0] != wanted and request.value("upsert") != "true":
        raise RpcError(INVALID_ARGUMENT, f"existing {what} spec is different; use upsert flag to force update")


def _delete(sim: Simulation, request: Request, url: str) -> Any:
    sim.repositories.remove(_find(sim, request, url))
    return {}


def _list_credentials(sim: Simulation, request: Request) -> Any:
    """A user name is all that is shown of those that have a password."""
    shown = [{name: one[name] for name in ("url", "username") if one.get(name)} for one in sim.repository_credentials]
    return {"metadata": {}, "items": shown or None}


def _create_credentials(sim: Simulation, request: Request) -> Any:
    wanted = json_body(request)
    if not wanted.get("url"):
        raise RpcError(INVALID_ARGUMENT, "must specify URL")
    same = [one for one in sim.repository_credentials if one["url"] == wanted["url"]]
    _check_equal("repository credentials", same, wanted, request)
    sim.repository_credentials[:] = [one for one in sim.repository_credentials if one not in same] + [wanted]
    return {"url": wanted["url"]}


def _delete_credentials(sim: Simulation, request: Request, url: str) -> Any:
    for one in sim.repository_credentials:
        if one["url"] == url:
            sim.repository_credentials.remove(one)
            return {}
    raise RpcError(NOT_FOUND, f"repository credentials '{url}' not found")


_REPOSITORIES = {("GET", False): _list, ("GET", True): _get, ("POST", False): _create, ("DELETE", True): _delete}
_CREDENTIALS = {("GET", False): _list_credentials, ("POST", False): _create_credentials,
                ("DELETE", True): _delete_credentials}
