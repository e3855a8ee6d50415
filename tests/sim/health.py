"""The health of an object as Argo CD judges it by its status; None where it is of a kind that has none, or is bare."""

from __future__ import annotations

from typing import Any

Health = dict[str, str]
_FAILING = ("Error", "ErrImagePull", "ImagePullBackOff", "CrashLoopBackOff")


def health_of(manifest: dict[str, Any]) -> Health | None:
    status = manifest.get("status")
    judge = _JUDGES.get(manifest["kind"])
    return judge(manifest, status) if judge and status else None


def _pod(manifest: dict[str, Any], status: dict[str, Any]) -> Health:
    containers = status.get("containerStatuses", [])
    for one in containers:
        waiting = one["state"].get("waiting") or {}
        if any(word in waiting.get("reason", "") for word in _FAILING):
            return {"status": "Degraded", "message": waiting.get("message", "")}
    if status["phase"] == "Failed":
        codes = [one["state"]["terminated"]["exitCode"] for one in containers if "terminated" in one["state"]]
        return {"status": "Degraded", "message": f"container failed with exit code {codes[0]}" if codes else ""}
    if status["phase"] == "Succeeded" or status["phase"] == "Running" and all(one["ready"] for one in containers):
        return {"status": "Healthy"}
    return {"status": "Progressing"}


def _job(manifest: dict[str, Any], status: dict[str, Any]) -> Health:
    failed = [one for one in status.get("conditions", []) if (one["type"], one["status"]) == ("Failed", "True")]
    return {"status": "Degraded", "message": failed[0]["message"]} if failed else {"status": "Progressing"}


def _rollout(manifest: dict[str, Any], status: dict[str, Any]) -> Health:
    late = any(one.get("reason") == "ProgressDeadlineExceeded" for one in status.get("conditions", []))
    message = f'{manifest["kind"]} "{manifest["metadata"]["name"]}" exceeded its progress deadline'
    return {"status": "Degraded", "message": message} if late else {"status": "Progressing"}


_JUDGES = {"Pod": _pod, "Job": _job, "Deployment": _rollout, "ReplicaSet": _rollout}
