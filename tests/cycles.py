"""Objects that only the collector of cycles frees."""
from __future__ import annotations

import threading

MANY = 3000  # more than the collector waits for


class Cycle:
    """Notes the name of the thread in which it is freed."""

    def __init__(self, freed_in: list[str]) -> None:
        self._freed_in = freed_in
        self._itself = self

    def __del__(self) -> None:
        self._freed_in.append(threading.current_thread().name)


def leave_cycles(count: int = MANY) -> None:
    """Enough for a round."""
    for _ in range(count):
        cycle: list[object] = []
        cycle.append(cycle)
