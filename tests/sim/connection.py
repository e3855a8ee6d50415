"""One client connection: keep-alive, the writing of responses, and the faults in both."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import struct
import time
from email.utils import formatdate
from typing import TYPE_CHECKING

from . import gojson
from .faults import Rule, mutated
from .http_message import REASONS, ProtocolError, Request, Response, StreamResponse, read_request
from .stream_writer import StreamWriter

if TYPE_CHECKING:
    from .simulation import Simulation

_PROXY_PAGE = ("<html>\r\n<head><title>{0} {1}</title></head>\r\n<body>\r\n<center><h1>{0} {1}</h1></center>\r\n"
               "</body>\r\n</html>\r\n")
_LOGIN_PAGE = (b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head>"
               b"<body><form method=post>Log in</form></body></html>\n")
_CHUNK = 1 << 16


class Ended(Exception):
    """The connection is over."""


def reset(sock: socket.socket) -> None:
    """Closes with RST instead of FIN."""
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    except OSError:
        pass
    sock.close()


class Connection:
    def __init__(self, simulation: "Simulation", sock: socket.socket, number: int) -> None:
        self._sim = simulation
        self._sock = sock
        self._log: dict[str, int] = {"bytes": 0}
        self.number = number

    def serve(self) -> None:
        try:
            self._serve()
        except (Ended, OSError, ValueError, ProtocolError):
            pass
        finally:
            self._sock.close()

    def _serve(self) -> None:
        fault = self._sim.faults.for_connection()
        if fault == "hold_connection":
            self._hold()
        if fault == "drop_connection":
            self._reset()
        self._agree_on_transport()
        reader = self._sock.makefile("rb")
        reused = False
        while True:
            self._sock.settimeout(self._sim.idle_close)
            request = read_request(reader, self.number)
            if request is None:
                return
            self._sock.settimeout(None)
            self._answer(request, reused)
            reused = True
            if request.headers.get("connection", "").lower() == "close":
                return

    def _agree_on_transport(self) -> None:
        """TLS on a TLS port; a ClientHello on a plain port is reset; plain HTTP on a TLS port is sent to https."""
        first = self._sock.recv(1, socket.MSG_PEEK)
        if not first:
            raise Ended
        hello = first == b"\x16"
        context = self._sim.tls_context
        if context is None and hello:
            self._reset()
        if context is not None and not hello:
            request = read_request(self._sock.makefile("rb"), self.number)
            host = request.headers.get("host", "") if request else ""
            location = f"https://{host}{request.target if request else '/'}"
            self._send_response(request, Response(b"", 307, "text/html; charset=utf-8", [("Location", location)]), {})
            raise Ended
        if context is not None:
            self._sock.settimeout(10)
            self._sock = context.wrap_socket(self._sock, server_side=True)

    def _answer(self, request: Request, reused: bool) -> None:
        internal = request.path.startswith("/_sim/")
        fault: Rule = {} if internal else self._sim.faults.for_request(request.method, request.target, reused)
        self._log = {"bytes": 0} if internal else self._sim.note_request(request, fault)
        kind = fault.get("kind", "")
        if kind == "silence":
            self._hold()
        if kind in ("reset", "close") and not fault.get("taken"):
            self._end(kind)
        if kind == "delay":
            time.sleep(float(fault.get("ms", 100)) / 1000)
        reply = self._substitute(fault) or self._sim.handle(request)
        if kind in ("reset", "close"):
            self._end(kind)
        if isinstance(reply, StreamResponse):
            self._stream(request, reply, fault)
        else:
            self._send_response(request, reply, fault)

    @staticmethod
    def _substitute(fault: Rule) -> Response | None:
        """The answer of somebody in between, who does not ask the server."""
        kind = fault.get("kind")
        headers = [(name, str(value)) for name, value in fault.get("headers", {}).items()]
        if kind == "status":
            status = int(fault["status"])
            body = fault.get("body", _PROXY_PAGE.format(status, REASONS.get(status, "")))
            return Response(body.encode(), status, fault.get("content_type", "text/html"), headers)
        if kind == "body":
            return Response(str(fault.get("body", "")).encode(), int(fault.get("status", 200)),
                            fault.get("content_type", "application/json"), headers)
        if kind == "login_page" and fault.get("redirect"):
            return Response(b"", 302, "text/html; charset=utf-8", [*headers, ("Location", fault["redirect"])])
        if kind == "login_page":
            return Response(_LOGIN_PAGE, 200, "text/html; charset=utf-8", headers)
        return None

    def _send_response(self, request: Request | None, response: Response, fault: Rule) -> None:
        kind = fault.get("kind", "")
        packs = response.compressible and request is not None and (
            request.accepts_gzip or kind == "truncated_gzip")
        changed = kind in ("mutate", "corrupt")
        body = response.compressed() if packs and not changed else response.plain()
        headers = [("Content-Type", response.content_type), *response.headers, ("Date", formatdate(usegmt=True))]
        if kind == "mutate":
            body = gojson.dumps(mutated(json.loads(body), fault))
        elif kind == "corrupt":
            body = body[:len(body) // 2] + b"\x00}" + body[len(body) // 2 + 2:]
        elif kind == "endless":
            self._endless(response, headers, int(fault.get("mb", 300)))
        if packs:
            body = gzip.compress(body, 6) if changed else body
            headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
            if kind == "truncated_gzip":
                body = body[:len(body) // 2]
        bodiless = request is not None and request.method == "HEAD"
        chunked = len(body) > 2048 and response.compressible and not bodiless
        given_length = any(name == "Content-Length" for name, _ in headers)
        if chunked:
            headers.append(("Transfer-Encoding", "chunked"))
        elif not given_length:
            headers.append(("Content-Length", str(len(body))))
        self._send_head(response.status, headers)
        if bodiless:
            return
        if kind == "cut":
            self._send_part(body, chunked, fault)
        elif kind == "drip":
            self._drip(body, chunked, fault)
        elif chunked:
            for start in range(0, len(body), _CHUNK):
                piece = body[start:start + _CHUNK]
                self._send(b"%x\r\n%s\r\n" % (len(piece), piece))
            self._send(b"0\r\n\r\n")
        else:
            self._send(body)

    def _send(self, data: bytes) -> None:
        self._log["bytes"] += len(data)
        self._sock.sendall(data)

    def _send_head(self, status: int, headers: list[tuple[str, str]]) -> None:
        self._send(_head(status, headers))

    def _send_part(self, body: bytes, chunked: bool, fault: Rule) -> None:
        count = int(fault.get("bytes", 0))
        whole = _chunk_frames(body) if chunked else body
        if chunked and count:
            head_length = whole.index(b"\r\n") + 2
            self._sock.sendall(whole[:head_length + count])
        elif count:
            self._sock.sendall(whole[:count])
        if fault.get("how", "reset") == "reset":
            time.sleep(0.02)
        self._end(str(fault.get("how", "reset")))

    def _drip(self, body: bytes, chunked: bool, fault: Rule) -> None:
        step, pause = max(1, int(fault.get("bytes", 1))), float(fault.get("ms", 50)) / 1000
        for start in range(0, len(body), step):
            piece = body[start:start + step]
            self._sock.sendall(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
            time.sleep(pause)
        if chunked:
            self._sock.sendall(b"0\r\n\r\n")

    def _endless(self, response: Response, headers: list[tuple[str, str]], megabytes: int) -> None:
        self._send_head(response.status, [*headers, ("Transfer-Encoding", "chunked")])
        blanks = b" " * (1 << 20)
        frame = b"%x\r\n%s\r\n" % (len(blanks), blanks)
        for _ in range(megabytes):
            self._sock.sendall(frame)
        self._sock.sendall(b"0\r\n\r\n")
        raise Ended

    def _stream(self, request: Request, reply: StreamResponse, fault: Rule) -> None:
        headers = [("Content-Type", "text/event-stream" if request.wants_events else reply.content_type),
                   ("Grpc-Metadata-Content-Type", "application/grpc")]
        headers.append(("X-Content-Type-Options", "nosniff") if request.wants_events else ("Vary", "Accept-Encoding"))
        headers += [("Date", formatdate(usegmt=True)), ("Transfer-Encoding", "chunked")]
        writer = StreamWriter(self._sock, _head(200, headers), request.wants_events, fault, self._sim)
        self._sim.note_stream(request, +1)
        try:
            reply.run(writer)
        finally:
            self._sim.note_stream(request, -1)
        if writer.cut in ("", "close"):
            writer.finish()
        elif writer.cut == "reset":
            self._reset()
        if writer.cut:
            raise Ended

    def _hold(self) -> None:
        """Says nothing until the client has gone."""
        self._sock.settimeout(None)
        while self._sock.recv(4096):
            pass
        raise Ended

    def _end(self, how: str) -> None:
        if how == "reset":
            self._reset()
        raise Ended

    def _reset(self) -> None:
        sock = self._sock
        if isinstance(sock, ssl.SSLSocket):
            sock = socket.socket(fileno=sock.detach())
        reset(sock)
        raise Ended


def _head(status: int, headers: list[tuple[str, str]]) -> bytes:
    lines = [f"HTTP/1.1 {status} {REASONS.get(status, '')}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _chunk_frames(body: bytes) -> bytes:
    if len(body) <= _CHUNK:
        return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    pieces = [body[start:start + _CHUNK] for start in range(0, len(body), _CHUNK)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
