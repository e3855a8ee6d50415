"""What containers have written, where a test has said so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone

from .application_store import Key


@dataclass
class Line:
    time: str
    content: str

    @property
    def seconds(self) -> float:
        return seconds_of(self.time)


@dataclass
class Logs:
    """What containers have written, by application, pod and container."""

    lines: dict[tuple[Key, str, str], list[Line]] = field(default_factory=dict)
    previous: dict[tuple[Key, str, str], list[Line]] = field(default_factory=dict)
    """Of the containers' runs before their present one."""

    def containers(self, key: Key, pod: str) -> list[str]:
        return [container for owner, name, container in self.lines if (owner, name) == (key, pod)]


def seconds_of(text: str) -> float:
    whole, _, fraction = text.rstrip("Z").partition(".")
    return datetime.strptime(whole, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc).timestamp() + float(
        f"0.{fraction or '0'}")
