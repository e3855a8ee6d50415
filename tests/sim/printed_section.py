"""One application's part of the output of a recorded `app sync`, read back: summary, operation, resources."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .live_rows import Row, parse

_FINAL_HEADER = re.compile(r"^GROUP +KIND +NAMESPACE +NAME +STATUS +HEALTH +HOOK +MESSAGE$")
_FIELD = re.compile(r"^([A-Z][A-Za-z ]*):\s+(.*)$")


@dataclass
class PrintedSection:
    rows: list[Row] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    resources: list[Row] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.fields.get("Name", "").rpartition("/")[2]

    def time(self, label: str) -> str:
        """A printed time as RFC3339."""
        day, clock = self.fields[label].split()[:2]
        return f"{day}T{clock}Z"


def sections(stdout: str) -> list[PrintedSection]:
    """The parts that begin with a live table."""
    found: list[PrintedSection] = []
    columns: list[int] = []
    for line in stdout.split("\n"):
        if line.startswith("TIMESTAMP "):
            found.append(PrintedSection())
            columns = []
        elif not found:
            continue
        elif _FINAL_HEADER.match(line):
            columns = [word.start() for word in re.finditer(r"[A-Z]+", line)]
        elif columns and line.strip():
            ends = [*columns[1:], len(line) + 1]
            cells = [line[begin:end].strip() for begin, end in zip(columns, ends)]
            found[-1].resources.append(Row((cells[0], cells[1], cells[2], cells[3]), *cells[4:]))
        elif match := _FIELD.match(line):
            found[-1].fields.setdefault(match[1], match[2])
    for section, rows in zip(found, parse(stdout)):
        section.rows = rows
    return found
