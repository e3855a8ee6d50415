"""The writing of a stream's messages."""

from __future__ import annotations

import select
import socket
import time
from typing import TYPE_CHECKING, Any

from . import gojson
from .faults import Rule, mutated
from .http_message import REASONS
from .rpc_error import RpcError

if TYPE_CHECKING:
    from .simulation import Simulation


class StreamWriter:
    """Writes the messages of a stream, as lines or as server-sent events, and plays the stream faults.

    As on the real server nothing, not even the status, is sent before the first message.
    """

    KEEP_ALIVE_SECONDS = 15.0

    def __init__(self, sock: socket.socket, head: bytes, as_events: bool, fault: Rule,
                 simulation: "Simulation") -> None:
        self._sock = sock
        self._unsent_head = head
        self._as_events = as_events
        self._fault = fault
        self._kind = fault.get("kind", "")
        self._sim = simulation
        self._sent = 0
        self._started = time.monotonic()
        self._last_sign = self._started
        self.cut = ""

    def message(self, message: Any) -> None:
        """Sends one message, unless a fault swallows it."""
        if self._kind == "mutate":
            message = mutated(message, self._fault)
        if self._kind in ("stream_half_open", "stream_drop") and self._sent >= int(self._fault.get("events", 0)):
            return
        self._sent += 1
        text = gojson.dumps(message)
        self._send(b"data: " + text + b" \n\n\n" if self._as_events else text + b"\n")

    def text(self, body: bytes) -> None:
        self._send(body)

    def finish(self) -> None:
        """The proper end of the stream."""
        head, self._unsent_head = self._unsent_head, b""
        self._sock.sendall(head + b"0\r\n\r\n")

    def alive(self) -> bool:
        """Called between messages: False when the stream has to end."""
        now = time.monotonic()
        if self._sim.stopping.is_set() or self._client_gone():
            self.cut = "gone"
            return False
        if self._kind == "stream_cut" and now - self._started >= float(self._fault.get("seconds", 1)):
            self.cut = str(self._fault.get("how", "close"))
            return False
        if self._kind == "stream_error" and self._sent >= int(self._fault.get("events", 0)):
            error = RpcError(int(self._fault.get("code", 14)), str(self._fault.get("message", "transport is closing")))
            self._send(error.stream_chunk(REASONS))
            self.cut = "close"
            return False
        half_open = self._kind == "stream_half_open" and self._sent >= int(self._fault.get("events", 0))
        keep_alive = self.KEEP_ALIVE_SECONDS if self._sim.keep_alive is None else self._sim.keep_alive
        if self._as_events and not half_open and now - self._last_sign >= keep_alive:
            self._send(b":\n")
        return True

    def _send(self, data: bytes) -> None:
        head, self._unsent_head = self._unsent_head, b""
        self._sock.sendall(head + b"%x\r\n%s\r\n" % (len(data), data))
        self._last_sign = time.monotonic()

    def _client_gone(self) -> bool:
        readable, _, _ = select.select([self._sock], [], [], 0)
        return bool(readable) and self._sock.recv(1024) == b""
