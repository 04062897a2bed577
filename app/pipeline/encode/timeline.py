"""Presentation times for a file that is recorded live."""
from __future__ import annotations

from fractions import Fraction

TICKS_PER_SECOND = 90_000
TIME_BASE = Fraction(1, TICKS_PER_SECOND)
SHORTEST_STEP = TICKS_PER_SECOND // 1000
# A source may stall for seconds. A larger gap means that the source's clock changed.
CLOCK_JUMP_S = 5.0
FIRST_STEP_S = 1 / 30  # assumed duration of a frame until there are two
LONGEST_USUAL_S = 0.25
SMOOTHING = 0.2


class Timeline:
    """Turns frame times into stamps that start at 0 and always grow.

    Equal or slightly earlier times get a stamp one millisecond later. After a jump, as from another source, the
    stamp advances by the time that has passed.
    """

    def __init__(self) -> None:
        self._last_time: float | None = None
        self._last_now = 0.0
        self._exact = 0.0
        self._last_stamp = -SHORTEST_STEP
        self._usual = FIRST_STEP_S
        self._steps = 0
        self._paused = False

    @property
    def end(self) -> float:
        """The end of the last frame, in seconds, assuming the usual duration of the frames before."""
        return 0.0 if self._last_time is None else self._last_stamp / TICKS_PER_SECOND + self._usual

    def pause(self) -> None:
        """Makes the next frame follow right after the last one, however much later it comes."""
        self._paused = True

    def stamp(self, time: float, now: float) -> int:
        """The stamp, in ticks. time: the frame's. now: the clock when the frame is written. Both in seconds."""
        if self._last_time is not None and self._paused:
            self._exact = self.end
        elif self._last_time is not None:
            self._exact += self._step(time - self._last_time, now - self._last_now)
        self._last_time, self._last_now, self._paused = time, now, False
        self._last_stamp = max(round(self._exact * TICKS_PER_SECOND), self._last_stamp + SHORTEST_STEP)
        return self._last_stamp

    def _step(self, by_source: float, by_clock: float) -> float:
        jumped = by_source < -1.0 or by_source - by_clock > CLOCK_JUMP_S
        if 0.0 < by_source <= LONGEST_USUAL_S:
            self._steps += 1
            self._usual += max(SMOOTHING, 1 / self._steps) * (by_source - self._usual)
        return max(by_clock, 0.0) if jumped else by_source
