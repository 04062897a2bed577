"""A thread that opens one source, reads it, closes it, and reports signs of life."""
from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from app.errors import AppError
from app.pipeline.capture.playback import Playback
from app.pipeline.capture.watchdog import Watchdog
from app.pipeline.decode.address import stream_name
from app.pipeline.frame import Frame
from app.pipeline.sources.source import Seekable, Skippable, Source, SourceInfo
from app.settings import CameraSettings

EMPTY_WAIT_S = 0.02  # pause after a read without a frame, to never spin
BEAT_S = 0.5
REST_S = 0.2  # polling interval of a video that is paused or not visible
LATE_S = 1.0

logger = logging.getLogger(__name__)


class Pacer:
    """Maps presentation times to a steady clock. Time is an argument, in seconds."""

    def __init__(self) -> None:
        self._start: float | None = None

    def due(self, time_s: float, now: float) -> float:
        """When to show the frame with that presentation time; resynchronises if it is far too late."""
        if self._start is None or now - (self._start + time_s) > LATE_S:
            self._start = now - time_s
        return self._start + time_s


class Reader:
    """Reads a source until it fails or is abandoned, for instance because it blocks in a driver for ever.

    Attributes:
        epoch: number of this opening.
        info: of the source, once its first frame was delivered.
        error: why it ended, or None.
        finished: set when the thread has closed the source and is about to end.
        watchdog: tells whether the source is healthy; replaced once the source is open.
    """

    def __init__(
        self,
        settings: CameraSettings,
        epoch: int,
        *,
        open_source: Callable[[CameraSettings], Source],
        deliver: Callable[[Frame, int, SourceInfo], None],
        on_change: Callable[[], None],
        opening_s: float,
        frozen_s: float,
        forgive_stillness: bool,
        playback: Playback | None = None,
        wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        """playback: of a video. wanted: whether anybody needs the frames; the first one is always needed.

        deliver(frame, epoch, info) and on_change (when info or finished changed) are called from the thread.
        """
        self.epoch = epoch
        self.info: SourceInfo | None = None
        self.error: AppError | None = None
        self.finished = threading.Event()
        self.watchdog = Watchdog(time.monotonic(), opening_s)
        self._settings = settings
        self._open_source = open_source
        self._deliver = deliver
        self._on_change = on_change
        self._frozen_s = frozen_s
        self._forgive_stillness = forgive_stillness
        self._playback = playback or Playback()
        self._wanted = wanted
        self._last: Frame | None = None
        self._quit = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"capture-{epoch}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def leave(self, timeout_s: float) -> bool:
        """Asks the thread to end and waits up to the timeout; False if it hangs and is abandoned."""
        self._quit.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            source = self._open_source(self._settings)
            try:
                self._read(source)
            finally:
                source.close()
        except AppError as error:
            self.error = error
        except Exception:  # outermost frame of the thread
            address = self._settings.source
            logger.exception("reading %s failed", stream_name(address) if "://" in address else address)
            self.error = AppError("The source stopped unexpectedly", "The log file has details.")
        finally:
            self.finished.set()
            self._on_change()

    def _read(self, source: Source) -> None:
        pacer = Pacer()
        while not self._quit.is_set():
            if self._sought(source):
                pacer = Pacer()
            elif self._rests(source):
                pacer = Pacer()
                continue
            frame = source.read()
            if frame is None:
                self._quit.wait(EMPTY_WAIT_S)
                continue
            if not source.info.is_live:
                frame = self._hold(frame, pacer.due(frame.time, time.monotonic()))
            if not self._quit.is_set():
                self._hand_over(frame, source.info)
                if isinstance(source, Seekable):
                    self._playback.position_s = source.position_s

    def _sought(self, source: Source) -> bool:
        """Seeks if the user asked for it; returns whether the next frame is from another position."""
        wish = self._playback.take_wish()
        if wish is None or not isinstance(source, Seekable):
            return False
        source.seek(wish)
        self._last = None
        return True

    def _rests(self, source: Source) -> bool:
        """Waits while no new frame is needed; False if the next one should be read."""
        if self._last is None:
            return False
        live = source.info.is_live
        if not self._wanted():
            if live and not isinstance(source, Skippable):
                return False
            if isinstance(source, Skippable):
                source.skip()
            else:
                self._quit.wait(REST_S)
        elif self._playback.paused and not live:
            self._playback.wait(REST_S)
            if self._playback.paused and not self._quit.is_set():  # so that a new background appears at once
                self._deliver(replace(self._last, time=time.monotonic()), self.epoch, source.info)
        else:
            return False
        self.watchdog.rested(time.monotonic())
        return True

    def _hold(self, frame: Frame, due: float) -> Frame:
        """Waits until the frame's time has come, and stamps the frame with it."""
        while not self._quit.is_set():
            left = due - time.monotonic()
            if left <= 0:
                break
            self._quit.wait(min(left, BEAT_S))
            self.watchdog.beat(time.monotonic())
        return replace(frame, time=due)

    def _hand_over(self, frame: Frame, info: SourceInfo) -> None:
        now = time.monotonic()
        if self.info is None:
            frozen_s = self._frozen_s if info.is_device else None
            self.watchdog = Watchdog(
                now, info.silence_s, frozen_s=frozen_s, forgive_stillness=self._forgive_stillness
            )
        self.watchdog.saw(frame.image, now)
        self._last = frame
        self._deliver(frame, self.epoch, info)
        if self.info is None:
            self.info = replace(info, width=frame.size[0], height=frame.size[1])
            self._on_change()
