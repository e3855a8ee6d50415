"""The projects of the simulated server, with their versions."""

from __future__ import annotations

import copy
import json
import threading
import uuid
from typing import Any, Callable

from .clock import VirtualClock
from .recording import Snapshot

Project = dict[str, Any]


class ProjectStore:
    """Projects as the API shows them; one version counter for all, as in etcd."""

    def __init__(self, snapshot: Snapshot, clock: VirtualClock) -> None:
        self.lock = threading.RLock()
        self._snapshot = snapshot
        self._clock = clock
        self._projects: dict[str, Project] = {}
        self._version = 0
        self._list_version = ""

    def reset(self) -> None:
        """As recorded."""
        listed = json.loads(self._snapshot.body("/api/v1/projects") or b"{}")
        with self.lock:
            self._list_version = str(listed.get("metadata", {}).get("resourceVersion", "1"))
            self._version = int(self._list_version)
            self._projects = {one["metadata"]["name"]: one for one in listed.get("items", [])}

    def list(self) -> Project:
        with self.lock:
            return {"metadata": {"resourceVersion": self._list_version},
                    "items": [copy.deepcopy(self._projects[name]) for name in sorted(self._projects)]}

    def get(self, name: str) -> Project | None:
        with self.lock:
            return copy.deepcopy(self._projects.get(name))

    def add(self, asked: Project, namespace: str) -> Project:
        metadata = asked["metadata"]
        kept = {name: metadata[name] for name in ("labels", "annotations", "finalizers") if metadata.get(name)}
        made = {"metadata": {"name": metadata["name"], "namespace": namespace, "uid": str(uuid.uuid4()),
                             "resourceVersion": "", "generation": 0, "creationTimestamp": self._clock.stamp(), **kept},
                "spec": asked.get("spec") or {}, "status": asked.get("status") or {}}
        with self.lock:
            self._projects[metadata["name"]] = made
            return self.change(metadata["name"], lambda project: None)

    def change(self, name: str, apply: Callable[[Project], None]) -> Project:
        """The project as it has become, under its next version."""
        with self.lock:
            project = self._projects[name]
            apply(project)
            self._version += 1
            self._list_version = str(self._version)
            project["metadata"]["resourceVersion"] = str(self._version)
            project["metadata"]["generation"] = project["metadata"].get("generation", 0) + 1
            return copy.deepcopy(project)

    def delete(self, name: str) -> None:
        with self.lock:
            del self._projects[name]
            self._version += 1
            self._list_version = str(self._version)
