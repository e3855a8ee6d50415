"""gRPC-Web: the calls that argocdpp makes over it, GetManifestsWithFiles, ServerSideDiff and ValidateAccess.

A folder of plain manifests is rendered for real, as long as they are `.json` files; what came is kept for tests
(GET /_sim/uploads). The comparison is a plain merge of the target over the live object.
"""

from __future__ import annotations

import hashlib
import io
import json
import posixpath
import struct
import tarfile
import urllib.parse
from typing import Any

from . import gojson, protobuf
from .application_routes import find
from .application_store import Application, Key
from .http_message import TEXT, Request, Response
from .managed_resources import managed_items
from .repository_routes import validate_access
from .rpc_error import INTERNAL, INVALID_ARGUMENT, PERMISSION_DENIED, UNKNOWN, RpcError
from .simulation import Reply, Simulation

_SERVICES = ("/application.ApplicationService/", "/repository.RepositoryService/")
_TYPE = "application/grpc-web+proto"
_LONGEST_ARCHIVE = 100 << 20
_DROPPED = ("managedFields", "resourceVersion", "creationTimestamp")
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def grpc_web_routes(sim: Simulation, request: Request) -> Reply | None:
    if not request.path.startswith(_SERVICES):
        return None
    if request.method != "POST" or request.headers.get("content-type") != _TYPE:
        return Response(b"Not Found\n", 404, TEXT)
    call = _CALLS.get(request.path)
    try:
        if call is None:
            raise RpcError(12, "the call is not simulated")
        sim.claims(request)
        answer = call(sim, request, _messages(request.body))
    except (RpcError, protobuf.WireError) as error:
        failed = error if isinstance(error, RpcError) else RpcError(INTERNAL, f"grpc: {error}")
        words = urllib.parse.quote(failed.message, safe=" !\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~")
        return Response(b"", 200, _TYPE, [("Grpc-Status", str(failed.code)), ("Grpc-Message", words)],
                        compressible=False)
    return Response(_frame(0, answer) + _frame(0x80, b"grpc-status: 0\r\ngrpc-message: \r\n"), 200, _TYPE,
                    compressible=False)


def _frame(flags: int, content: bytes) -> bytes:
    return struct.pack(">BI", flags, len(content)) + content


def _messages(body: bytes) -> list[protobuf.Fields]:
    found, at = [], 0
    while at < len(body):
        head = body[at:at + 5]
        flags, size = struct.unpack(">BI", head) if len(head) == 5 else (1, 0)
        at += 5 + size
        if flags or at > len(body):
            raise protobuf.WireError("unexpected EOF")
        found.append(protobuf.read(body[at - size:at]))
    return found


def _application(sim: Simulation, request: Request, fields: protobuf.Fields, project: int, namespace: int) -> Key:
    asked = {"project": protobuf.text(fields, project), "appNamespace": protobuf.text(fields, namespace)}
    return find(sim, request, protobuf.text(fields, 1), asked)


def _manifests(sim: Simulation, request: Request, messages: list[protobuf.Fields]) -> bytes:
    """1 name, 2 checksum, 3 namespace, 4 project; then chunks. In the answer 1 manifests, 4 revision."""
    if not messages or 1 not in messages[0]:
        raise RpcError(UNKNOWN, "error getting query: error getting stream query: query is nil")
    query = protobuf.read(messages[0][1][-1])  # type: ignore[arg-type]
    key = _application(sim, request, query, 4, 3)
    if any(2 not in message for message in messages[1:]):
        raise RpcError(UNKNOWN, "error sending repo stream: error getting stream chunk: chunk is nil")
    chunks = [protobuf.read(message[2][-1])[1][-1] for message in messages[1:]]  # type: ignore[arg-type]
    archive = b"".join(chunks)  # type: ignore[arg-type]
    if len(archive) > _LONGEST_ARCHIVE:
        raise RpcError(UNKNOWN, "error sending repo stream: error sending chunk: EOF")
    files, kinds = _unpacked(archive, protobuf.text(query, 2))
    app = sim.store.get(key) or {}
    sim.uploads.append({"app": key[1], "namespace": protobuf.text(query, 3), "project": protobuf.text(query, 4),
                        "size": len(archive), "chunks": len(chunks), "entries": kinds,
                        "files": {name: data.decode("utf-8", "replace") for name, data in files.items()
                                  if len(data) < 65536}})
    objects = _rendered(app, files, kinds)
    masked = [gojson.dumps(gojson.sorted_maps(_masked(item))).decode() for item in objects]
    return b"".join(protobuf.field(1, text) for text in masked) + protobuf.field(4, "streamed")


def _unpacked(archive: bytes, checksum: str) -> tuple[dict[str, bytes], dict[str, str]]:
    """Files by name, and what every entry is: file, directory, or "-> target"."""
    failed = "error generating manifests: error receiving tgz file: "
    found = hashlib.sha256(archive).hexdigest()
    if found != checksum:
        raise RpcError(UNKNOWN, f"{failed}file checksum validation error: calc {found} sent {checksum}")
    files, kinds = {}, {}
    try:
        with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as opened:
            for entry in opened:
                _check_inside(entry)
                data = opened.extractfile(entry)
                kinds[entry.name] = "directory" if entry.isdir() else f"-> {entry.linkname}" if entry.issym() else "file"
                if data is not None and entry.isfile():
                    files[entry.name] = data.read()
    except (tarfile.TarError, EOFError, OSError) as error:
        raise RpcError(UNKNOWN, f"error decompressing tgz file: {error}") from error
    return files, kinds


