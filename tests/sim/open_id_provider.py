"""A small OpenID Connect issuer: codes with PKCE, devices, refresh tokens, signed ID tokens, bad ones on request.

Keys are made by the `openssl` program when they are first needed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


def encode(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


class Refusal(Exception):
    """An error of RFC 6749, 5.2."""

    def __init__(self, code: str, description: str = "") -> None:
        super().__init__(code)
        self.body = {"error": code, **({"error_description": description} if description else {})}


class Key:
    """An RSA or EC key and its name."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.kid = secrets.token_hex(4)
        made = ["genrsa", "2048"] if kind == "RSA" else ["ecparam", "-name", "prime256v1", "-genkey", "-noout"]
        self._pem = subprocess.run(["openssl", *made], check=True, capture_output=True).stdout

    def public(self) -> dict[str, str]:
        common = {"kid": self.kid, "use": "sig"}
        if self.kind == "RSA":
            shown = self._openssl("rsa", "-noout", "-modulus").decode()
            modulus = bytes.fromhex(shown.strip().partition("=")[2])
            return {"kty": "RSA", "alg": "RS256", "n": encode(modulus), "e": encode(b"\x01\x00\x01"), **common}
        point = self._openssl("ec", "-pubout", "-outform", "DER")[-64:]
        return {"kty": "EC", "crv": "P-256", "x": encode(point[:32]), "y": encode(point[32:]), **common}

    def sign(self, text: bytes) -> bytes:
        with tempfile.NamedTemporaryFile(suffix=".pem") as file:
            Path(file.name).write_bytes(self._pem)
            signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", file.name], input=text, check=True,
                                       capture_output=True).stdout
        return signature if self.kind == "RSA" else _raw_pair(signature)

    def _openssl(self, *arguments: str) -> bytes:
        return subprocess.run(["openssl", *arguments], input=self._pem, check=True, capture_output=True).stdout


def _raw_pair(der: bytes) -> bytes:
    """The two numbers of an ECDSA signature, 32 bytes each."""
    numbers, at = b"", 2
    for _ in range(2):
        length = der[at + 1]
        numbers += der[at + 2:at + 2 + length].lstrip(b"\0").rjust(32, b"\0")
        at += 2 + length
    return numbers


