"""Protocol buffers as bytes: as much of the wire format as the simulated calls need."""

from __future__ import annotations

Fields = dict[int, list["bytes | int"]]


class WireError(ValueError):
    """Bytes that are no message."""


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data):
            raise WireError("unexpected EOF")
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            return value, at


def read(data: bytes) -> Fields:
    """The fields of a message by number, each with all its values: numbers and bytes."""
    fields: Fields = {}
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, kind = tag >> 3, tag & 7
        value: bytes | int
        if kind == 0:
            value, at = _varint(data, at)
        elif kind == 2:
            size, at = _varint(data, at)
            if at + size > len(data):
                raise WireError("unexpected EOF")
            value, at = data[at:at + size], at + size
        else:
            raise WireError(f"wire type {kind} is not used here")
        fields.setdefault(number, []).append(value)
    return fields


def text(fields: Fields, number: int) -> str:
    """The last value of a string; empty where there is none."""
    value = fields.get(number, [b""])[-1]
    return value.decode() if isinstance(value, bytes) else ""


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out) + bytes([value])


def field(number: int, value: bytes | str | bool) -> bytes:
    """One field as it travels."""
    if isinstance(value, bool):
        return _number(number << 3) + _number(int(value))
    data = value.encode() if isinstance(value, str) else value
    return _number(number << 3 | 2) + _number(len(data)) + data
