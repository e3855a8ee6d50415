"""Session tokens: HS256 JWTs with the claims of Argo CD, their checks, and revocation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any


class SessionError(Exception):
    """Why a token is refused, in the server's words."""


def _encode(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def _decode(part: str) -> bytes:
    return base64.b64decode((part + "=" * (-len(part) % 4)).encode(), altchars=b"-_", validate=True)


def claims_of(token: str) -> dict[str, Any]:
    """The claims of a token, unverified. ValueError when it is no JWT."""
    parts = token.split(".")
    if len(parts) != 3:
        raise ValueError("token contains an invalid number of segments")
    json.loads(_decode(parts[0]))
    claims = json.loads(_decode(parts[1]))
    if not isinstance(claims, dict):
        raise ValueError("could not JSON decode claim")
    return claims


@dataclass
class TokenAuthority:
    """Mints and verifies tokens. Times are real time: the client may look at `exp` itself."""

    key: bytes = field(default_factory=lambda: uuid.uuid4().bytes)
    accounts: frozenset[str] = frozenset({"admin"})
    revoked: set[str] = field(default_factory=set)

    def mint(self, subject: str = "admin:login", expires_in: float | None = 86400.0, jti: str | None = None,
             issued_ago: float = 1.0) -> str:
        now = time.time()
        claims: dict[str, Any] = {"iss": "argocd", "sub": subject, "nbf": int(now - issued_ago),
                                  "iat": int(now - issued_ago), "jti": jti or str(uuid.uuid4())}
        if expires_in is not None:
            claims["exp"] = int(now + expires_in)
        head = _encode(json.dumps({"alg": "HS256", "typ": "JWT"}, separators=(",", ":")).encode())
        body = _encode(json.dumps(claims, separators=(",", ":"), sort_keys=True).encode())
        return f"{head}.{body}.{_encode(self._signature(head, body))}"

    def revoke(self, token: str) -> None:
        self.revoked.add(str(claims_of(token).get("jti", "")))

    def verify(self, token: str) -> dict[str, Any]:
        try:
            claims = claims_of(token)
        except ValueError as error:
            raise SessionError(f"token is malformed: {error}") from error
        head, body, signature = token.split(".")
        try:
            signed = hmac.compare_digest(_decode(signature), self._signature(head, body))
        except ValueError:
            signed = False
        if not signed:
            raise SessionError("token signature is invalid: signature is invalid")
        if "exp" in claims and time.time() >= float(claims["exp"]):
            raise SessionError("token has invalid claims: token is expired")
        if "jti" not in claims:
            raise SessionError("token does not have a unique identifier (jti claim) and cannot be validated")
        if claims["jti"] in self.revoked:
            raise SessionError("token is revoked, please re-login")
        return claims

    def renewal(self, claims: dict[str, Any]) -> str | None:
        """A fresh token when a login token has less than five minutes left."""
        if not str(claims.get("sub", "")).endswith(":login") or "exp" not in claims:
            return None
        if float(claims["exp"]) - time.time() >= 300:
            return None
        return self.mint(str(claims["sub"]), float(claims["exp"]) - float(claims.get("iat", 0)))

    def _signature(self, head: str, body: str) -> bytes:
        return hmac.new(self.key, f"{head}.{body}".encode(), hashlib.sha256).digest()
