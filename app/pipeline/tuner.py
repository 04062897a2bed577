"""The governor at work: hears from the session's threads what happens, and asks for another network."""
from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

from app.pipeline.engine import EngineChoice
from app.pipeline.governor import Costs, Goal, GovernorState, Level, Load, choose, govern, guess
from app.pipeline.machine_costs import thread_counts
from app.settings import Settings
from sinet_core.errors import CoreError
from sinet_core.sizes import network_size

INTERVAL_S = 1.0
JOIN_S = 2.0
SETTLE_S = 3.0
BUSY_S = 1.0  # between two looks whether a recording has ended
MeasureMachine = Callable[[Callable[[], bool]], Costs | None]
"""measure(stopped) -> the costs, or None when stopped before it was done. Raises CoreError. Slow."""

logger = logging.getLogger(__name__)


class Tuner:
    """Safe to be called from every thread.

    Attributes:
        note: what the governor did and why, for the status line; "" when there is nothing to say.
    """

    def __init__(
        self,
        settings: Settings,
        wish: Callable[[EngineChoice], None],
        measure: MeasureMachine | None,
        *,
        known: Costs | None = None,
        busy: Callable[[], bool] = lambda: False,
        settle_s: float = SETTLE_S,
        busy_s: float = BUSY_S,
    ) -> None:
        """wish loads a network in the background. measure: times the machine, None: proportions will do.

        known: what was measured at an earlier start; then nothing is measured now.
        busy: whether the pictures are kept, in a recording or a call; the timing takes a core and waits for the end.
        settle_s: how long to wait with measuring after the first network, since a start has enough to do.
        """
        self.note = ""
        self._settings = settings
        self._wish = wish
        self._measure = measure if known is None else None
        self._lock = threading.Lock()
        self._frame_size = (settings.camera.width, settings.camera.height)
        self._source_fps = 0.0
        self._costs = known or guess(thread_counts())
        self._state = choose(known, self._goal()) if known else GovernorState()
        self._wished: EngineChoice | None = None
        self._asked_at: float | None = None
        self._dropped = 0
        self._stopping = threading.Event()
        self._busy, self._settle_s, self._busy_s = busy, settle_s, busy_s
        self._timing: threading.Thread | None = None

    def start(self) -> None:
        """Asks for the first network."""
        with self._lock:
            self._ask()

    def stop(self) -> None:
        """Ends a timing that is under way."""
        self._stopping.set()
        if self._timing is not None:
            self._timing.join(JOIN_S)

    def apply(self, settings: Settings) -> None:
        """Other settings hold; what was chosen by hand is loaded at once."""
        with self._lock:
            old, self._settings = self._settings, settings
            if settings.engine.effort != old.engine.effort:
                self._state = choose(self._costs, self._goal())
            self._ask()

    def again(self) -> None:
        """Loads the same once more: the engine failed."""
        with self._lock:
            self._wished = None
            self._ask()

    def source_opened(self, size: tuple[int, int], fps: float) -> None:
        """Pictures of (width, height) px come, fps of them a second; 0 is unknown."""
        with self._lock:
            self._frame_size, self._source_fps = size, fps
            self._ask()

    def engine_ready(self) -> None:
        """The first picture can be made; now there is time to time this machine, once."""
        if self._measure is not None and self._timing is None and not self._stopping.is_set():
            self._timing = threading.Thread(target=self._time, name="machine-timing", daemon=True)
            self._timing.start()

    def look(self, now: float, moving_ms: Callable[[], float | None], dropped: int) -> None:
        """To be called for every picture, at now seconds; decides once a second.

        Args:
            moving_ms: mean time of the last second's frames in which something moved, or None.
            dropped: pictures that came too fast, since the start.
        """
        if self._asked_at is not None and now - self._asked_at < INTERVAL_S:
            return
        with self._lock:
            self._asked_at = now
            load = Load(moving_ms(), dropped - self._dropped)
            self._dropped = dropped
            if self._settings.engine.effort == "auto":
                self._state = govern(load, now, self._state, self._costs, self._goal())
                self._ask()

    def _goal(self) -> Goal:
        wanted = float(self._settings.camera.fps)
        fps = min(wanted, self._source_fps) if self._source_fps > 0 else wanted
        return Goal(max(1.0, fps), self._settings.engine.budget / 100)

    def _ask(self) -> None:
        engine = self._settings.engine
        level = self._state.level if engine.effort == "auto" else Level(engine.effort, engine.threads)
        self.note = self._state.why if engine.effort == "auto" else ""
        choice = EngineChoice(engine.name, network_size(self._frame_size, level.effort), level.threads)
        if choice != self._wished:
            if self._wished is not None:
                logger.info("%s -> %s %s", self._wished, choice, self.note)
            self._wished = choice
            self._wish(choice)

    def _time(self) -> None:
        if self._stopping.wait(self._settle_s):
            return
        try:
            costs = self._measured()
        except (CoreError, RuntimeError) as error:
            logger.warning("this machine could not be timed: %s", error)
            return
        if costs is None:
            return
        logger.info("this machine: %s", costs)
        with self._lock:
            self._costs = costs
            self._state = replace(choose(costs, self._goal()), patience_s=self._state.patience_s)
            self._ask()

    def _measured(self) -> Costs | None:
        """The costs, measured while nothing is kept; None at the end."""
        assert self._measure is not None
        while not self._stopping.is_set():
            if not self._busy():
                costs = self._measure(lambda: self._stopping.is_set() or self._busy())
                if costs is not None:
                    return costs
            self._stopping.wait(self._busy_s)
        return None
