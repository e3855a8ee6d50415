"""The history of an operation on an application nobody wrote a script for: derived from its resources.

Scripts (by name): `success` (default; an application whose last operation failed fails again the same way),
`failing`, `never_ending`, `degraded` (succeeds, then the health turns Degraded), `silent` (the operation is
never taken up).
"""

from __future__ import annotations

from typing import Any

from .history import Application, Edit, History, Step, arrange, finish, reconcile, resource_key, start

SCRIPTS = ("success", "failing", "never_ending", "degraded", "silent")
WAVE_SECONDS, CONTROLLER_SECONDS = 2.0, 0.02
GATE_SECONDS = 0.5

Result = dict[str, Any]


def default_history(app: Application, manifests: list[dict[str, Any]], script: str = "success") -> History:
    operation = app["operation"]["sync"]
    history = History(gate=GATE_SECONDS, gap=0.002)
    if script == "silent":
        return history
    failed_before = app.get("status", {}).get("operationState", {}).get("phase") == "Failed"
    history.steps.append(Step(CONTROLLER_SECONDS, start))
    waves = _waves(app, manifests, operation)
    if operation.get("dryRun"):
        history.steps += _dry_run(waves)
        return history
    for number, wave in enumerate(waves):
        if script in ("failing", "never_ending") and number == max(0, len(waves) - 1):
            break
        history.steps += _wave(wave, number)
    if script == "never_ending":
        history.steps.append(Step(0.2, _waiting(waves[-1] if waves else [])))
        return history
    failing = script == "failing" or failed_before
    history.steps += _end(waves[-1] if waves else [], operation, failing)
    if script == "degraded":
        history.steps.append(Step(0.5, _degrade))
    return history


def _waves(app: Application, manifests: list[dict[str, Any]], operation: dict[str, Any]) -> list[list[Result]]:
    """The results to be, in the order of the sync: PreSync hooks, the waves, PostSync hooks."""
    waves: dict[tuple[int, int], list[Result]] = {}
    numbers = {}
    selected = {(r.get("group", ""), r.get("kind", ""), r.get("name", "")) for r in operation.get("resources") or []}
    for manifest in manifests:
        group, _, _ = manifest.get("apiVersion", "v1").rpartition("/")
        notes = manifest.get("metadata", {}).get("annotations") or {}
        wave = int(notes.get("argocd.argoproj.io/sync-wave", "0"))
        hook = notes.get("argocd.argoproj.io/hook")
        if hook in ("PreSync", "PostSync") and not selected:
            key = (-1 if hook == "PreSync" else 1, wave)
            waves.setdefault(key, []).append(_hook_result(app, manifest, group, hook))
        numbers[(group, manifest.get("kind"), manifest.get("metadata", {}).get("name"))] = wave
    for resource in app.get("status", {}).get("resources") or []:
        key3 = (resource.get("group", ""), resource.get("kind"), resource.get("name"))
        if resource.get("hook") or selected and key3 not in selected:
            continue
        waves.setdefault((0, numbers.get(key3, 0)), []).append(_result(resource, operation))
    return [waves[key] for key in sorted(waves)]


def _full_kind(result: Result) -> str:
    kind = result["kind"].lower()
    return f"{kind}.{result['group']}" if result["group"] else kind


def _result(resource: dict[str, Any], operation: dict[str, Any]) -> Result:
    result = {"group": resource.get("group", ""), "version": resource.get("version", "v1"), "kind": resource["kind"],
              "namespace": resource.get("namespace", ""), "name": resource["name"], "status": "Synced", "message": "",
              "hookPhase": "Running", "syncPhase": "Sync"}
    if resource.get("requiresPruning"):
        result["status"] = "Pruned" if operation.get("prune") else "PruneSkipped"
        result["message"] = "pruned" if operation.get("prune") else "ignored (requires pruning)"
        return result
    missing = resource.get("health", {}).get("status") == "Missing"
    deed = "created" if missing else "unchanged" if resource.get("status") == "Synced" else "configured"
    result["message"] = f"{_full_kind(result)}/{resource['name']} {deed}"
    return result


def _hook_result(app: Application, manifest: dict[str, Any], group: str, hook: str) -> Result:
    revision = app.get("status", {}).get("sync", {}).get("revision", "0000000")
    name = manifest["metadata"].get("name") or f"{manifest['metadata'].get('generateName', 'hook-')}" \
        f"{revision[:7]}-{hook.lower()}-{app['metadata']['resourceVersion']}"
    result = {"group": group, "version": manifest.get("apiVersion", "v1").rpartition("/")[2],
              "kind": manifest["kind"], "namespace": app["spec"].get("destination", {}).get("namespace", ""),
              "name": name, "status": "Synced", "message": "", "hookType": hook, "hookPhase": "Running",
              "syncPhase": hook}
    result["message"] = f"{_full_kind(result)}/{name} created"
    return result


