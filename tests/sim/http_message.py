"""Requests as they come off the wire, responses as they go onto it."""

from __future__ import annotations

import gzip
import urllib.parse
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Callable

if TYPE_CHECKING:
    from .stream_writer import StreamWriter

REASONS = {200: "OK", 206: "Partial Content", 302: "Found", 303: "See Other", 304: "Not Modified",
           307: "Temporary Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
           405: "Method Not Allowed", 408: "Request Timeout", 409: "Conflict", 415: "Unsupported Media Type",
           416: "Requested Range Not Satisfiable", 429: "Too Many Requests", 500: "Internal Server Error",
           501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}

JSON = "application/json"
TEXT = "text/plain; charset=utf-8"


class ProtocolError(Exception):
    """Something that is no HTTP/1.1 request."""


@dataclass
class Request:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int

    def __post_init__(self) -> None:
        raw_path, _, raw_query = self.target.partition("?")
        self.raw_path = raw_path
        self.path = urllib.parse.unquote(raw_path)
        self.query: dict[str, list[str]] = urllib.parse.parse_qs(raw_query, keep_blank_values=True)

    def value(self, name: str) -> str:
        """The first value of a query parameter, or an empty text."""
        return self.query.get(name, [""])[0]

    def values(self, *names: str) -> list[str]:
        return [value for name in names for value in self.query.get(name, []) if value]

    def segments(self) -> list[str]:
        """The path's parts, each unescaped by itself (so that %2F stays inside one)."""
        return [urllib.parse.unquote(part) for part in self.raw_path.strip("/").split("/")]

    @property
    def accepts_gzip(self) -> bool:
        return "gzip" in self.headers.get("accept-encoding", "")

    @property
    def wants_events(self) -> bool:
        return self.headers.get("accept") == "text/event-stream"


@dataclass
class Response:
    body: bytes = b""
    status: int = 200
    content_type: str = JSON
    headers: list[tuple[str, str]] = field(default_factory=list)
    gzipped: bytes | None = None
    compressible: bool = True

    def compressed(self) -> bytes:
        return self.gzipped if self.gzipped is not None else gzip.compress(self.body, 6)

    def plain(self) -> bytes:
        return self.body


@dataclass
class PackedResponse(Response):
    """A response of hundreds of megabytes: only its gzip form is kept."""

    def plain(self) -> bytes:
        return gzip.decompress(self.compressed())


@dataclass
class StreamResponse:
    """A response that goes on: `run` writes messages until the client goes or the writer says stop."""

    run: Callable[["StreamWriter"], None]
    content_type: str = JSON


def grpc_ok(body: bytes, gzipped: bytes | None = None) -> Response:
    return Response(body, headers=[("Grpc-Metadata-Content-Type", "application/grpc")], gzipped=gzipped)


def read_request(reader: BinaryIO, connection: int) -> Request | None:
    """The next request; None at a proper end of the connection."""
    line = reader.readline(65536)
    while line in (b"\r\n", b"\n"):
        line = reader.readline(65536)
    if not line:
        return None
    parts = line.decode("latin-1").split()
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
        raise ProtocolError(line[:40].decode("latin-1"))
    headers: dict[str, str] = {}
    while True:
        header = reader.readline(65536)
        if header in (b"\r\n", b"\n"):
            break
        if not header:
            raise ProtocolError("end inside the headers")
        name, _, value = header.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    return Request(parts[0], parts[1], headers, _read_body(reader, headers), connection)


def _read_body(reader: BinaryIO, headers: dict[str, str]) -> bytes:
    if "chunked" in headers.get("transfer-encoding", ""):
        body = b""
        while True:
            size = int(reader.readline().split(b";")[0] or b"0", 16)
            body += reader.read(size)
            reader.readline()
            if size == 0:
                return body
    return reader.read(int(headers.get("content-length", "0") or "0"))
