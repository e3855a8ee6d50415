"""The live resources behind the applications: as recorded, and as patches, deletions and actions have left them."""

from __future__ import annotations

import copy
import json
from typing import Any

from .application_store import Application, Key
from .health import health_of
from .recording import Snapshot

Node = dict[str, Any]
Identity = tuple[str, str, str, str]  # group, kind, namespace, name


def identity(node: Node) -> Identity:
    return node.get("group", ""), node["kind"], node.get("namespace", ""), node["name"]


def _path(key: Key, below: str, control_plane: str) -> str:
    return f"/api/v1/applications/{key[1]}/{below}" + ("" if key[0] == control_plane else f"?appNamespace={key[0]}")


class LiveResources:
    def __init__(self, snapshot: Snapshot, control_plane: str) -> None:
        self._snapshot = snapshot
        self._control_plane = control_plane
        self._changed: dict[tuple[Key, Identity], dict[str, Any] | None] = {}
        self._added: dict[Key, list[dict[str, Any]]] = {}

    def forget(self) -> None:
        self._changed.clear()
        self._added.clear()

    def is_changed(self, key: Key) -> bool:
        return key in self._added or any(owner == key for owner, _ in self._changed)

    def add(self, key: Key, manifest: dict[str, Any]) -> None:
        """One more object in the tree, a pod for example."""
        self._added.setdefault(key, []).append(manifest)

    def change(self, key: Key, node: Node, manifest: dict[str, Any] | None) -> None:
        """What an object is from now on; None: it is gone."""
        if manifest is not None:
            version = str(int(manifest["metadata"].get("resourceVersion", "1")) + 1)
            manifest["metadata"]["resourceVersion"] = version
        self._changed[key, identity(node)] = manifest

    def tree(self, key: Key, app: Application) -> dict[str, Any]:
        body = self._snapshot.body(_path(key, "resource-tree", self._control_plane))
        tree = json.loads(body) if body else {"nodes": _derived_nodes(app)}
        nodes = [node for node in tree.get("nodes") or [] if self._changed.get((key, identity(node)), {}) is not None]
        nodes += [_node_of(manifest) for manifest in self._added.get(key, [])]
        return {**tree, "nodes": nodes} if nodes or "nodes" in tree else tree

    def find(self, key: Key, app: Application, wanted: Identity) -> Node | None:
        """A node that is there: one that is only meant to be has no uid."""
        nodes = self.tree(key, app).get("nodes") or []
        return next((node for node in nodes if identity(node) == wanted and node.get("uid")), None)

    def managed(self, key: Key, app: Application) -> dict[str, Any]:
        body = self._snapshot.body(_path(key, "managed-resources", self._control_plane))
        if body:
            items = json.loads(body).get("items") or []
        else:
            items = [{name: node[name] for name in ("group", "kind", "namespace", "name") if node.get(name)}
                     | {"targetState": json.dumps(_bare(node)), "liveState": json.dumps(_bare(node))}
                     for node in _derived_nodes(app)]
        for item in items:
            if (key, identity(item)) in self._changed:
                manifest = self._changed[key, identity(item)]
                item["liveState"] = "null" if manifest is None else json.dumps(manifest, separators=(",", ":"))
                if manifest is None:
                    item |= {"normalizedLiveState": "null", "predictedLiveState": item["targetState"], "modified": True}
        return {"items": items} if items else {}

    def manifest(self, key: Key, app: Application, node: Node) -> dict[str, Any]:
        """The object as the cluster has it."""
        changed = self._changed.get((key, identity(node)))
        if changed is not None:
            return copy.deepcopy(changed)
        for added in self._added.get(key, []):
            if identity(_node_of(added)) == identity(node):
                return copy.deepcopy(added)
        group, kind, namespace, name = identity(node)
        query = f"namespace={namespace}&resourceName={name}&version={node['version']}&group={group}&kind={kind}"
        recorded = self._snapshot.body(f"/api/v1/applications/{key[1]}/resource?{query}")
        if recorded:
            return dict(json.loads(json.loads(recorded)["manifest"]))
        for item in self.managed(key, app).get("items", []):
            if identity(item) == identity(node) and item.get("liveState", "null") != "null":
                return dict(json.loads(item["liveState"]))
        return _bare(node)


def _node_of(manifest: dict[str, Any]) -> Node:
    group, _, version = manifest["apiVersion"].rpartition("/")
    metadata = manifest["metadata"]
    owners = [{"kind": owner["kind"], "namespace": metadata.get("namespace", ""), "name": owner["name"],
               "uid": owner["uid"]} for owner in metadata.get("ownerReferences", [])]
    node = {"group": group, "version": version, "kind": manifest["kind"], "namespace": metadata.get("namespace", ""),
            "name": metadata["name"], "uid": metadata.get("uid", f"added-{metadata['name']}"),
            "parentRefs": owners, "health": health_of(manifest)}
    return {name: value for name, value in node.items() if value}


def _derived_nodes(app: Application) -> list[Node]:
    resources = app.get("status", {}).get("resources") or []
    return [{name: value for name, value in resource.items() if name not in ("status", "hook")} |
            {"uid": f"00000000-0000-4000-8000-{number:012d}"} for number, resource in enumerate(resources)]


def _bare(node: Node) -> dict[str, Any]:
    """Of an object that nobody recorded no more is known than the tree tells."""
    group = node.get("group", "")
    metadata = {"name": node["name"]} | ({"namespace": node["namespace"]} if node.get("namespace") else {})
    metadata |= {name: node[member] for name, member in (("resourceVersion", "resourceVersion"), ("uid", "uid"))
                 if node.get(member)}
    return {"apiVersion": f"{group}/{node['version']}" if group else node["version"], "kind": node["kind"],
            "metadata": metadata}
