"""/download: the file a server offers as `argocd`, and the user interface's pages around it."""

from __future__ import annotations

import re
from email.utils import formatdate, parsedate_to_datetime

from .http_message import TEXT, Request, Response
from .simulation import Reply, Simulation

_PAGE = b"<!doctype html><html><head><title>Argo CD</title></head><body><div id=\"app\"></div></body></html>\n"
_MODIFIED = 1795473566
_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


def elf_looking(size: int = 3 << 20) -> bytes:
    """A file that begins like an x86-64 executable."""
    head = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00\x3e\x00\x01\x00\x00\x00"
    body = bytes(range(256)) * (size // 256 + 1)
    return (head + body)[:size]


def download_routes(sim: Simulation, request: Request) -> Reply | None:
    if request.path.startswith(("/api/", "/_sim/")):
        return None
    content = sim.downloads.get(request.path)
    if content is not None:
        return _file(request, content)
    if "text/html" in request.headers.get("accept", ""):
        return Response(_PAGE, 200, "text/html; charset=utf-8")
    return Response(b"404 page not found\n", 404, TEXT)


def _file(request: Request, content: bytes) -> Response:
    modified = formatdate(_MODIFIED, usegmt=True)
    headers = [("Accept-Ranges", "bytes"), ("Last-Modified", modified)]
    since = request.headers.get("if-modified-since")
    if since and parsedate_to_datetime(since).timestamp() >= _MODIFIED:
        return Response(b"", 304, "application/octet-stream", headers, compressible=False)
    asked = _RANGE.match(request.headers.get("range", ""))
    if asked and (asked[1] or asked[2]) and request.headers.get("if-range", modified) == modified:
        size = len(content)
        begin = int(asked[1]) if asked[1] else max(0, size - int(asked[2]))
        end = min(int(asked[2]), size - 1) if asked[1] and asked[2] else size - 1
        if begin >= size or begin > end:
            return Response(b"invalid range: failed to overlap\n", 416, TEXT,
                            [("Content-Range", f"bytes */{size}")], compressible=False)
        headers.append(("Content-Range", f"bytes {begin}-{end}/{size}"))
        return Response(content[begin:end + 1], 206, "application/octet-stream", headers, compressible=False)
    if request.method == "HEAD":
        headers.append(("Content-Length", str(len(content))))
    return Response(content, 200, "application/octet-stream", headers, compressible=False)
