"""Faults on demand: rules that say which requests go wrong, how, and how often.

A rule is a JSON object. Which requests: `path` (regular expression over path?query, default all), `method`,
`reused` (true: only those over a connection that already carried one),
`skip` (the first k matching requests are left alone), `times` (how many then go wrong; -1 = all; default 1).
How, by `kind`:

  status       answers `status` with `body` (default: a proxy's HTML page), `headers` {name: value}
  body         answers 200 (or `status`) with `body` as `content_type`
  login_page   an HTML page with 200, or with `redirect` a 302 to that address
  cut          closes after `bytes` of the response body; `how`: reset (default) or close
  silence      reads the request and never answers
  delay        answers after `ms` milliseconds
  reset        resets before the request is looked at (`taken` false, default) or after it took effect (true)
  close        closes in order, without an answer (`taken` as above)
  truncated_gzip  a gzip body without its second half, the HTTP message itself complete
  corrupt      the JSON cut in its middle, with a right Content-Length
  mutate       changes the JSON at `at` (dotted path, `*` = every element of a list): to `value`, or `remove` true;
               on a stream it changes every message
  endless      sends `mb` megabytes (default 300) of blanks as the body, chunked
  drip         sends the body `bytes` at a time, every `ms` milliseconds
  hold_connection  before TLS and HTTP: accepts the connection and never says a word (no `path`)
  drop_connection  before TLS and HTTP: resets the connection (no `path`)

On streams also:
  stream_half_open  after `events` messages nothing more is sent, keep-alives neither; the connection stays
  stream_drop       after `events` messages all further ones are lost; keep-alives go on
  stream_cut        ends after `seconds` (real time), `how`: close (default: proper end), reset, or broken (no end)
  stream_error      after `events` messages an error chunk with `code` and `message`, then the end
"""

from __future__ import annotations

import copy
import re
import threading
from typing import Any

Rule = dict[str, Any]
CONNECTION_KINDS = {"hold_connection", "drop_connection"}


class Faults:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[Rule] = []

    def add(self, rule: Rule) -> None:
        with self._lock:
            self._rules.append({"times": 1, "skip": 0, "hits": 0, **rule})

    def clear(self) -> None:
        with self._lock:
            self._rules.clear()

    def list(self) -> list[Rule]:
        with self._lock:
            return copy.deepcopy(self._rules)

    def for_connection(self) -> str | None:
        with self._lock:
            for rule in self._rules:
                if rule["kind"] in CONNECTION_KINDS and self._use(rule):
                    return str(rule["kind"])
        return None

    def for_request(self, method: str, target: str, reused: bool) -> Rule:
        """The first rule that strikes this request; an empty one when none does."""
        with self._lock:
            for rule in self._rules:
                if rule["kind"] in CONNECTION_KINDS or rule.get("method", method) != method:
                    continue
                if rule.get("reused", reused) != reused:
                    continue
                if re.search(rule.get("path", ""), target) and self._use(rule):
                    return dict(rule)
        return {}

    @staticmethod
    def _use(rule: Rule) -> bool:
        if rule["skip"] > 0:
            rule["skip"] -= 1
            return False
        if rule["times"] == 0:
            return False
        if rule["times"] > 0:
            rule["times"] -= 1
        rule["hits"] += 1
        return True


def mutated(document: Any, rule: Rule) -> Any:
    """The document with the rule's change made; untouched where the path does not exist."""
    changed = copy.deepcopy(document)
    _mutate(changed, str(rule.get("at", "")).split("."), rule)
    return changed


def _mutate(value: Any, path: list[str], rule: Rule) -> None:
    head, rest = path[0], path[1:]
    if isinstance(value, list):
        indexes = range(len(value)) if head == "*" else [int(head)] if head.isdigit() and int(head) < len(value) else []
        for index in indexes:
            if rest:
                _mutate(value[index], rest, rule)
            else:
                value[index] = rule.get("value")
    elif isinstance(value, dict):
        if rest:
            if head in value:
                _mutate(value[head], rest, rule)
        elif rule.get("remove"):
            value.pop(head, None)
        else:
            value[head] = rule.get("value")
