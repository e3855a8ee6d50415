"""Version, settings, login and logout, accounts."""

from __future__ import annotations

import json

from . import gojson
from .access import account_of
from .gojson import BodyError
from .http_message import Request, Response, grpc_ok
from .open_id_routes import with_sso
from .rpc_error import INVALID_ARGUMENT, UNAUTHENTICATED, RpcError
from .simulation import Reply, Simulation, cookie_token

LOGIN_SECONDS = 86400
_FOR_USERS = ("resourceOverrides", "controllerNamespace", "passwordPattern")


def json_body(request: Request) -> dict:
    try:
        body = gojson.loads_body(request.body)
    except BodyError as error:
        raise RpcError(INVALID_ARGUMENT, str(error)) from error
    return body if isinstance(body, dict) else {}


def session_routes(sim: Simulation, request: Request) -> Reply | None:
    route = (request.method, request.path)
    if route == ("GET", "/api/version"):
        return _version(sim, request)
    if route == ("GET", "/api/v1/settings"):
        return _settings(sim, request)
    if route == ("POST", "/api/v1/session"):
        return _login(sim, request)
    if route == ("DELETE", "/api/v1/session"):
        return Response(b"{}", headers=[("Grpc-Metadata-Content-Type", "application/grpc"),
                                        ("Set-Cookie", "argocd.token=; path=/; SameSite=lax; httpOnly")])
    if route == ("GET", "/api/v1/session/userinfo"):
        return _user_info(sim, request)
    if request.path == "/auth/logout":
        return _logout(sim, request)
    return None


def _version(sim: Simulation, request: Request) -> Response:
    body = sim.snapshot.body("/api/version") or b"{}"
    try:
        sim.claims(request)
    except RpcError:
        body = gojson.dumps({"Version": json.loads(body)["Version"]})
    return grpc_ok(body)


def _settings(sim: Simulation, request: Request) -> Response:
    body = with_sso(sim, sim.snapshot.body("/api/v1/settings") or b"{}")
    try:
        sim.claims(request)
    except RpcError:
        known = json.loads(body)
        body = gojson.dumps({name: value for name, value in known.items() if name not in _FOR_USERS})
    return grpc_ok(body)


def _login(sim: Simulation, request: Request) -> Response:
    body = json_body(request)
    username, password = body.get("username", ""), body.get("password", "")
    if not password:
        raise RpcError(UNAUTHENTICATED, "Blank passwords are not allowed")
    if len(username) > 32:
        raise RpcError(INVALID_ARGUMENT, "Username is too long (32 bytes max)")
    if sim.passwords.get(username) != password:
        raise RpcError(UNAUTHENTICATED, "Invalid username or password")
    token = sim.tokens.mint(f"{username}:login", LOGIN_SECONDS)
    reply = grpc_ok(gojson.dumps({"token": token}))
    reply.headers.append(("Set-Cookie", f"argocd.token={token}; path=/; SameSite=lax; httpOnly"))
    return reply


def _user_info(sim: Simulation, request: Request) -> Response:
    try:
        claims = sim.claims(request)
    except RpcError:
        return grpc_ok(b"{}")
    if claims.get("iss") != "argocd":
        return grpc_ok(gojson.dumps({"loggedIn": True, "username": claims.get("email", ""), "iss": claims["iss"],
                                     "groups": claims.get("groups", [])}))
    return grpc_ok(gojson.dumps({"loggedIn": True, "username": account_of(claims), "iss": "argocd"}))


def _logout(sim: Simulation, request: Request) -> Response:
    token = cookie_token(request)
    if not token:
        return Response(b"Failed to retrieve ArgoCD auth token\n", 400, "text/plain; charset=utf-8")
    try:
        sim.tokens.revoke(token)
    except ValueError:
        pass
    location = "http://" + request.headers.get("host", "")
    return Response(b"", 303, "text/html; charset=utf-8",
                    [("Set-Cookie", "argocd.token=; Path=/"), ("Location", location)])
