"""When an engine that keeps failing is given up, and when it is loaded again."""
from __future__ import annotations

FAILURES_IN_A_ROW = 10
RELOAD_S = 2.0
RELOAD_MAX_S = 60.0


class EngineRetries:
    """Counts failures of the current engine. After each failed attempt, the pause before the next one doubles.

    Time is an argument: seconds of a clock that only goes forward.

    Attributes:
        failed: frames on which an engine failed, since the start.
    """

    def __init__(self) -> None:
        self.failed = 0
        self._in_a_row = 0
        self._pause_s = RELOAD_S
        self._reload_at: float | None = None
        self._reloading = False

    def engine_loaded(self) -> None:
        """A new engine starts without failures. Only when it works does the pause become short again."""
        self._in_a_row, self._reload_at, self._reloading = 0, None, False

    def frame_worked(self) -> None:
        self._in_a_row, self._pause_s = 0, RELOAD_S

    def frame_failed(self, now: float) -> bool:
        """Whether the engine should be given up; it is due for another attempt after a pause."""
        self.failed += 1
        self._in_a_row += 1
        given_up = self._in_a_row >= FAILURES_IN_A_ROW
        if given_up:
            self._reload_at = now + self._next_pause()
        return given_up

    @property
    def first_of_several(self) -> bool:
        """Whether the latest failure is the first in a row."""
        return self._in_a_row == 1

    def due(self, now: float) -> bool:
        """Whether to load the engine again now; True once for each attempt."""
        if self._reload_at is None or now < self._reload_at:
            return False
        self._reload_at, self._reloading = None, True
        return True

    def load_failed(self, now: float) -> None:
        """The attempt failed, so another one follows. An engine that a user chose is not tried again."""
        if self._reloading:
            self._reload_at = now + self._next_pause()

    def _next_pause(self) -> float:
        pause, self._pause_s = self._pause_s, min(2 * self._pause_s, RELOAD_MAX_S)
        return pause
