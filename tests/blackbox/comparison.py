"""Comparing a run with a recorded one: what must be equal, and the table of what need not be (EXEMPTIONS).

Start, Finished and Duration are compared: the simulated server plays the recorded times.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Callable

Case = dict[str, Any]

_LIVE_HEADER = "TIMESTAMP "
_LIVE_ROW = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)\s")
_TREE_HEADER = re.compile(r"^(?:KIND/NAME\s|GROUP\s.*\sORPHANED\b)")
_AGE = re.compile(r"\b(?:\d+[smhdy])+\b|<unknown>|<invalid>")
_CLIENT_PORT = re.compile(r"read tcp 127\.0\.0\.1:\d+")
_HUNK = re.compile(r"(?m)^\d+(?:,\d+)?[acd]\d+(?:,\d+)?$")
_TEXT_TIME = re.compile(r'^time="[^"]*"')


def _unchanged(text: str) -> str:
    return text


@dataclass(frozen=True)
class Exemption:
    """Something that need not be equal: in which cases, and how stdout and log messages look without it."""

    name: str
    reason: str
    applies: Callable[[Case], bool]
    stdout: Callable[[str], str] = _unchanged
    message: Callable[[str], str] = _unchanged


def _is_version(case: Case) -> bool:
    return bool(case["args"]) and case["args"][0] == "version"


def _has_option(case: Case, *values: str) -> bool:
    return any(value in case["args"] for value in values)


def _waits(case: Case) -> bool:
    return case["args"][:1] == ["app"] and case["args"][1:2] in (["sync"], ["wait"], ["rollback"])


def _without_client_version(text: str) -> str:
    """Keeps the shape of the client block and every byte of the server's."""
    kept, in_client = [], False
    for line in text.split("\n"):
        if line.startswith(("argocd:", "client:")):
            in_client = True
        elif line and not line.startswith(" "):
            in_client = False
        if not in_client:
            kept.append(line)
        elif not line.startswith(" "):
            kept.append(line.split(":")[0] + ":")
    return "\n".join(kept)


def _sorted_live_rows(text: str) -> str:
    """Live rows without their timestamps, blanks collapsed, sorted within their table."""
    result: list[str] = []
    rows: list[str] = []
    in_table = False
    for line in text.split("\n"):
        if line.startswith(_LIVE_HEADER):
            in_table = True
            result.append(" ".join(line.split()))
        elif in_table and _LIVE_ROW.match(line):
            rows.append(" ".join(line.split()[1:]))
        else:
            result += sorted(rows)
            rows, in_table = [], False
            result.append(line)
    return "\n".join(result + sorted(rows))


def _sorted_tree_roots(text: str) -> str:
    result: list[str] = []
    roots: list[list[str]] = []
    in_tree = False
    for line in text.split("\n"):
        if _TREE_HEADER.match(line):
            in_tree = True
            result.append(line)
        elif in_tree and line and line.lstrip()[0] not in "├└│":
            roots.append([line])
        elif in_tree and line and roots:
            roots[-1].append(line)
        else:
            result += [row for root in sorted(roots) for row in root]
            roots, in_tree = [], False
            result.append(line)
    return "\n".join(result + [row for root in sorted(roots) for row in root])


def _without_ages(text: str) -> str:
    """In a detailed tree the ages decide the widths as well."""
    lines, in_tree = [], False
    for line in text.split("\n"):
        in_tree = bool(line) and (in_tree or bool(_TREE_HEADER.match(line)))
        lines.append(" ".join(_AGE.sub("AGE", line, count=1).split()) if in_tree else line)
    return "\n".join(lines)


def _is_get_resource_table(case: Case) -> bool:
    return case["args"][:2] == ["app", "get-resource"] and not _has_option(case, "json", "yaml")


def _sorted_fields(text: str) -> str:
    """The lines in an order of their own; values of several lines break the columns, so blanks count as one."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return "\n".join(lines[:1] + sorted(filter(None, lines[1:])))


def _sorted_actions(text: str) -> str:
    """Tables by line, documents by their entries."""
    try:
        return json.dumps(sorted(json.loads(text), key=json.dumps), indent=2)
    except ValueError:
        entries = re.split(r"^(?=- )", text, flags=re.MULTILINE) if text.startswith("- ") else text.split("\n")
        return "\n".join(sorted(entry.strip() for entry in entries))


EXEMPTIONS = [
    Exemption("help text", "stdout null: a help text, ours is our own; it must not be empty, and the exit code equal",
              lambda case: case["stdout"] is None),
    Exemption("hung", "exit null: the official CLI hung; ours must end with 0 and tell no live row that it did not",
              lambda case: case["exit"] is None),
    Exemption("order of infos", "--info is a map in the official CLI; the simulated server compares them sorted",
              lambda case: _has_option(case, "--info")),
    Exemption("client version", "the client block of `version` is this program's own", _is_version,
              stdout=_without_client_version),
    Exemption("live rows", "TIMESTAMP is the wall clock, the order of rows is random in the official CLI, and its "
              "column widths depend on which rows came with one event", _waits, stdout=_sorted_live_rows),
    Exemption("tree roots", "the order of the roots is random in the official CLI",
              lambda case: _has_option(case, "tree", "tree=detailed"), stdout=_sorted_tree_roots),
    Exemption("ages", "AGE is the wall clock", lambda case: _has_option(case, "tree=detailed"), stdout=_without_ages),
    Exemption("fields", "the order of an object's fields is random in the official CLI, and decides the widths",
              _is_get_resource_table, stdout=_sorted_fields),
    Exemption("line numbers of other revisions", "the server's dry run leaves out parts that the official CLI's own "
              "comparison shows on both sides", lambda case: case["args"][:2] == ["app", "diff"] and
              _has_option(case, "--revision"), stdout=lambda text: _HUNK.sub("N", text)),
    Exemption("order of actions", "the server lists them in random order",
              lambda case: case["args"][:3] == ["app", "actions", "list"], stdout=_sorted_actions),
    Exemption("ephemeral port", "the client's own port in a read error", lambda case: True,
              message=lambda text: _CLIENT_PORT.sub("read tcp 127.0.0.1:PORT", text)),
]


def exempted(case: Case, name: str) -> bool:
    return any(one.name == name and one.applies(case) for one in EXEMPTIONS)


def normal_stdout(case: Case, text: str) -> str:
    for one in EXEMPTIONS:
        if one.applies(case):
            text = one.stdout(text)
    return text


def normal_log(case: Case, text: str) -> list[Any]:
    """Level and message of every line of stderr; lines that are not JSON without their time."""
    found: list[Any] = []
    for line in text.splitlines():
        try:
            entry = json.loads(line)
            level, message = entry["level"], entry["msg"]
        except (ValueError, TypeError, KeyError):
            found.append(_TEXT_TIME.sub('time=""', line))
            continue
        for one in EXEMPTIONS:
            if one.applies(case):
                message = one.message(message)
        found.append((level, message))
    return found


def live_rows(text: str) -> Counter[str]:
    return Counter(" ".join(line.split()[1:]) for line in text.split("\n") if _LIVE_ROW.match(line))
