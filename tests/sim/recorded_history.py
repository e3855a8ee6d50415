"""Histories that end in the recorded `after` and tell, on the way, the rows the official CLI printed.

Each printed row is a change of one resource; the rows, cut into steps, are turned back into the states of the
application that made the CLI print them.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from .application_store import Key, key_of
from .history import Application, Edit, History, Step, request_operation, resource_key, start
from .live_rows import LiveTable, Row, rows_of
from .printed_section import PrintedSection, sections

GATE_SECONDS, GAP_SECONDS = 10.0, 0.015
_OPERATION_ONLY = ("Running", "Succeeded", "Failed", "Error", "Terminating")


@dataclass(frozen=True)
class Scenario:
    """One application's part in a recorded run."""

    before: Application
    after: Application
    rows: list[Row]
    operation: dict[str, Any] | None
    states: list[Application] | None = None

    @property
    def first_version(self) -> int:
        """The resource version that the request makes."""
        if self.states:
            return int(self.states[0]["metadata"]["resourceVersion"])
        return int(self.before["metadata"]["resourceVersion"]) + 1

    @property
    def key(self) -> Key:
        return key_of(self.before)


def scenarios(case: dict[str, Any], known: dict[str, Application]) -> list[Scenario]:
    """Who takes part in a recorded case. `known` has the latest state of every application by name: a run over
    several applications was recorded with `before` and `after` of only one."""
    found: list[Scenario] = []
    printed = sections(case["stdout"] or "")
    for section in printed:
        if section.name == case["app"]:
            found.append(Scenario(case["before"], _as_printed(case["after"], section), section.rows,
                                  case.get("operation"), case.get("states")))
        elif section.name in known:
            found.append(_reconstructed(section, known[section.name]))
    if not printed and case.get("before"):
        after = case["after"] or case["before"]
        ran = _operation_of(case["before"]) != _operation_of(after)
        found.append(Scenario(case["before"], after, [], case.get("operation") if ran else None))
    return found


def _as_printed(after: Any, section: PrintedSection) -> Any:
    """`after` was read a moment after the CLI had printed; the health may have gone on since, and is put back."""
    health = section.fields.get("Health Status")
    if not after or not health or health == after["status"].get("health", {}).get("status"):
        return after
    printed = copy.deepcopy(after)
    printed["status"].setdefault("health", {})["status"] = health
    rows = {row.key: row for row in section.resources if not row.hook}
    for resource in printed["status"].get("resources") or []:
        row = rows.get(resource_key(resource))
        if row and row.health:
            resource["health"] = {**resource.get("health", {}), "status": row.health}
    return printed


def _operation_of(app: Application) -> tuple[Any, Any]:
    return app.get("operation"), app.get("status", {}).get("operationState", {}).get("startedAt")


def recorded_history(scenario: Scenario) -> History:
    """From the moment the operation is set (on `before`) to `after`."""
    if scenario.states:
        return History([_state_step(state) for state in scenario.states[1:]], GATE_SECONDS, GAP_SECONDS, pin=True)
    before, after = scenario.before, scenario.after
    first = int(before["metadata"]["resourceVersion"])
    last = int(after["metadata"]["resourceVersion"])
    state = after.get("status", {}).get("operationState", {})
    batches = _batches(_beyond(scenario.rows, before))
    edits: list[Edit] = [start]
    for batch in batches:
        edits.append(_tell(batch, after))

    def finished(app: Application, stamp: str) -> None:
        app["status"]["operationState"] = copy.deepcopy(state)
        app.pop("operation", None)

    if not _tells_more(before, [*edits, finished], scenario.rows):
        edits.append(finished)

    def settled(app: Application, stamp: str) -> None:
        app.clear()
        app.update(copy.deepcopy(after))

    edits.append(settled)
    room = max(1, last - first)
    count = len(edits)
    steps = [Step(0.0, edit, last if number == count else min(first + 1 + number, first + room))
             for number, edit in enumerate(edits, 1)]
    return History(steps, gate=GATE_SECONDS, gap=GAP_SECONDS, pin=True)


def _state_step(state: Application) -> Step:
    def edit(app: Application, stamp: str) -> None:
        app.clear()
        app.update(copy.deepcopy(state))
    return Step(0.0, edit, int(state["metadata"]["resourceVersion"]))


def _tells_more(before: Application, edits: list[Edit], rows: list[Row]) -> bool:
    """Whether the last edit would make the CLI print rows that it did not print: then the finished operation
    and the comparison after it came as one event."""
    app = copy.deepcopy(before)
    request_operation(app, {"sync": {}})
    table, told = LiveTable(), {row.key for row in rows}
    for edit in edits:
        table.rows(app)
        edit(app, "")
    return any(row.key in told and row not in rows for row in table.rows(app))


def _beyond(rows: list[Row], before: Application) -> list[Row]:
    """The rows that the state right after the request does not explain."""
    asked = copy.deepcopy(before)
    asked.get("status", {}).pop("operationState", None)
    initial = list(rows_of(asked).values())
    left = list(rows)
    for row in initial:
        if row in left:
            left.remove(row)
    return left


