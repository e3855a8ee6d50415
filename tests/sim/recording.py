"""The recorded snapshot (state.jsonl): which answers the real server gave, by path and query."""

from __future__ import annotations

import json
import urllib.parse
from pathlib import Path
from typing import Any

_REFRESH = "argocd.argoproj.io/refresh"
RECORDINGS = Path(__file__).resolve().parent.parent / "recordings"


def read_lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def stream_cases() -> list[dict[str, Any]]:
    """The syncs beside which a stream was recorded, in the form of cli-mutate-op.jsonl. Where the stream had whole
    applications, with `states`: every state from the request on; else without `before` and `after`."""
    found = []
    for number, stream in enumerate(read_lines(RECORDINGS / "streams.jsonl")):
        if not stream["cli"] or stream["cli"]["args"][1] != "sync":
            continue
        lines = [line.removeprefix("data: ") for _, line in stream["lines"] if isinstance(line, str)]
        apps = [json.loads(line)["result"].get("application") for line in lines if line.startswith("{")]
        if not apps[0] or "fields=" in stream["path"]:
            found.append({**stream["cli"], "number": number, "app": "", "before": None, "after": None})
            continue
        before, asked, *states = apps
        played = [app for app in states if _REFRESH not in app["metadata"].get("annotations", {})]
        found.append({**stream["cli"], "number": number, "app": before["metadata"]["name"], "before": before,
                      "after": played[-1], "operation": asked["operation"], "states": [asked, *played]})
    return found


def _normal(target: str, ignored: frozenset[str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    path, _, query = target.partition("?")
    pairs = urllib.parse.parse_qsl(query, keep_blank_values=True)
    return path, tuple(sorted(pair for pair in pairs if pair[0] not in ignored and (pair[1] or pair[0] == "group")))


class Snapshot:
    """Recorded exchanges. The parameter `project` never changes an answer of these."""

    IGNORED = frozenset({"project"})

    def __init__(self, path: Path) -> None:
        self.exchanges = read_lines(path)
        self._answers = {}
        for exchange in self.exchanges:
            if exchange["request"]["method"] == "GET":
                self._answers[_normal(exchange["request"]["path"], self.IGNORED)] = exchange["response"]

    def answer(self, target: str, also_ignored: frozenset[str] = frozenset()) -> dict[str, Any] | None:
        """The recorded response, or None."""
        return self._answers.get(_normal(target, self.IGNORED | also_ignored))

    def body(self, target: str) -> bytes | None:
        found = self.answer(target)
        return found["body"].encode() if found else None

    def items(self, path: str) -> list[dict[str, Any]]:
        """The items of a recorded list."""
        return json.loads(self.body(path) or b"{}").get("items") or []

    def applications(self) -> list[dict[str, Any]]:
        """The applications as a GET shows them (with the health of their resources)."""
        listed = json.loads(self._answers[("/api/v1/applications", ())]["body"])["items"]
        found = []
        for item in listed:
            name, namespace = item["metadata"]["name"], item["metadata"]["namespace"]
            body = self.body(f"/api/v1/applications/{name}") or self.body(
                f"/api/v1/applications/{name}?appNamespace={namespace}")
            found.append(json.loads(body) if body else item)
        return found

    def manifests(self, name: str, namespace: str) -> list[dict[str, Any]]:
        """The target manifests of an application, empty when they cannot be rendered."""
        path = f"/api/v1/applications/{name}/manifests"
        answer = self.answer(path) or self.answer(f"{path}?appNamespace={namespace}")
        if not answer or answer["status"] != 200:
            return []
        return [json.loads(text) for text in json.loads(answer["body"]).get("manifests") or []]
