"""JSON as Go's encoding/json prints it: compact, key order kept, `<`, `>`, `&` and line separators escaped."""

from __future__ import annotations

import json
from typing import Any

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def dumps(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for plain, escaped in _ESCAPES.items():
        if plain in text:
            text = text.replace(plain, escaped)
    return text.encode()


def sorted_maps(value: Any) -> Any:
    """The value as Go prints it after a round trip through map[string]any: every object's keys sorted."""
    if isinstance(value, dict):
        return {key: sorted_maps(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [sorted_maps(item) for item in value]
    return value


class BodyError(Exception):
    """A request body that Go's decoder refuses; the text is Go's."""


def loads_body(body: bytes) -> Any:
    """Decodes a request body; an empty one is an empty object, as in grpc-gateway."""
    text = body.decode("utf-8", "replace").strip()
    if not text:
        return {}
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if error.pos >= len(text) or "Unterminated" in error.msg:
            raise BodyError("unexpected EOF") from error
        raise BodyError(f"invalid character '{text[error.pos]}' looking for beginning of value") from error