@dataclass
class Provider:
    issuer: str
    client_id: str = "argo-cd-cli"
    lifetime: float = 3600
    has_refresh: bool = True
    rotates: bool = True
    has_device: bool = False
    pending: list[str] = field(default_factory=list)  # what the next polls of a device are told
    key_kind: str = "RSA"
    misbehave: str = ""
    user: dict[str, Any] = field(default_factory=lambda: {
        "sub": "u-1", "email": "ada@example.com", "name": "Ada", "groups": ["team-a"]})
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    devices: set[str] = field(default_factory=set)
    refresh_tokens: set[str] = field(default_factory=set)
    issued: dict[str, dict[str, Any]] = field(default_factory=dict)
    refreshes: int = 0

    def __post_init__(self) -> None:
        self.lock = threading.RLock()
        self.key = Key(self.key_kind)

    def configuration(self) -> dict[str, Any]:
        base = self.issuer.rstrip("/")
        known = {"issuer": base + "/other" if self.misbehave == "configuration" else self.issuer,
                 "authorization_endpoint": base + "/authorize", "token_endpoint": base + "/token",
                 "jwks_uri": base + "/keys", "scopes_supported": ["openid", "profile", "email", "groups"],
                 "response_types_supported": ["id_token"] if self.misbehave == "implicit" else ["code"],
                 "id_token_signing_alg_values_supported": ["RS256"]}
        if self.has_refresh:
            known["scopes_supported"].append("offline_access")
        if self.has_device:
            known["device_authorization_endpoint"] = base + "/device"
        return known

    def keys(self) -> dict[str, Any]:
        return {"keys": [self.key.public()]}

    def code_for(self, asked: dict[str, str]) -> str:
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return code

    def tokens_for_code(self, given: dict[str, str]) -> dict[str, Any]:
        asked = self.codes.pop(given.get("code", ""), None)
        if asked is None:
            raise Refusal("invalid_grant", "unknown code")
        challenge = encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        if challenge != asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
            raise Refusal("invalid_grant", "the code verifier is wrong")
        if given.get("redirect_uri") != asked.get("redirect_uri"):
            raise Refusal("invalid_grant", "another redirect_uri")
        return self._tokens(asked.get("scope", ""), asked.get("nonce", ""))

    def tokens_for_refresh(self, given: dict[str, str]) -> dict[str, Any]:
        with self.lock:
            old = given.get("refresh_token", "")
            if old not in self.refresh_tokens:
                raise Refusal("invalid_grant", "the refresh token has been used or revoked")
            self.refreshes += 1
            if self.rotates:
                self.refresh_tokens.discard(old)
            made = self._tokens("offline_access" if self.rotates else "", "")
            return made

    def device_code(self) -> dict[str, Any]:
        code = secrets.token_urlsafe(16)
        self.devices.add(code)
        base = self.issuer.rstrip("/")
        return {"device_code": code, "user_code": "WDJB-MJHT", "verification_uri": base + "/activate",
                "verification_uri_complete": base + "/activate?user_code=WDJB-MJHT", "expires_in": 600, "interval": 1}

    def tokens_for_device(self, given: dict[str, str]) -> dict[str, Any]:
        if given.get("device_code") not in self.devices:
            raise Refusal("invalid_grant", "unknown device code")
        if self.pending:
            raise Refusal(self.pending.pop(0))
        self.devices.discard(given["device_code"])
        return self._tokens("offline_access" if self.has_refresh else "", "")

    def _tokens(self, scope: str, nonce: str) -> dict[str, Any]:
        made: dict[str, Any] = {"access_token": secrets.token_hex(8), "token_type": "Bearer",
                                "expires_in": int(self.lifetime), "id_token": self.id_token(nonce)}
        if "offline_access" in scope and self.has_refresh:
            made["refresh_token"] = secrets.token_urlsafe(16)
            self.refresh_tokens.add(made["refresh_token"])
        if self.misbehave == "no_id_token":
            del made["id_token"]
        return made

    def id_token(self, nonce: str = "", lifetime: float | None = None) -> str:
        bad = self.misbehave
        now = time.time()
        lasts = -3600 if bad == "expired" else self.lifetime if lifetime is None else lifetime
        claims = {"iss": self.issuer + "/evil" if bad == "issuer" else self.issuer,
                  "aud": "somebody-else" if bad == "audience" else self.client_id, "iat": int(now),
                  "exp": int(now + lasts), **self.user}
        if bad == "subject":
            claims["sub"] = "u-2"
        if nonce:
            claims["nonce"] = "forged" if bad == "nonce" else nonce
        claims["jti"] = secrets.token_hex(8)
        token = self._signed(claims, bad)
        self.issued[token] = claims
        return token

    def _signed(self, claims: dict[str, Any], bad: str) -> str:
        alg = {"none": "none", "hmac": "HS256"}.get(bad, "RS256" if self.key.kind == "RSA" else "ES256")
        head = {"alg": alg, "typ": "JWT", "kid": "unknown" if bad == "unknown_kid" else self.key.kid}
        text = ".".join(encode(json.dumps(part, separators=(",", ":")).encode()) for part in (head, claims))
        if bad == "none":
            return text + "."
        if bad == "hmac":
            public = json.dumps(self.key.public()).encode()
            return f"{text}.{encode(hmac.new(public, text.encode(), hashlib.sha256).digest())}"
        signature = bytearray(self.key.sign(text.encode()))
        if bad == "signature":
            signature[20] ^= 1
        return f"{text}.{encode(bytes(signature))}"

    def verify(self, token: str) -> dict[str, Any] | None:
        """The claims, for Argo CD's part; None where they have expired or were not issued here."""
        claims = self.issued.get(token)
        return claims if claims and claims["exp"] > time.time() else None
