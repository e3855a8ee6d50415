#!/usr/bin/env python3
"""A proxy between the program and the simulated server on which connections go wrong, by a seed.

    with FaultProxy(sim.port, "reset", seed=7) as proxy: …    # proxy.port, proxy.strikes, proxy.changes

It forwards HTTP/1.1 and understands just enough of it to know where requests and answers begin. Faults are drawn as
tests/fault/plan.cpp draws them, with pauses that suit the real clock; those that need the server's help (tokens,
events, restarts) are asked of the simulator by the test. Standard library only.
"""

from __future__ import annotations

import gzip
import os
import random
import re
import socket
import struct
import threading
import time
from types import TracebackType

BYTE_FAULTS = ("reset", "silence", "truncated-body", "drip", "delay", "truncated-gzip", "corrupt-gzip")
ANSWERS = {"429": 429, "429-retry-after": 429, "500": 500, "502": 502, "503": 503, "504": 504, "html": 200,
           "302-login": 302}
EVENT_FAULTS = ("duplicate-events", "reordered-events", "dropped-events")
_PAGE = b"<html><body><h1>sorry</h1></body></html>"


class _Ended(Exception):
    pass


class FaultProxy:
    """Listens while its `with` block lasts."""

    def __init__(self, target: int, fault: str, seed: int) -> None:
        drawn = random.Random(f"{fault}/{seed}")
        self.fault, self._target = fault, target
        self.times = drawn.choice((1, 1, 2, 3, 8))
        self.skip = drawn.choice((0, 0, 1, 2, 4))
        self.place = drawn.random()
        self.aim = drawn.choice(("", "", "", "/stream/", "/sync", "/applications/"))
        self.pause = drawn.choice((0.05, 0.3, 1.0))
        self.in_request = fault == "reset" and drawn.random() < 0.4
        self.taken = drawn.random() < 0.5
        self.down_at, self.down_for = drawn.uniform(0, 1), drawn.choice((0.0, 0.2, 0.5))
        self.strikes = 0
        self.last_strike = 0.0
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._closing = False

    def __enter__(self) -> "FaultProxy":
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        if self.fault == "restart":
            threading.Timer(self.down_at, self._restart).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._closing = True
        self._listener.close()
        self._break_all()

    def _restart(self) -> None:
        """Everything breaks, and for a while nobody listens."""
        if self._closing:
            return
        self._note()
        self._listener.close()
        self._break_all()
        time.sleep(self.down_for)
        if not self._closing:
            self._note()
            self._listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
            threading.Thread(target=self._accept, daemon=True).start()

    def _break_all(self) -> None:
        with self._lock:
            for sock in self._open:
                _reset(sock)
            self._open.clear()

    def _note(self) -> None:
        with self._lock:
            self.strikes += 1
            self.last_strike = time.monotonic()

    def _strikes(self, target: str) -> bool:
        with self._lock:
            if self.aim and self.aim not in target:
                return False
            if self.skip > 0:
                self.skip -= 1
                return False
            if self.times == 0:
                return False
            self.times -= 1
            return True

    def _accept(self) -> None:
        listener = self._listener
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with self._lock:
                self._open.add(client)
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with socket.create_connection(("127.0.0.1", self._target)) as server:
                server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                incoming, answers = client.makefile("rb"), server.makefile("rb")
                while self._exchange(client, server, incoming, answers):
                    pass
        except (_Ended, OSError, ValueError):
            pass
        finally:
            with self._lock:
                self._open.discard(client)
            client.close()

    def _exchange(self, client: socket.socket, server: socket.socket, incoming, answers) -> bool:  # type: ignore[no-untyped-def]
        head = _read_head(incoming)
        if not head:
            return False
        target = head.split(b" ")[1].decode()
        body = incoming.read(int(_header(head, b"content-length") or 0))
        struck = self._strikes(target)
        if struck and self.in_request:
            self._note()
            server.sendall((head + body)[:int(len(head) * self.place)])
            _reset(client)
            raise _Ended
        if struck and self.fault in ANSWERS:
            self._note()
            if self.fault in ("502", "504") and self.taken:
                server.sendall(head + body)
                _read_head(answers)
            client.sendall(self._answer())
            raise _Ended  # with what the server said to nobody
        server.sendall(head + body)
        answer = _read_head(answers)
        if not answer:
            return False
        if struck and self.fault == "delay":
            self._note()
            time.sleep(self.pause)
        is_stream = b"text/event-stream" in answer.lower()
        whole_fault = struck and self.fault in BYTE_FAULTS
        if is_stream:
            self._stream(client, answers, answer, struck, 2000)
            return True
        content = _read_body(answers, answer)
        answer, content = self._garble(answer, content, struck)
        data = answer + content
        if whole_fault:
            self._send_badly(client, data, int(len(data) * self.place), len(answer))
        else:
            client.sendall(data)
        return True

    def _answer(self) -> bytes:
        status = ANSWERS[self.fault]
        more = {"429-retry-after": "Retry-After: 1\r\n",
                "302-login": "Location: https://sso.example.com/login?state=secret\r\n"}.get(self.fault, "")
        return (f"HTTP/1.1 {status} X\r\nContent-Type: text/html\r\n{more}Connection: close\r\n"
                f"Content-Length: {len(_PAGE)}\r\n\r\n").encode() + _PAGE

    def _garble(self, head: bytes, content: bytes, struck: bool) -> tuple[bytes, bytes]:
        """A body whose packing is broken, in a message that is whole."""
        if not struck or self.fault not in ("truncated-gzip", "corrupt-gzip") or b"gzip" not in head.lower():
            return head, content
        self._note()
        packed = gzip.compress(_unpacked(head, content))
        at = max(10, int((len(packed) - 1) * self.place))
        packed = packed[:at] if self.fault == "truncated-gzip" else \
            packed[:at] + bytes([packed[at] ^ 0x55]) + packed[at + 1:]
        head = re.sub(rb"(?i)(transfer-encoding: chunked|content-length: \d+)", b"Content-Length: %d" % len(packed), head)
        return head, packed

    def _send_badly(self, client: socket.socket, data: bytes, at: int, head_length: int) -> None:
        if self.fault == "drip":
            self._note()
            for start in range(0, min(len(data), 300)):
                client.sendall(data[start:start + 1])
                time.sleep(0.001)
            client.sendall(data[300:])
            return
        if self.fault not in ("reset", "silence", "truncated-body"):
            client.sendall(data)
            return
        self._note()
        client.sendall(data[:max(at, head_length) if self.fault == "truncated-body" else at])
        self._end(client)

    def _end(self, client: socket.socket) -> None:
        if self.fault == "reset":
            time.sleep(0.02)  # else what was sent is lost as well
            _reset(client)
        elif self.fault == "silence":
            client.settimeout(None)
            while client.recv(4096):
                pass
        raise _Ended

    def _stream(self, client: socket.socket, answers, head: bytes, struck: bool, limit: int) -> None:  # type: ignore[no-untyped-def]
        """Passes the messages of a stream on, each in a chunk of its own."""
        client.sendall(head)
        left = int(limit * self.place) if struck and self.fault in ("reset", "silence", "truncated-body") else None
        held: bytes | None = None
        for number, chunk in enumerate(_chunks(answers)):
            if left is not None:
                left -= len(chunk)
                if left <= 0:
                    self._note()
                    self._end(client)
            if self.fault in EVENT_FAULTS and number > 0 and b"data: " in chunk:
                self._note()
                if self.fault == "dropped-events":
                    continue
                if self.fault == "duplicate-events":
                    client.sendall(chunk)
                elif held is None:
                    held = chunk
                    continue
                else:
                    client.sendall(chunk)
                    chunk, held = held, None
            client.sendall(chunk)


