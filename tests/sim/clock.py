"""The virtual clock: wall time that runs `speed` times as fast, and can be moved forward."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timezone


class VirtualClock:
    """Virtual seconds since the epoch. Sleepers wake up early when the clock is advanced."""

    def __init__(self, speed: float = 1.0, epoch: float | None = None) -> None:
        self._changed = threading.Condition()
        self._speed = speed
        self._virtual_base = time.time() if epoch is None else epoch
        self._real_base = time.monotonic()

    @property
    def speed(self) -> float:
        return self._speed

    def now(self) -> float:
        return self._virtual_base + (time.monotonic() - self._real_base) * self._speed

    def stamp(self) -> str:
        """Now, as RFC3339 with whole seconds in UTC (the form of metav1.Time)."""
        return rfc3339(self.now())

    def advance(self, seconds: float) -> None:
        with self._changed:
            self._virtual_base += seconds
            self._changed.notify_all()

    def set_speed(self, speed: float) -> None:
        with self._changed:
            self._virtual_base, self._real_base = self.now(), time.monotonic()
            self._speed = speed
            self._changed.notify_all()

    def sleep(self, seconds: float, stop: threading.Event | None = None, at_least_real: float = 0.0) -> bool:
        """Sleeps virtual seconds (but at least that many real ones). False when `stop` was set meanwhile."""
        due = self.now() + seconds
        real_due = time.monotonic() + at_least_real
        with self._changed:
            while not (stop and stop.is_set()):
                left = max((due - self.now()) / self._speed, real_due - time.monotonic())
                if left <= 0:
                    return True
                self._changed.wait(min(left, 0.2) if stop else left)
        return False


def rfc3339(seconds: float) -> str:
    return datetime.fromtimestamp(int(seconds), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def rfc3339_nano(seconds: float) -> str:
    fraction = f"{seconds - int(seconds):.9f}"[1:]
    return rfc3339(seconds)[:-1] + fraction + "Z"