def _merge(app: Application, results: list[Result]) -> None:
    state = app["status"]["operationState"]
    sync = state["operation"]["sync"]
    outcome = state.setdefault("syncResult", {"resources": [], "revision": sync.get("revision", "")})
    if "source" in sync:
        outcome["source"] = sync["source"]
    if sync.get("sources"):
        outcome["sources"], outcome["revisions"] = sync["sources"], sync.get("revisions", [])
    known = {resource_key(one): one for one in outcome["resources"]}
    for result in results:
        if resource_key(result) in known:
            known[resource_key(result)].update(result)
        else:
            outcome["resources"].append(dict(result))


def _waiting(wave: list[Result]) -> Edit:
    def edit(app: Application, stamp: str) -> None:
        _merge(app, wave)
        if wave:
            first = wave[0]
            label = "/".join((first["group"], first["kind"], first["name"]))
            more = f" and {len(wave) - 1} more {'hooks' if 'hookType' in first else 'resources'}" if wave[1:] else ""
            state = "completion of hook" if "hookType" in first else "healthy state of"
            app["status"]["operationState"]["message"] = f"waiting for {state} {label}{more}"
        arrange(app)
    return edit


def _done(wave: list[Result]) -> Edit:
    """The resources of a wave are as wanted."""
    def edit(app: Application, stamp: str) -> None:
        _merge(app, [{**result, "hookPhase": "Succeeded", **({"message": "Reached expected number of succeeded pods"}
                                                            if "hookType" in result else {})} for result in wave])
        results = {resource_key(result): result for result in wave}
        resources = app["status"].get("resources") or []
        for resource in list(resources):
            result = results.get(resource_key(resource))
            if result is None or result["status"] == "PruneSkipped":
                continue
            if result["status"] == "Pruned":
                resources.remove(resource)
                continue
            resource["status"] = "Synced"
            if resource.get("health", {}).get("status") == "Missing":
                resource["health"] = {"status": "Healthy"}
        known = {resource_key(resource) for resource in resources}
        for result in wave:
            if "hookType" in result and resource_key(result) not in known:
                resources.append({key: result[key] for key in ("group", "version", "kind", "namespace", "name")}
                                 | {"health": {"status": "Healthy"}, "hook": True})
    return edit


def _wave(wave: list[Result], number: int) -> list[Step]:
    return [Step(WAVE_SECONDS if number else 0.2, _waiting(wave)), Step(WAVE_SECONDS / 4, _done(wave))]


def _dry_run(waves: list[list[Result]]) -> list[Step]:
    def edit(app: Application, stamp: str) -> None:
        _merge(app, [{**result, "message": result["message"] + " (dry run)", "hookPhase": "Succeeded"}
                     for wave in waves for result in wave if "hookType" not in result])
        finish(app, stamp, "Succeeded", "successfully synced (no more tasks)")
    return [Step(0.1, edit)]


def _end(last: list[Result], operation: dict[str, Any], failing: bool) -> list[Step]:
    reason = "one or more objects failed to apply, reason: the server rejected the object"

    def end(app: Application, stamp: str) -> None:
        if failing:
            _merge(app, [{**result, "status": "SyncFailed", "hookPhase": "Failed", "message": reason}
                         for result in last[-1:]])
            finish(app, stamp, "Failed", f"one or more synchronization tasks completed unsuccessfully, {reason}")
            return
        history = app["status"].setdefault("history", [])
        if not operation.get("resources"):
            history.append({"revision": operation.get("revision", ""), "deployedAt": stamp,
                            "id": history[-1].get("id", 0) + 1 if history else 0,
                            "source": operation.get("source", {}), "initiatedBy": {"username": "admin"},
                            "deployStartedAt": app["status"]["operationState"]["startedAt"]})
        finish(app, stamp, "Succeeded", "successfully synced (all tasks run)")

    def compared(app: Application, stamp: str) -> None:
        reconcile(app, stamp)
        resources = app["status"].get("resources") or []
        if resources and all(one.get("health", {}).get("status", "Healthy") == "Healthy" for one in resources):
            app["status"].setdefault("health", {})["status"] = "Healthy"

    return [Step(0.1, end), Step(CONTROLLER_SECONDS * 2, compared)]


def _degrade(app: Application, stamp: str) -> None:
    app["status"]["health"] = {"status": "Degraded", "lastTransitionTime": stamp}
    for resource in (app["status"].get("resources") or [])[:1]:
        resource["health"] = {"status": "Degraded", "message": "exceeded its progress deadline"}
