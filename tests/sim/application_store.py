"""The applications: current objects, resource versions, and the subscribers that hear of every change.

Published objects are never changed afterwards; a change replaces the object.
"""

from __future__ import annotations

import copy
import queue
import threading
from dataclasses import dataclass, field
from typing import Any, Callable, Iterator

Application = dict[str, Any]
Key = tuple[str, str]

CONTROL_PLANE_NAMESPACE = "argocd"
REFRESH_ANNOTATION = "argocd.argoproj.io/refresh"


def key_of(app: Application) -> Key:
    return app["metadata"]["namespace"], app["metadata"]["name"]


def project_of(app: Application) -> str:
    return app.get("spec", {}).get("project") or "default"


def list_view(app: Application) -> Application:
    """The object as the list shows it: without the resource health that only a GET infers from the tree."""
    status = app.get("status", {})
    if status.get("resourceHealthSource") != "appTree" or not status.get("resources"):
        return app
    resources = [{name: value for name, value in resource.items() if name != "health"}
                 for resource in status["resources"]]
    return {**app, "status": {**status, "resources": resources}}


@dataclass(frozen=True)
class Event:
    type: str
    app: Application


@dataclass(eq=False)
class Subscription:
    """One stream's view of the changes."""

    covers: Callable[[Application], bool]
    events: "queue.Queue[Event]" = field(default_factory=queue.Queue)


class ApplicationStore:
    """All applications. Those that are `made` are made anew whenever somebody looks: there may be many thousands."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.pinned: set[Key] = set()
        self.sync_count: dict[Key, int] = {}
        self._apps: dict[Key, Application] = {}
        self._made: dict[Key, Callable[[], Application]] = {}
        self._subscriptions: list[Subscription] = []
        self._version = 0
        self.generation = 0

    def load(self, app: Application, event: str | None = None) -> None:
        """Puts the object in as it is, with its own resource version."""
        with self.changed:
            known = key_of(app) in self._apps or key_of(app) in self._made
            self._made.pop(key_of(app), None)
            self._apps[key_of(app)] = app
            self._note_version(app)
            self._publish(Event(event or ("MODIFIED" if known else "ADDED"), app))

    def load_made(self, key: Key, make: Callable[[], Application], version: int) -> None:
        with self.changed:
            self._made[key] = make
            self._version = max(self._version, version)
            self.generation += 1

    def clear(self) -> None:
        with self.changed:
            self._apps.clear()
            self._made.clear()
            self.pinned.clear()
            self.sync_count.clear()
            self._version = 0
            self.generation += 1

    def get(self, key: Key) -> Application | None:
        with self.lock:
            app = self._apps.get(key)
            if app is None and key in self._made:
                app = self._made[key]()
            return app

    def keys(self) -> list[Key]:
        """In the order of the list: by name only."""
        with self.lock:
            return sorted([*self._apps, *self._made], key=lambda key: (key[1], key[0]))

    def each(self) -> Iterator[Application]:
        """One after the other, in the order of the list."""
        return (app for app in map(self.get, self.keys()) if app is not None)

    def list(self) -> list[Application]:
        with self.lock:
            return list(self.each())

    def list_version(self) -> str:
        """The list's resource version; the recorded snapshot's is that of its newest application."""
        return str(self._version)

    def change(self, key: Key, edit: Callable[[Application], None], version: int | None = None) -> Application:
        """Edits a copy, gives it the next resource version, and tells the subscribers."""
        with self.changed:
            current = self.get(key)
            if current is None:
                raise KeyError(key)
            app = copy.deepcopy(current)
            edit(app)
            given = self._version + 1 if version is None else version
            self._version = max(self._version, given)
            app["metadata"]["resourceVersion"] = str(given)
            self._made.pop(key, None)
            self._apps[key] = app
            self._publish(Event("MODIFIED", app))
            return app

    def delete(self, key: Key) -> Application | None:
        with self.changed:
            app = self.get(key)
            if app is None:
                return None
            self._apps.pop(key, None)
            self._made.pop(key, None)
            self._version += 1
            gone = copy.deepcopy(app)
            gone["metadata"]["resourceVersion"] = str(self._version)
            self._publish(Event("DELETED", gone))
            return gone

    def subscribe(self, covers: Callable[[Application], bool]) -> Subscription:
        subscription = Subscription(covers)
        with self.changed:
            self._subscriptions.append(subscription)
            self.changed.notify_all()
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        with self.changed:
            self._subscriptions.remove(subscription)

    def watchers(self) -> int:
        with self.lock:
            return len(self._subscriptions)

    def is_watched(self, key: Key) -> bool:
        app = self.get(key)
        with self.lock:
            return app is not None and any(one.covers(app) for one in self._subscriptions)

    def wait_watched(self, key: Key, seconds: float, stop: threading.Event) -> bool:
        """Waits (real time) until a stream covers the application."""
        with self.changed:
            self.changed.wait_for(lambda: stop.is_set() or self.is_watched(key), seconds)
            return self.is_watched(key)

    def _publish(self, event: Event) -> None:
        self.generation += 1
        for subscription in self._subscriptions:
            subscription.events.put(event)
        self.changed.notify_all()

    def _note_version(self, app: Application) -> None:
        try:
            self._version = max(self._version, int(app["metadata"].get("resourceVersion", "0")))
        except ValueError:
            pass
