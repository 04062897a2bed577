"""Runs the governor: collects measurements from the session's threads, and requests other networks."""
from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

from app.pipeline.stats import Moving
from app.pipeline.tuning.choice import EngineChoice, choice_for, running_engine, runs_native
from app.pipeline.tuning.governor import (
    FIXED_PX,
    NATIVE_FIXED_PX,
    Costs,
    Goal,
    GovernorState,
    Level,
    Load,
    choose,
    costs_like,
    govern,
    guess,
)
from app.pipeline.tuning.machine_costs import thread_counts
from app.settings import Settings
from sinet_core.inference.looks import BEST_NETWORK, Network, looks_at

INTERVAL_S = 1.0
SETTLE_LOOKS = 3  # after the first frame, while the window is still starting
TIMED_LOOKS = 2  # seconds of moving frames needed to time a machine

DAMAGED = "the better network is missing or damaged, reinstall Backdrop"

logger = logging.getLogger(__name__)


class Tuner:
    """Safe to call from any thread.

    Attributes:
        note: what the governor did and why, for the status line; "" if there is nothing to say.
    """

    def __init__(
        self,
        settings: Settings,
        wish: Callable[[EngineChoice], None],
        *,
        known: Callable[[str], Costs | None] = lambda _: None,
        keep: Callable[[str, Costs], None] | None = None,
        busy: Callable[[], bool] = lambda: False,
    ) -> None:
        """wish: loads a network in the background.

        The first seconds of live frames time this machine, under the app's own load.

        Args:
            known: an engine's timings from an earlier start.
            keep: receives the engine and its timings, in a thread of its own.
            busy: whether a recording or call is running; such seconds are not representative.
        """
        self.note = ""
        self._settings = settings
        self._wish = wish
        self._known, self._keep, self._busy = known, keep, busy
        self._lock = threading.Lock()
        self._frame_size = (settings.camera.width, settings.camera.height)
        self._source_fps = 0.0
        self._wished: EngineChoice | None = None
        self._failed = False  # the wished network could not be loaded, so frames are another one's
        self._broken: set[Network] = set()  # "auto" does without these
        self._asked_at: float | None = None
        self._dropped = 0
        self._looks = 0
        self._take_up(running_engine(settings.engine.name))

    def start(self) -> None:
        """Requests the first network."""
        with self._lock:
            self._ask()

    def apply(self, settings: Settings) -> None:
        """Applies new settings; a manual choice is loaded at once."""
        with self._lock:
            old, self._settings = self._settings, settings
            if self._failed and settings.engine != old.engine:
                self._wished = None  # try it again
            if settings.engine.name != old.engine.name:
                self._broken.clear()  # perhaps only the old engine could not run it
            if settings.engine.effort != old.engine.effort:
                self._state = choose(self._usable(), self._goal())
            self._ask()

    def engine_loaded(self, name: str) -> None:
        """Notes the engine that now runs, possibly not the expected one, and uses its timings."""
        with self._lock:
            if name != self._engine:
                self._take_up(name)
                self._looks = min(self._looks, SETTLE_LOOKS - 1)  # the last second's frames belong to the old engine
                self._ask()

    def engine_failed(self) -> None:
        """Notes that the requested network could not be loaded: nothing is timed or changed until another one is.

        "auto" requests the small network at once if it was the larger one.
        """
        with self._lock:
            self._failed = True
            asked = {look.network for look in self._wished.looks} if self._wished else set()
            if self._settings.engine.effort == "auto" and BEST_NETWORK in asked:
                self._broken.add(BEST_NETWORK)
                self._state = choose(self._usable(), self._goal())
                self._ask()

    def again(self) -> None:
        """Reloads the same network after the engine failed."""
        with self._lock:
            self._wished = None
            self._ask()

    def source_opened(self, size: tuple[int, int], fps: float) -> None:
        """Notes the source's frame size, (width, height) px, and rate; 0 means unknown."""
        with self._lock:
            self._frame_size, self._source_fps = size, fps
            self._ask()

    def tick(self, now: float, moving: Callable[[], Moving | None], dropped: int) -> None:
        """Call for every frame, at now seconds; decides once a second.

        Args:
            moving: costs of the last second's moving frames, or None.
            dropped: frames that came too fast, since the start.
        """
        if self._asked_at is not None and now - self._asked_at < INTERVAL_S:
            return
        with self._lock:
            self._asked_at = now
            seen = moving()
            load = Load(seen.frame_ms if seen else None, dropped - self._dropped)
            self._dropped = dropped
            self._looks += 1
            if self._settings.engine.effort == "auto" and self._looks > SETTLE_LOOKS and not self._failed:
                self._state = self._timing(seen) or govern(load, now, self._state, self._usable(), self._goal())
                self._ask()

    def _take_up(self, engine: str) -> None:
        """Uses the timings of the running engine."""
        self._engine = engine
        known = self._known(engine)
        self._costs = known or guess(*_kind(engine))
        self._state = choose(self._usable(), self._goal()) if known else GovernorState()
        self._timed: list[Moving] | None = []

    def _timing(self, seen: Moving | None) -> GovernorState | None:
        """The decision right after timing finished; None if it has not, or had before."""
        if self._timed is None or seen is None or not 0 < seen.network_ms < seen.frame_ms or self._busy():
            return None
        self._timed.append(seen)
        if len(self._timed) < TIMED_LOOKS:
            return None
        frame_ms, network_ms = (sum(of) / len(of) for of in zip(*self._timed, strict=True))
        self._timed = None
        self._costs = costs_like(self._state.level, network_ms, frame_ms - network_ms, *_kind(self._engine))
        logger.info("this machine, %s: %s", self._engine, self._costs)
        if self._keep is not None:
            kept = (self._engine, self._costs)
            threading.Thread(target=self._keep, args=kept, name="machine-costs", daemon=True).start()
        return replace(choose(self._usable(), self._goal()), step_up_s=self._state.step_up_s)

    def _usable(self) -> Costs:
        """The costs of the levels whose networks can be loaded."""
        if not self._broken:
            return self._costs
        usable = {level: ms for level, ms in self._costs.network_ms.items()
                  if not self._broken & {look.network for look in looks_at(self._frame_size, level.effort)}}
        return replace(self._costs, network_ms=usable)

    def _goal(self) -> Goal:
        wanted = float(self._settings.camera.fps)
        fps = min(wanted, self._source_fps) if self._source_fps > 0 else wanted
        return Goal(max(1.0, fps), self._settings.engine.budget / 100)

    def _ask(self) -> None:
        engine = self._settings.engine
        level = self._state.level if engine.effort == "auto" else Level(engine.effort, engine.threads)
        self.note = (self._state.why or (DAMAGED if self._broken else "")) if engine.effort == "auto" else ""
        choice = choice_for(engine, self._frame_size, level.effort, level.threads)
        if choice != self._wished:
            if self._wished is not None:
                logger.info("%s -> %s %s", self._wished, choice, self.note)
            self._wished, self._failed = choice, False
            self._timed = self._timed and []  # of one network
            self._wish(choice)


def _kind(engine: str) -> tuple[tuple[int, ...], float]:
    """(thread counts worth trying, fixed cost in pixels) of an engine."""
    return thread_counts(engine), NATIVE_FIXED_PX if runs_native(engine) else FIXED_PX
