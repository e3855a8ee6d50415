"""What git holds by now: the heads that tests have pushed, and the commits' dates.

Until something was pushed to a repository, its applications are compared with what they were recorded with.
"""

from __future__ import annotations

import threading
from typing import Any

Application = dict[str, Any]


class GitHeads:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._heads: dict[str, str] = {}
        self._dates: dict[str, str] = {}

    def forget(self) -> None:
        with self._lock:
            self._heads.clear()
            self._dates.clear()

    def push(self, repository: str, commit: str, date: str, is_head: bool) -> None:
        with self._lock:
            self._dates[commit] = date
            if is_head:
                self._heads[repository] = commit

    def head(self, repository: str) -> str | None:
        return self._heads.get(repository)

    def date(self, revision: str) -> str | None:
        """Of a commit, which may be abbreviated."""
        return next((date for commit, date in self._dates.items() if commit.startswith(revision.lower())), None)

    def compare(self, app: Application) -> bool:
        """Compares an application of one source with its head; whether that is another one than before."""
        head = self.head((app["spec"].get("source") or {}).get("repoURL", ""))
        sync = app.setdefault("status", {}).setdefault("sync", {})
        if head is None or sync.get("revision") == head:
            return False
        sync["revision"], sync["status"] = head, "OutOfSync"
        for resource in app["status"].get("resources") or []:
            if not resource.get("hook"):
                resource["status"] = "OutOfSync"
        return True
