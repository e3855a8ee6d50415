"""The rows of the official CLI's live table: parsed from its output, and computed from applications.

The computing half is the algorithm the CLI follows: one row for each resource, told again when one of status,
health, hook or message changes to something that is not blank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Iterable

from .history import Application, resource_key

Key = tuple[str, str, str, str]

STATUSES = ("OutOfSync", "Synced", "Unknown", "Running", "Succeeded", "Failed", "Error", "Terminating")
HEALTHS = ("Healthy", "Progressing", "Degraded", "Suspended", "Missing", "Unknown", "Synced", "SyncFailed",
           "Pruned", "PruneSkipped")
HOOKS = ("PreSync", "PostSync", "SyncFail", "Sync", "Skip", "PreDelete", "PostDelete")
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
_CORE_GROUP_INDENT = 32


@dataclass(frozen=True)
class Row:
    key: Key
    status: str = ""
    health: str = ""
    hook: str = ""
    message: str = ""

    def text(self) -> str:
        return " ".join(part for part in (*self.key, self.status, self.health, self.hook, self.message) if part)


def parse(stdout: str) -> list[list[Row]]:
    """The live rows of every application in an output, one list for each header."""
    tables: list[list[Row]] = []
    in_table = False
    for line in stdout.split("\n"):
        if line.startswith("TIMESTAMP "):
            tables.append([])
            in_table = True
        elif in_table and _TIMESTAMP.match(line):
            tables[-1].append(_parse_row(line))
        else:
            in_table = False
    return tables


def _parse_row(line: str) -> Row:
    rest = _TIMESTAMP.sub("", line, count=1)
    offset = len(line) - len(rest) + len(rest) - len(rest.lstrip())
    words = rest.split(None, 4 if offset < _CORE_GROUP_INDENT else 3)
    if offset >= _CORE_GROUP_INDENT:
        words.insert(0, "")
    key = (words[0], words[1], words[2], words[3])
    tail = words[4].rstrip() if len(words) > 4 else ""
    status, tail = _take(tail, STATUSES)
    health, tail = _take(tail, HEALTHS)
    hook, tail = _take(tail, HOOKS)
    return Row(key, status, health, hook, tail)


def _take(text: str, words: Iterable[str]) -> tuple[str, str]:
    first, _, rest = text.partition(" ")
    return (first, rest.lstrip()) if first in words else ("", text)


def rows_of(app: Application) -> dict[Key, Row]:
    """The state of every resource of an application, as the CLI reads it."""
    status = app.get("status", {})
    left = {resource_key(resource): resource for resource in status.get("resources") or []}
    results: list[dict[str, Any]] = (status.get("operationState", {}).get("syncResult") or {}).get("resources") or []
    rows: dict[Key, Row] = {}
    for result in results:
        key = resource_key(result)
        shown, health = result.get("hookPhase", ""), result.get("status", "")
        if key in left and not result.get("hookType"):
            shown, health = left[key].get("status", ""), left[key].get("health", {}).get("status", "")
        row = Row(key, shown, health, result.get("hookType", ""), result.get("message", ""))
        rows[key] = merged(rows[key], row) if key in rows else row
        left.pop(key, None)
    for key, resource in left.items():
        row = Row(key, resource.get("status", ""), resource.get("health", {}).get("status", ""))
        rows[key] = merged(rows[key], row) if key in rows else row
    return rows


def merged(old: Row, new: Row) -> Row:
    """Blanks never overwrite."""
    return Row(old.key, new.status or old.status, new.health or old.health, new.hook or old.hook,
               new.message or old.message)


class LiveTable:
    """What the CLI has printed so far."""

    def __init__(self) -> None:
        self._known: dict[Key, Row] = {}

    def rows(self, app: Application) -> list[Row]:
        """The rows to print for this state."""
        news = []
        for key, row in rows_of(app).items():
            known = self._known.get(key)
            now = merged(known, row) if known else row
            if now != known:
                self._known[key] = now
                news.append(now)
        return news