def _reset(sock: socket.socket) -> None:
    """At once, whatever files were made of the socket."""
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.shutdown(socket.SHUT_RD)  # wakes who reads
        os.close(sock.detach())
    except OSError:
        pass


def _read_head(reader) -> bytes:  # type: ignore[no-untyped-def]
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = reader.readline()
        if not line:
            return b""
        head += line
    return head


def _header(head: bytes, name: bytes) -> str:
    found = re.search(rb"(?im)^" + name + rb": *([^\r\n]*)", head)
    return found[1].decode() if found else ""


def _chunks(reader):  # type: ignore[no-untyped-def]
    """The chunks of a body as they travelled, the last one too."""
    while True:
        line = reader.readline()
        if not line:
            return
        size = int(line, 16)
        yield line + reader.read(size + 2)
        if size == 0:
            return


def _read_body(reader, head: bytes) -> bytes:  # type: ignore[no-untyped-def]
    if "chunked" in _header(head, b"transfer-encoding"):
        return b"".join(_chunks(reader))
    return bytes(reader.read(int(_header(head, b"content-length") or 0)))


def _unpacked(head: bytes, content: bytes) -> bytes:
    if "chunked" in _header(head, b"transfer-encoding"):
        made = b""
        while content:
            line, _, content = content.partition(b"\r\n")
            size = int(line, 16)
            made, content = made + content[:size], content[size + 2:]
        content = made
    return gzip.decompress(content)
