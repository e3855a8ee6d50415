"""Everything else below /api/v1: projects, clusters, accounts …, answered as it was recorded."""

from __future__ import annotations

import urllib.parse

from .application_routes import _recorded
from .http_message import TEXT, Request, Response
from .rpc_error import NOT_FOUND, RpcError, permission_denied
from .simulation import Reply, Simulation

_KNOWN = {"projects", "clusters", "repositories", "repocreds", "certificates", "gpgkeys", "applicationsets",
          "account", "notifications", "session", "settings", "applications", "write-repositories", "write-repocreds"}


def recorded_routes(sim: Simulation, request: Request) -> Reply | None:
    parts = request.segments()
    if parts[:2] != ["api", "v1"] or len(parts) < 3:
        return None
    if parts[2] not in _KNOWN:
        return Response(b"Not Found\n", 404, TEXT)
    sim.claims(request)
    if request.method not in ("GET", "HEAD"):
        return Response(b"Method Not Allowed\n", 405, TEXT)
    found = sim.snapshot.answer(request.target) or sim.snapshot.answer(_reescaped(request))
    if found is not None:
        return _recorded(found)
    if parts[2] == "projects" and len(parts) > 3:
        raise RpcError(NOT_FOUND, f'appprojects.argoproj.io "{parts[3]}" not found')
    if parts[2] in ("clusters", "account", "repositories"):
        raise permission_denied()
    return Response(b"Not Found\n", 404, TEXT)


def _reescaped(request: Request) -> str:
    """The target with its path escaped the way the recording's client did."""
    path = "/" + "/".join(urllib.parse.quote(part, safe="*") for part in request.segments())
    query = request.target.partition("?")[2]
    return f"{path}?{query}" if query else path
