"""Estimates the time left from the time taken."""
from __future__ import annotations


class Pace:
    """The pace of one task. Time is an argument: seconds of any clock that only goes forward."""

    def __init__(self) -> None:
        self._begin: tuple[int, float] | None = None

    def left_s(self, done: int, total: int | None, now: float) -> float | None:
        """Seconds left, from the mean since the first call or the last pause; None while unknown."""
        if self._begin is None:
            self._begin = done, now
        since, elapsed = done - self._begin[0], now - self._begin[1]
        return elapsed / since * (total - done) if since > 0 and total is not None else None

    def pause(self) -> None:
        """The time until the next call does not count."""
        self._begin = None
