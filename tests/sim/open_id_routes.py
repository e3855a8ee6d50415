"""The issuer's pages and endpoints, below its own path on the same port; see open_id_provider.py.

    POST /_sim/sso   {dex, client_id, cli_client_id, scopes, claims, lifetime, refresh, rotates, device, pending,
                     key, misbehave, issuer_path}: Argo CD has single sign-on from now on; {} for the usual one.
                     Answers {issuer}. `misbehave`: state | denied | nonce | expired | signature | unknown_kid | none |
                     hmac | issuer | audience | subject | no_id_token | configuration | implicit
    PATCH /_sim/sso  {misbehave, lifetime, pending, rotates, new_key, forget_tokens, forget_refresh_tokens}
    POST /_sim/sso/tokens  {lifetime}: {id_token, refresh_token}, as a login would have given
    GET  /_sim/sso   {issuer, refreshes, refresh_tokens}
"""

from __future__ import annotations

import json
import secrets
import urllib.parse
from typing import Any

from . import gojson
from .http_message import Request, Response
from .open_id_provider import Key, Provider, Refusal
from .simulation import Reply, Simulation

_GRANTS = {"authorization_code": Provider.tokens_for_code, "refresh_token": Provider.tokens_for_refresh,
           "urn:ietf:params:oauth:grant-type:device_code": Provider.tokens_for_device}


def open_id_routes(sim: Simulation, request: Request) -> Reply | None:
    provider = sim.issuer
    if provider is None:
        return None
    base = urllib.parse.urlsplit(provider.issuer).path.rstrip("/")
    if not request.path.startswith(base + "/"):
        return None
    route = (request.method, request.path[len(base):])
    if route == ("GET", "/.well-known/openid-configuration"):
        return _answer(provider.configuration())
    if route == ("GET", "/keys"):
        return _answer(provider.keys())
    if route == ("GET", "/authorize"):
        return _authorize(provider, request)
    if route == ("POST", "/token"):
        return _guarded(lambda given: _grant(provider, given), request)
    if route == ("POST", "/device") and provider.has_device:
        return _guarded(lambda given: provider.device_code(), request)
    return None


def _answer(body: Any, status: int = 200) -> Response:
    return Response(json.dumps(body).encode(), status)


def _grant(provider: Provider, given: dict[str, str]) -> dict[str, Any]:
    grant = _GRANTS.get(given.get("grant_type", ""))
    if grant is None:
        raise Refusal("unsupported_grant_type")
    # First of all: some clients try another way to name themselves, and then come again with the same code.
    if given.get("client_id") != provider.client_id:
        raise Refusal("invalid_client")
    return grant(provider, given)


def _guarded(act: Any, request: Request) -> Response:
    given = dict(urllib.parse.parse_qsl(request.body.decode(), keep_blank_values=True))
    try:
        return _answer(act(given))
    except Refusal as refusal:
        return _answer(refusal.body, 400)


def _authorize(provider: Provider, request: Request) -> Response:
    """A person who is logged in already and agrees to everything."""
    asked = {name: values[0] for name, values in request.query.items()}
    if asked.get("client_id") != provider.client_id or "openid" not in asked.get("scope", "").split():
        return Response(b"unknown client\n", 400, "text/plain")
    if provider.misbehave == "denied":
        back = {"error": "access_denied", "error_description": "not today", "state": asked.get("state", "")}
    else:
        back = {"code": provider.code_for(asked), "state": asked.get("state", "")}
    if provider.misbehave == "state":
        back["state"] = "forged"
    return Response(b"", 302, "text/html", [("Location", asked["redirect_uri"] + "?" + urllib.parse.urlencode(back))])


def start(sim: Simulation, request: Request, rest: list[str]) -> Any:
    body = json.loads(request.body or b"{}")
    if rest == ["tokens"]:
        assert sim.issuer
        made = {"id_token": sim.issuer.id_token(lifetime=body.get("lifetime")),
                "refresh_token": secrets.token_urlsafe(16)}
        sim.issuer.refresh_tokens.add(made["refresh_token"])
        return made
    origin = ("https://" if sim.tls_context else "http://") + request.headers["host"]
    is_dex = bool(body.get("dex"))
    provider = Provider(origin + ("/api/dex" if is_dex else body.get("issuer_path", "/issuer")),
                        client_id="argo-cd-cli" if is_dex else
                        body.get("cli_client_id") or body.get("client_id", "cli"),
                        lifetime=body.get("lifetime", 3600), has_refresh=body.get("refresh", True),
                        rotates=body.get("rotates", True), has_device=body.get("device", False),
                        pending=list(body.get("pending", [])), key_kind=body.get("key", "RSA"),
                        misbehave=body.get("misbehave", ""))
    sim.issuer = provider
    if is_dex:
        sim.sso_settings = {"url": origin, "dexConfig": {"connectors": [{"name": "LDAP", "type": "ldap"}]}}
    else:
        oidc = {"name": "Sim", "issuer": provider.issuer, "clientID": body.get("client_id", "cli"),
                "cliClientID": body.get("cli_client_id"), "scopes": body.get("scopes"),
                "idTokenClaims": body.get("claims")}
        sim.sso_settings = {"oidcConfig": {name: value for name, value in oidc.items() if value}}
    return {"issuer": provider.issuer}


def change(sim: Simulation, request: Request, rest: list[str]) -> None:
    body = json.loads(request.body)
    provider = sim.issuer
    assert provider
    provider.misbehave = body.get("misbehave", provider.misbehave)
    provider.lifetime = body.get("lifetime", provider.lifetime)
    provider.pending = list(body.get("pending", provider.pending))
    provider.rotates = body.get("rotates", provider.rotates)
    if body.get("new_key"):
        provider.key = Key(provider.key_kind)
    if body.get("forget_tokens"):
        provider.issued.clear()
    if body.get("forget_refresh_tokens"):
        provider.refresh_tokens.clear()


def show(sim: Simulation, request: Request, rest: list[str]) -> Any:
    provider = sim.issuer
    assert provider
    return {"issuer": provider.issuer, "refreshes": provider.refreshes,
            "refresh_tokens": sorted(provider.refresh_tokens)}


def with_sso(sim: Simulation, body: bytes) -> bytes:
    """The settings, with those of single sign-on."""
    return gojson.dumps({**json.loads(body), **sim.sso_settings}) if sim.sso_settings else body