def _check_inside(entry: tarfile.TarInfo) -> None:
    for what, path in (("archive", entry.name),
                       ("symlink", posixpath.join(posixpath.dirname(entry.name), entry.linkname))):
        if path.startswith("/") or posixpath.normpath(path).split("/")[0] == "..":
            raise RpcError(UNKNOWN, f"error decompressing tgz file: illegal filepath in {what}: {path}")


def _rendered(app: Application, files: dict[str, bytes], kinds: dict[str, str]) -> list[dict[str, Any]]:
    source = app["spec"].get("source") or (app["spec"].get("sources") or [{}])[0]
    path = posixpath.normpath(source.get("path") or ".")
    if path != "." and path not in kinds and not any(name.startswith(path + "/") for name in files):
        raise RpcError(UNKNOWN, f"failed to get app path: {path}: app path does not exist")
    objects = []
    for name in sorted(files):
        if not name.endswith(".json") or (posixpath.dirname(name) or ".") != path:
            continue
        try:
            item = json.loads(files[name])
        except ValueError as error:
            raise RpcError(UNKNOWN, f'error generating manifests: failed to unmarshal "{posixpath.basename(name)}": '
                                    f"{error}") from error
        objects.append(_tracked(app, item))
    return objects


def _tracked(app: Application, item: dict[str, Any]) -> dict[str, Any]:
    group = item["apiVersion"].rpartition("/")[0]
    metadata = item["metadata"]
    namespace = metadata.get("namespace") or app["spec"]["destination"].get("namespace", "")
    name = f"{app['metadata']['name']}:{group}/{item['kind']}:{namespace}/{metadata['name']}"
    metadata.setdefault("annotations", {})["argocd.argoproj.io/tracking-id"] = name
    return item


def _is_secret(item: dict[str, Any]) -> bool:
    return item.get("kind") == "Secret" and item.get("apiVersion") == "v1"


def _masked(item: dict[str, Any]) -> dict[str, Any]:
    if not _is_secret(item):
        return item
    return item | {part: {name: "++++++++" for name in item[part]} for part in ("data", "stringData") if part in item}


def _diff(sim: Simulation, request: Request, messages: list[protobuf.Fields]) -> bytes:
    """1 name, 2 namespace, 3 project, 4 live resources, 5 target manifests. In the answer 1 items, 2 modified."""
    query = messages[0]
    key = _application(sim, request, query, 3, 2)
    known = managed_items(sim, key, sim.store.get(key) or {})
    lives, targets = query.get(4, []), query.get(5, [])
    items, modified = b"", False
    for live, target in zip(lives, targets):
        fields = protobuf.read(live)  # type: ignore[arg-type]
        names = [protobuf.text(fields, number) for number in range(1, 5)]
        found, wanted = _object(protobuf.text(fields, 6)), _object(target.decode())  # type: ignore[union-attr]
        if found is not None:
            _check_known(names, found, known, key)
        changed, normalized, predicted = _compared(found, wanted)
        modified |= changed
        parts = [protobuf.field(number, value) for number, value in enumerate(names, 1) if value]
        parts += [protobuf.field(5, _json(predicted)), protobuf.field(6, _json(normalized)),
                  protobuf.field(7, ""), protobuf.field(8, False), protobuf.field(11, ""),
                  protobuf.field(12, changed)]
        items += protobuf.field(1, b"".join(parts))
    return items + protobuf.field(2, modified)


def _object(text: str) -> dict[str, Any] | None:
    return json.loads(text) if text not in ("", "null") else None


def _json(item: dict[str, Any] | None) -> bytes:
    return gojson.dumps(gojson.sorted_maps(item))


def _check_known(names: list[str], live: dict[str, Any], known: list[dict[str, Any]], key: Key) -> None:
    group, kind, namespace, name = names
    if live["metadata"].get("name", "") != name:
        raise RpcError(INVALID_ARGUMENT, f"name mismatch: expected {name}, got {live['metadata'].get('name', '')} for "
                                         f"live resource {group}/{kind}/{name}")
    if not any([item.get(part, "") for part in ("group", "kind", "namespace", "name")] == names for item in known):
        raise RpcError(PERMISSION_DENIED, f"{group}/{kind} {name} not found as part of application {key[1]}")


def _compared(live: dict[str, Any] | None, target: dict[str, Any] | None) -> tuple[bool, Any, Any]:
    """Whether they differ, the normalized live object, and the predicted one. Without either nothing is changed."""
    if live is None:
        return target is not None, None, target
    if target is None:
        return False, live, None
    normalized = _masked(_normalized(live))
    predicted = _masked(_merged(normalized, target))
    return normalized != predicted, normalized, predicted


def _normalized(live: dict[str, Any]) -> dict[str, Any]:
    metadata = {name: value for name, value in live["metadata"].items() if name not in _DROPPED}
    if _LAST_APPLIED in metadata.get("annotations", {}):
        metadata["annotations"] = {name: value for name, value in metadata["annotations"].items()
                                   if name != _LAST_APPLIED}
    return {name: value for name, value in live.items() if name != "status"} | {"metadata": metadata}


def _merged(live: Any, target: Any) -> Any:
    """Objects member by member; lists of named objects item by item, all else replaced."""
    if isinstance(live, dict) and isinstance(target, dict):
        return live | {name: _merged(live.get(name), value) for name, value in target.items()}
    if isinstance(live, list) and isinstance(target, list) and len(live) == len(target) and all(
            isinstance(item, dict) for item in live + target):
        return [_merged(one, other) for one, other in zip(live, target)]
    return target


_CALLS = {"/application.ApplicationService/GetManifestsWithFiles": _manifests,
          "/application.ApplicationService/ServerSideDiff": _diff,
          "/repository.RepositoryService/ValidateAccess": validate_access}
