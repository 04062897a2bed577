"""How long work will still take, by how long it has taken."""
from __future__ import annotations


class Pace:
    """Of one task. Time is an argument, seconds of any clock that only goes forward."""

    def __init__(self) -> None:
        self._begin: tuple[int, float] | None = None

    def left_s(self, done: int, total: int | None, now: float) -> float | None:
        """Seconds that are left, by the mean since the first call or since pause; None while nobody can tell."""
        if self._begin is None:
            self._begin = done, now
        since, elapsed = done - self._begin[0], now - self._begin[1]
        return elapsed / since * (total - done) if since > 0 and total is not None else None

    def pause(self) -> None:
        """What passes until the next call is not counted."""
        self._begin = None
