"""GnuPG keys: list, get, add, remove. Of an armoured key the fingerprint, the algorithm and the owner are read."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import Any, Iterator

from . import gojson
from .http_message import Request, grpc_ok
from .rpc_error import UNKNOWN, RpcError
from .session_routes import json_body
from .simulation import Reply, Simulation

Key = dict[str, Any]
_BLOCK = re.compile(r"-----BEGIN PGP PUBLIC KEY BLOCK-----\n(?:[\w-]+: .*\n)*\n?([\w+/=\n]*?)(?:=[\w+/]{4}\n)?"
                    r"-----END PGP PUBLIC KEY BLOCK-----")
_KEY_ID = re.compile(r"(?:[0-9A-Fa-f]{24})?([0-9A-Fa-f]{16})")
_PUBLIC_KEY, _USER_ID = 6, 13
_ALGORITHMS = {1: "rsa", 17: "dsa", 19: "nistp256", 22: "ed25519"}


def gpg_key_routes(sim: Simulation, request: Request) -> Reply | None:
    parts = request.segments()
    if parts[:3] != ["api", "v1", "gpgkeys"] or len(parts) > 4:
        return None
    sim.claims(request)
    route = _ROUTES.get((request.method, len(parts) > 3))
    return grpc_ok(gojson.dumps(route(sim, request))) if route else None


def _list(sim: Simulation, request: Request) -> dict[str, Any]:
    shown = [{name: value for name, value in one.items() if name != "keyData"} for one in sim.gpg_keys]
    return {"metadata": {}, "items": sorted(shown, key=lambda one: str(one["keyID"])) or None}


def _get(sim: Simulation, request: Request) -> Key:
    asked = request.segments()[-1]
    match = _KEY_ID.fullmatch(asked)
    if not match:
        raise RpcError(UNKNOWN, f"'{asked}' is not a valid GnuPG key ID")
    for key in sim.gpg_keys:
        if key["keyID"] == match[1]:
            return key
    raise RpcError(UNKNOWN, f"no such key: {match[1]}")


def _add(sim: Simulation, request: Request) -> dict[str, Any]:
    data = json_body(request).get("keyData", "")
    if not data.strip():
        raise RpcError(UNKNOWN, "submitted key data is empty")
    known = {one["keyID"] for one in sim.gpg_keys}
    keys = [_read(block) for block in _BLOCK.finditer(data)]
    if not keys:
        raise RpcError(UNKNOWN, "error validating PGP keys from input: `gpg --no-permission-warning --logger-fd 1 "
                                "--import /tmp/gpg-public-key1` failed exit status 2")
    added = [key for key in keys if key["keyID"] not in known]
    sim.gpg_keys += added
    skipped = [key["keyID"] for key in keys if key["keyID"] in known]
    return {"created": {"metadata": {}, "items": added or None}} | ({"skipped": skipped} if skipped else {})


def _remove(sim: Simulation, request: Request) -> dict[str, Any]:
    asked = request.value("keyID")
    kept = [one for one in sim.gpg_keys if one["keyID"] != asked]
    if len(kept) == len(sim.gpg_keys):
        raise RpcError(UNKNOWN, f"no such key configured: {asked}")
    sim.gpg_keys[:] = kept
    return {}


def _read(block: re.Match[str]) -> Key:
    try:
        packets = list(_packets(base64.b64decode(block[1])))
    except (binascii.Error, IndexError) as error:
        raise RpcError(UNKNOWN, f"error validating PGP keys from input: {error}") from error
    body = next(body for tag, body in packets if tag == _PUBLIC_KEY)
    owner = next((body.decode() for tag, body in packets if tag == _USER_ID), "")
    fingerprint = hashlib.sha1(b"\x99" + len(body).to_bytes(2, "big") + body).hexdigest().upper()
    kind = _ALGORITHMS.get(body[5], "unknown")
    bits = str(int.from_bytes(body[6:8], "big")) if kind == "rsa" else ""
    return {"keyID": fingerprint[-16:], "fingerprint": fingerprint, "owner": owner, "trust": "unknown",
            "subType": kind + bits, "keyData": block[0]}


def _packets(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and body of each packet (RFC 4880, section 4.2), but for those of partial or unknown length."""
    at = 0
    while at < len(data):
        head = data[at]
        at += 1
        if head & 0x40:
            tag, size, width = head & 0x3F, data[at], 1
            if 192 <= size < 224:
                size, width = ((size - 192) << 8) + data[at + 1] + 192, 2
            elif size == 255:
                size, width = int.from_bytes(data[at + 1:at + 5], "big"), 5
        else:
            tag, width = (head >> 2) & 0x0F, 1 << (head & 3)
            size = int.from_bytes(data[at:at + width], "big")
        at += width
        yield tag, data[at:at + size]
        at += size


_ROUTES = {("GET", False): _list, ("GET", True): _get, ("POST", False): _add, ("DELETE", False): _remove}
