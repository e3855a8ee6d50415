"""Local accounts: list, get, can-i, their tokens, and passwords. A test adds accounts with PUT /_sim/accounts."""

from __future__ import annotations

import re
import uuid
from typing import Any

from . import gojson
from .access import Need, account_of, authorise, may
from .http_message import Request, grpc_ok
from .rpc_error import INVALID_ARGUMENT, NOT_FOUND, UNKNOWN, RpcError
from .session_routes import json_body
from .simulation import Reply, Simulation

Account = dict[str, Any]
_ACTIONS = "get create update delete sync override action invoke"
_RESOURCES = ("clusters projects applications applicationsets repositories write-repositories certificates accounts "
              "gpgkeys logs exec extensions")
_OF_PROJECTS = ("applications", "applicationsets", "logs", "exec")
_PATTERN = "^.{8,32}$"


def account_routes(sim: Simulation, request: Request) -> Reply | None:
    parts = request.segments()
    if parts[:3] != ["api", "v1", "account"]:
        return None
    claims, rest = sim.claims(request), parts[3:]
    if request.method == "GET" and not rest:
        seen = [one for one in sim.accounts if may(sim, claims, Need("accounts", "get", one["name"]))]
        return grpc_ok(gojson.dumps({"items": sorted(seen, key=lambda one: str(one["name"]))}))
    if request.method == "GET" and rest[0] == "can-i" and len(rest) >= 3:
        return grpc_ok(gojson.dumps({"value": _can_i(sim, claims, rest[1], rest[2], "/".join(rest[3:]))}))
    if request.method == "PUT" and rest == ["password"]:
        return grpc_ok(gojson.dumps(_change_password(sim, claims, json_body(request))))
    if len(rest) == 1 and request.method == "GET":
        authorise(sim, claims, Need("accounts", "get", rest[0]))
        return grpc_ok(gojson.dumps(_found(sim, rest[0])))
    if rest[1:2] == ["token"]:
        authorise(sim, claims, Need("accounts", "update", rest[0]))
        change = {("POST", 2): _create_token, ("DELETE", 3): _delete_token}.get((request.method, len(rest)))
        return grpc_ok(gojson.dumps(change(sim, request, _found(sim, rest[0])))) if change else None
    return None


def _found(sim: Simulation, name: str) -> Account:
    for account in sim.accounts:
        if account["name"] == name:
            return account
    raise RpcError(NOT_FOUND, f"account '{name}' does not exist")


def _can_i(sim: Simulation, claims: dict[str, Any], resource: str, action: str, subject: str) -> str:
    for word, known in ((action, _ACTIONS), (resource, _RESOURCES)):
        if word not in known.split():
            raise RpcError(INVALID_ARGUMENT, f"[{known}] does not contain {word}")
    # The built-in roles name these things as `*/*`, which a lone `*` is not part of.
    if resource in _OF_PROJECTS and "/" not in subject:
        return "no"
    return "yes" if may(sim, claims, Need(resource, action, subject)) else "no"


def _change_password(sim: Simulation, claims: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    asker = account_of(claims)
    name = asked.get("name") or asker
    authorise(sim, claims, Need("accounts", "update", name))
    if sim.passwords.get(asker) != asked.get("currentPassword"):
        raise RpcError(INVALID_ARGUMENT, "current password does not match")
    if not re.match(_PATTERN, asked.get("newPassword", "")):
        raise RpcError(UNKNOWN, f"new password does not match the following expression: {_PATTERN}")
    sim.passwords[_found(sim, name)["name"]] = asked["newPassword"]
    return {}


def _create_token(sim: Simulation, request: Request, account: Account) -> dict[str, Any]:
    asked = json_body(request)
    identifier = asked.get("id") or str(uuid.uuid4())
    failed = "failed to update account with new token: account"
    tokens = account.get("tokens") or []
    if any(one["id"] == identifier for one in tokens):
        raise RpcError(UNKNOWN, f"{failed} already has token with id '{identifier}'")
    if "apiKey" not in account["capabilities"]:
        raise RpcError(UNKNOWN, f"{failed} '{account['name']}' does not have apiKey capability")
    # The gateway writes 64-bit numbers as text, and takes both.
    seconds = int(asked.get("expiresIn") or 0)
    token = sim.tokens.mint(f"{account['name']}:apiKey", seconds or None, identifier, issued_ago=0)
    claims = sim.tokens.verify(token)
    entry = {"id": identifier, "issuedAt": claims["iat"]} | ({"expiresAt": claims["exp"]} if seconds else {})
    account["tokens"] = sorted([*tokens, entry], key=lambda one: -int(one["issuedAt"]))
    return {"token": token}


def _delete_token(sim: Simulation, request: Request, account: Account) -> dict[str, Any]:
    identifier = request.segments()[-1]
    kept = [one for one in account.get("tokens") or [] if one["id"] != identifier]
    if kept == (account.get("tokens") or []):
        raise RpcError(NOT_FOUND, f"token with id '{identifier}' does not exist")
    account.pop("tokens")
    if kept:
        account["tokens"] = kept
    sim.tokens.revoked.add(identifier)
    return {}