def _batches(rows: list[Row]) -> list[list[Row]]:
    """Consecutive rows in which no resource comes twice."""
    batches: list[list[Row]] = []
    for row in rows:
        if not batches or any(row.key == other.key for other in batches[-1]):
            batches.append([])
        batches[-1].append(row)
    return batches


def _tell(batch: list[Row], after: Application) -> Edit:
    outcome = (after.get("status", {}).get("operationState", {}).get("syncResult")) or {}
    results = {resource_key(one): one for one in outcome.get("resources") or []}
    resources = {resource_key(one): one for one in after.get("status", {}).get("resources") or []}

    def edit(app: Application, stamp: str) -> None:
        for row in batch:
            if row.hook or row.status in _OPERATION_ONLY or row.message:
                _tell_result(app, row, outcome, results.get(row.key))
            if not row.hook and row.status not in _OPERATION_ONLY:
                _tell_resource(app, row, resources.get(row.key))
    return edit


def _named(row: Row, template: dict[str, Any] | None) -> dict[str, Any]:
    if template is not None:
        return copy.deepcopy(template)
    return {"group": row.key[0], "version": "v1", "kind": row.key[1], "namespace": row.key[2], "name": row.key[3]}


def _tell_result(app: Application, row: Row, outcome: dict[str, Any], template: dict[str, Any] | None) -> None:
    state = app["status"].setdefault("operationState", {})
    results = state.setdefault("syncResult", {**outcome, "resources": []})["resources"]
    entry = next((one for one in results if resource_key(one) == row.key), None)
    if entry is None:
        entry = _named(row, template)
        results.append(entry)
    entry["message"] = row.message
    if row.hook or row.status in _OPERATION_ONLY:
        entry["status"], entry["hookPhase"] = row.health, row.status
        entry.pop("hookType", None)
        if row.hook:
            entry["hookType"] = row.hook
    elif template is None:
        entry["status"], entry["hookPhase"] = "Synced", "Running"


def _tell_resource(app: Application, row: Row, template: dict[str, Any] | None) -> None:
    resources = app["status"].setdefault("resources", [])
    entry = next((one for one in resources if resource_key(one) == row.key), None)
    if entry is None:
        entry = _named(row, template)
        resources.append(entry)
    if row.status:
        entry["status"] = row.status
    else:
        entry.pop("status", None)
    if row.health:
        entry["health"] = {**entry.get("health", {}), "status": row.health}
    else:
        entry.pop("health", None)


def _reconstructed(section: PrintedSection, latest: Application) -> Scenario:
    """`before` and `after` of an application, from its latest known state and what was printed."""
    before = copy.deepcopy(latest)
    seen: set[tuple[str, str, str, str]] = set()
    before["status"]["resources"] = []
    templates = {resource_key(one): one for one in latest["status"].get("resources") or []}
    for row in section.rows:
        if row.key not in seen and not row.message and not row.hook:
            seen.add(row.key)
            _tell_resource(before, row, templates.get(row.key))
            if not row.status:
                before["status"]["resources"][-1]["hook"] = True
    after = copy.deepcopy(before)
    after["metadata"]["resourceVersion"] = str(int(before["metadata"]["resourceVersion"]) + 40)
    status = after["status"]
    status["operationState"] = _operation_state(section, latest)
    status["resources"] = []
    for row in section.resources:
        if row.hook:
            _tell_resource(after, Row(row.key, "", "Healthy"), templates.get(row.key))
        else:
            _tell_resource(after, row, templates.get(row.key))
    status["reconciledAt"] = section.time("Finished")
    status["sync"]["status"] = section.fields["Sync Status"].split()[0]
    status["health"]["status"] = section.fields["Health Status"]
    return Scenario(before, after, section.rows, None)


def _operation_state(section: PrintedSection, latest: Application) -> dict[str, Any]:
    revisions = section.fields["Sync Revision"].split(", ")
    sync: dict[str, Any] = {"syncStrategy": {"hook": {}}}
    outcome: dict[str, Any] = {"resources": []}
    if latest["spec"].get("sources"):
        sync |= {"sources": latest["spec"]["sources"], "revisions": revisions}
        outcome |= {"sources": latest["spec"]["sources"], "revisions": revisions, "revision": ""}
    else:
        sync |= {"revision": revisions[0], "source": latest["spec"].get("source", {})}
        outcome |= {"revision": revisions[0], "source": latest["spec"].get("source", {})}
    for row in section.resources:
        if row.message or row.hook:
            entry = _named(row, None) | {"status": "Synced", "message": row.message, "hookPhase": "Succeeded"}
            if row.hook:
                entry |= {"status": row.health, "hookPhase": row.status, "hookType": row.hook}
            outcome["resources"].append(entry)
    return {"operation": {"sync": sync, "initiatedBy": {"username": "admin"}, "retry": {}},
            "phase": section.fields["Phase"], "message": section.fields["Message"], "syncResult": outcome,
            "startedAt": section.time("Start"), "finishedAt": section.time("Finished")}
