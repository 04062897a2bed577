"""Keeps frames coming: one thread reads, and one watches it and reconnects a lost source."""
from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.errors import AppError
from app.pipeline.bundled import DEMO_NAME
from app.pipeline.capture.playback import Playback
from app.pipeline.capture.reader import Reader
from app.pipeline.capture.timeouts import DEFAULT_TIMEOUTS, Timeouts
from app.pipeline.capture.watchdog import Verdict
from app.pipeline.decode.address import stream_name
from app.pipeline.events import Event, SourceEnded, SourceLost, SourceOpened
from app.pipeline.frame import Captured, Frame
from app.pipeline.latest_slot import LatestSlot
from app.pipeline.sources.source import Source, SourceInfo, may_come_back, source_kind
from app.settings import CameraSettings

MAX_LEFT_BEHIND = 3
HINTS = {
    "camera": "If it does not reconnect, unplug the camera and plug it in again.",
    "stream": "Check that the camera is switched on and in the same network.",
}

logger = logging.getLogger(__name__)


class CaptureSupervisor:
    """Reads one source after another into a slot. All events come from its supervising thread.

    Attributes:
        epoch: grows with every opening, loss and switch. Frames of any other epoch must not be used.
        live: whether frames of this epoch are coming.
        playback: of a source that is a video.
    """

    def __init__(
        self,
        settings: CameraSettings,
        slot: LatestSlot[Captured],
        on_event: Callable[[Event], None],
        *,
        open_source: Callable[[CameraSettings], Source],
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
        wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        """wanted: whether anybody needs the frames; otherwise they are not decoded."""
        self.playback = Playback()
        self._pictures_wanted = wanted
        self.epoch = 0
        self.live = False
        self._slot = slot
        self._on_event = on_event
        self._open_source = open_source
        self._timeouts = timeouts
        self._lock = threading.Lock()  # guards epoch, live and _wanted
        self._wanted: CameraSettings | None = settings
        self._stopping = False
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="capture-watch", daemon=True)
        # Used by the supervising thread only from here on.
        self._current = settings
        self._name = ""
        self._reader: Reader | None = None
        self._left_behind: list[Reader] = []  # readers that hang in a driver
        self._announced = False
        self._told: set[str] = set()  # titles of the errors reported since the last frame
        self._next_try: float | None = None
        self._retry_s = timeouts.retry_s
        self._stood_still = False

    def start(self) -> None:
        self._thread.start()

    def switch(self, settings: CameraSettings) -> None:
        """Switches to another source; no frame of the old one is delivered from now on."""
        with self._lock:
            self._wanted = settings
            self.epoch += 1
            self.live = False
            self.playback.reset()
        self._wake.set()

    def stop(self) -> None:
        """Stops both threads and closes the source; a hanging thread is abandoned."""
        self._stopping = True
        with self._lock:
            self.epoch += 1
            self.live = False
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(self._timeouts.join_s * 2)

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._look(time.monotonic())
            except Exception:  # outermost frame of the thread, which must go on
                logger.exception("watching the source failed")
            self._wake.wait(self._timeouts.poll_s)
            self._wake.clear()
        self._dismiss(self._timeouts.join_s)

    def _look(self, now: float) -> None:
        with self._lock:
            wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._begin(wanted)
        reader = self._reader
        if reader is None:
            if self._next_try is not None and now >= self._next_try and not self._too_many_hang():
                self._open()
            return
        finished, verdict = reader.finished.is_set(), reader.watchdog.verdict(now)
        if reader.info is not None and not self._announced:
            self._announce(reader.info)
        if finished:
            self._lose(reader.error or AppError("The source has ended"), now)
        elif verdict != "well":
            self._stood_still = verdict == "frozen"
            self._lose(_lost(self._name, verdict, self._current.source), now)

    def _begin(self, settings: CameraSettings) -> None:
        self._dismiss(self._timeouts.join_s)
        self._current = settings
        self._name = _name_of(settings.source)
        self._told.clear()
        self._retry_s = self._timeouts.retry_s
        self._stood_still = False
        self._open()

    def _open(self) -> None:
        self._next_try = None
        self._announced = False
        with self._lock:
            if self._wanted is not None:
                return
            self.epoch += 1
            epoch = self.epoch
        self._reader = Reader(
            self._current,
            epoch,
            open_source=self._open_source,
            deliver=self._deliver,
            on_change=self._wake.set,
            opening_s=self._timeouts.opening_s,
            frozen_s=self._timeouts.frozen_s,
            forgive_stillness=self._stood_still,
            playback=self.playback,
            wanted=self._pictures_wanted,
        )
        self._reader.start()

    def _announce(self, info: SourceInfo) -> None:
        self._announced = True
        self._name = info.name
        # Reconnect exactly this source, not whichever camera is the first by then.
        self._current = replace(self._current, source=info.source_id)
        self._told.clear()
        self._retry_s = self._timeouts.retry_s
        self._on_event(SourceOpened(
            info.name, info.width, info.height, info.fps, info.is_demo, info.source_id, info.seconds))

    def _lose(self, error: AppError, now: float) -> None:
        with self._lock:
            self.epoch += 1
            self.live = False
        comes_back = may_come_back(self._current.source)
        if error.title not in self._told:
            self._told.add(error.title)
            lost = SourceLost if comes_back else SourceEnded
            self._on_event(lost(self._name, error, self._current.source))
        self._dismiss(0.0)
        self._next_try = now + self._retry_s if comes_back else None
        self._retry_s = min(self._retry_s * 2, self._timeouts.retry_max_s)

    def _dismiss(self, timeout_s: float) -> None:
        reader, self._reader = self._reader, None
        if reader is not None and not reader.leave(timeout_s):
            self._left_behind.append(reader)
            logger.warning("the thread that reads %s hangs and is abandoned", self._name)

    def _too_many_hang(self) -> bool:
        """Limits abandoned threads: a hanging driver must not cost a thread per attempt."""
        self._left_behind = [reader for reader in self._left_behind if not reader.finished.is_set()]
        return len(self._left_behind) >= MAX_LEFT_BEHIND

    def _deliver(self, frame: Frame, epoch: int, info: SourceInfo) -> None:
        """Called by readers. An abandoned one that wakes up again delivers nothing."""
        with self._lock:
            if epoch == self.epoch:
                self.live = True
                self._slot.put(Captured(frame, epoch, info.source_id))


def _lost(name: str, verdict: Verdict, source: str) -> AppError:
    what = "is stuck on one frame" if verdict == "frozen" else "sends no video"
    return AppError(f"{name} {what}", HINTS.get(source_kind(source), "Open the file again."))


def _name_of(source: str) -> str:
    """A name for users until the source itself has one."""
    kind = source_kind(source)
    if kind == "stream":
        return stream_name(source)
    return {"camera": "Camera", "demo": DEMO_NAME}.get(kind) or Path(source).name
