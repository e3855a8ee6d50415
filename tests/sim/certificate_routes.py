"""Certificates and SSH host keys of repository servers: list, add, remove."""

from __future__ import annotations

import base64
import binascii
import fnmatch
import hashlib
import re
import subprocess
from typing import Any

from . import gojson
from .http_message import Request, Response, grpc_ok
from .rpc_error import UNKNOWN, RpcError
from .session_routes import json_body
from .simulation import Reply, Simulation

Certificate = dict[str, Any]
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.?")
_BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n?", re.DOTALL)


def certificate_routes(sim: Simulation, request: Request) -> Reply | None:
    if request.segments() != ["api", "v1", "certificates"] or request.method not in ("GET", "POST", "DELETE"):
        return None
    sim.claims(request)
    if request.method == "POST":
        return _answer(_add(sim, json_body(request).get("items") or [], request.value("upsert") == "true"))
    chosen = [each for each in sim.certificates if _is_chosen(request, each)]
    if request.method == "DELETE":
        sim.certificates = [each for each in sim.certificates if each not in chosen]
    return _answer([_shown(each) for each in chosen])


def _answer(items: list[Certificate]) -> Response:
    return grpc_ok(gojson.dumps({"metadata": {}, "items": items}))


def _shown(certificate: Certificate) -> Certificate:
    return {**certificate, "certData": None}


def _is_chosen(request: Request, certificate: Certificate) -> bool:
    pattern = request.value("hostNamePattern").replace("[", "\0").replace("]", "[]]").replace("\0", "[[]")
    return (fnmatch.fnmatchcase(certificate["serverName"], pattern or "*")
            and request.value("certType") in ("", "*", certificate["certType"])
            and (certificate["certType"] == "https" or request.value("certSubType") in
                 ("", "*", certificate["certSubType"])))


def _add(sim: Simulation, items: list[Certificate], upsert: bool) -> list[Certificate]:
    created: list[Certificate] = []
    for item in items:
        host = re.sub(r"^\[(.*)]:\d+$", r"\1", item["serverName"])
        if not _HOST.fullmatch(host):
            raise RpcError(UNKNOWN, f"invalid hostname in request: {host}")
        created += _add_key(sim, item, upsert) if item["certType"] == "ssh" else _add_tls(sim, item, upsert)
    return created


def _add_key(sim: Simulation, item: Certificate, upsert: bool) -> list[Certificate]:
    kept = {**item, "certInfo": _fingerprint(base64.b64decode(item["certData"]).split()[0])}
    for index, known in enumerate(sim.certificates):
        if (known["serverName"], known["certSubType"]) != (item["serverName"], item["certSubType"]):
            continue
        if known["certInfo"] == kept["certInfo"]:
            return []
        if not upsert:
            raise RpcError(UNKNOWN, f"key for '{item['serverName']}' (subtype: '{item['certSubType']}') already exists"
                                    ", and upsert was not specified")
        sim.certificates[index] = kept
        return [kept]
    sim.certificates.append(kept)
    return [kept]


def _fingerprint(key: bytes) -> str:
    try:
        digest = hashlib.sha256(base64.b64decode(key, validate=True)).digest()
    except binascii.Error as error:
        raise RpcError(UNKNOWN, "illegal base64 data") from error
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def _add_tls(sim: Simulation, item: Certificate, upsert: bool) -> list[Certificate]:
    blocks = _BLOCK.findall(base64.b64decode(item["certData"]).decode())
    if not blocks:
        raise RpcError(UNKNOWN, "no valid PEM data received")
    kept = [_tls(item["serverName"], block) for block in blocks]
    known = [each for each in sim.certificates
             if each["certType"] == "https" and each["serverName"] == item["serverName"]]
    if known == kept:
        return []
    if known and not upsert:
        raise RpcError(UNKNOWN, f"TLS certificate for server '{item['serverName']}' already exists, and upsert was not "
                                "specified")
    sim.certificates = [each for each in sim.certificates if each not in known] + kept
    return kept


def _tls(server: str, block: str) -> Certificate:
    ran = subprocess.run(["openssl", "x509", "-noout", "-subject", "-nameopt", "RFC2253"], input=block,
                         capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise RpcError(UNKNOWN, "could not parse X509 data from input")
    return {"serverName": server, "certType": "https", "certSubType": "", "certData":
            base64.b64encode(block.encode()).decode(), "certInfo": ran.stdout.strip().removeprefix("subject=")}
