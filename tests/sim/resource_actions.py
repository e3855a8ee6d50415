"""The actions that resources offer, and what they do: a few of Argo CD's built-in ones."""

from __future__ import annotations

from typing import Any

from .rpc_error import UNKNOWN, RpcError

Manifest = dict[str, Any]


def _is_paused(manifest: Manifest) -> bool:
    return bool(manifest.get("spec", {}).get("paused"))


def offered(manifest: Manifest) -> list[dict[str, Any]]:
    kind = (manifest["apiVersion"].rpartition("/")[0], manifest["kind"])
    restart = {"name": "restart", "iconClass": "fa fa-fw fa-redo"}
    scale = {"name": "scale", "params": [{"name": "replicas"}], "iconClass": "fa fa-fw fa-plus-circle"}
    if kind == ("apps", "Deployment"):
        paused = _is_paused(manifest)
        pause = {"name": "pause", "iconClass": "fa fa-fw fa-pause-circle"}
        resume = {"name": "resume", "iconClass": "fa fa-fw fa-play-circle"}
        (pause if paused else resume)["disabled"] = True
        return [pause, restart, resume, scale]
    if kind == ("apps", "StatefulSet"):
        return [restart, scale]
    if kind == ("apps", "DaemonSet"):
        return [restart]
    if kind == ("argoproj.io", "Application"):
        return [{"name": "toggle-auto-sync", "displayName": "Enable Auto-Sync"}]
    return []


def run(manifest: Manifest, action: str, stamp: str) -> None:
    """Changes the object as the action does; also one that is offered as disabled."""
    if action not in {one["name"] for one in offered(manifest)}:
        raise RpcError(UNKNOWN, "error getting Lua resource action: built-in script does not exist")
    spec = manifest.setdefault("spec", {})
    if action == "restart":
        metadata = spec.setdefault("template", {}).setdefault("metadata", {})
        metadata.setdefault("annotations", {})["kubectl.kubernetes.io/restartedAt"] = stamp
    elif action in ("pause", "resume"):
        spec["paused"] = action == "pause"
    elif action == "toggle-auto-sync":
        policy = spec.setdefault("syncPolicy", {})
        policy["automated"] = {"enabled": not policy.get("automated", {}).get("enabled", "automated" in policy)}
