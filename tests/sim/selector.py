"""Kubernetes label selectors: the whole grammar of labels.Parse, with its error texts."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPERATORS = {"=", "==", "!=", ">", "<"}
_SPECIAL = "=!(),><"
_NAME = re.compile(r"^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$")


class SelectorError(ValueError):
    """A selector that does not parse, in Kubernetes' words."""


@dataclass(frozen=True)
class Requirement:
    key: str
    operator: str
    values: frozenset[str] = frozenset()

    def matches(self, labels: dict[str, str]) -> bool:
        value = labels.get(self.key)
        if self.operator in ("=", "==", "in"):
            return value is not None and value in self.values
        if self.operator in ("!=", "notin"):
            return value is None or value not in self.values
        if self.operator == "exists":
            return value is not None
        if self.operator == "!":
            return value is None
        try:
            number, bound = int(value or ""), int(next(iter(self.values)))
        except ValueError:
            return False
        return number > bound if self.operator == ">" else number < bound


def parse(text: str) -> list[Requirement]:
    """The requirements, all of which must hold. An empty selector has none."""
    return _Parser(_tokens(text)).requirements()


def matches(requirements: list[Requirement], labels: dict[str, str] | None) -> bool:
    return all(requirement.matches(labels or {}) for requirement in requirements)


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    position = 0
    while position < len(text):
        char = text[position]
        if char.isspace():
            position += 1
        elif char in "(),":
            found.append(char)
            position += 1
        elif char in "=!><":
            end = position
            while end < len(text) and text[end] in "=!><":
                end += 1
            symbols = text[position:end]
            while symbols and symbols not in _OPERATORS | {"!"}:
                symbols = symbols[:-1]
            found.append(symbols or char)
            position += len(symbols or char)
        else:
            end = position
            while end < len(text) and text[end] not in _SPECIAL and not text[end].isspace():
                end += 1
            found.append(text[position:end])
            position = end
    return found + [""]


def _is_identifier(token: str) -> bool:
    return bool(token) and token[0] not in _SPECIAL


class _Parser:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def requirements(self) -> list[Requirement]:
        found: list[Requirement] = []
        while True:
            token = self._peek()
            if token == "":
                return found
            if not (_is_identifier(token) or token == "!"):
                raise SelectorError(f"found '{token}', expected: !, identifier, or 'end of string'")
            found.append(self._requirement())
            separator = self._take()
            if separator == "":
                return found
            if separator != ",":
                raise SelectorError(f"found '{separator}', expected: ',' or 'end of string'")
            if not (_is_identifier(self._peek()) or self._peek() == "!"):
                raise SelectorError(f"found '{self._peek()}', expected: identifier after ','")

    def _peek(self) -> str:
        return self._tokens[min(self._at, len(self._tokens) - 1)]

    def _take(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _requirement(self) -> Requirement:
        absent = self._peek() == "!"
        if absent:
            self._take()
        key = self._take()
        if not _is_identifier(key):
            raise SelectorError(f"found '{key}', expected: identifier")
        if not _NAME.match(key):
            raise SelectorError(f"key: Invalid value: \"{key}\": name part must consist of alphanumeric characters, "
                                "'-', '_' or '.', and must start and end with an alphanumeric character")
        if absent:
            return Requirement(key, "!")
        operator = self._peek()
        if operator in ("", ","):
            return Requirement(key, "exists")
        self._take()
        if operator in ("in", "notin"):
            return Requirement(key, operator, self._set())
        if operator in _OPERATORS:
            value = self._take() if _is_identifier(self._peek()) else ""
            if value == "" and self._peek() not in ("", ","):
                raise SelectorError(f"found '{self._peek()}', expected: identifier")
            return Requirement(key, operator, frozenset({value}))
        raise SelectorError(f"unable to parse requirement: found '{operator}', "
                            "expected: in, notin, =, ==, !=, gt, lt")

    def _set(self) -> frozenset[str]:
        if self._peek() != "(":
            raise SelectorError(f"found '{self._peek()}' expected: '('")
        self._take()
        values: set[str] = set()
        while True:
            token = self._take()
            if _is_identifier(token):
                values.add(token)
            elif token in (",", ")"):
                values.add("")
                if token == ")":
                    return frozenset(values)
                continue
            else:
                raise SelectorError(f"found '{token}', expected: ',', ')' or identifier")
            closing = self._take()
            if closing == ")":
                return frozenset(values)
            if closing != ",":
                raise SelectorError(f"found '{closing}', expected: ',' or ')'")
