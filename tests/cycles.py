"""Objects that only the cycle collector frees."""
from __future__ import annotations

import threading

MANY = 3000  # more than the collector's threshold


class Cycle:
    """Notes the name of the thread in which it is freed."""

    def __init__(self, freed_in: list[str]) -> None:
        self._freed_in = freed_in
        self._itself = self

    def __del__(self) -> None:
        self._freed_in.append(threading.current_thread().name)


def leave_cycles(count: int = MANY) -> None:
    """Leaves enough cycles for a collection."""
    for _ in range(count):
        cycle: list[object] = []
        cycle.append(cycle)
