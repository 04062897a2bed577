"""One opening of one source: a thread that opens, reads and closes it, and shows signs of life."""
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

EMPTY_WAIT_S = 0.02  # after a read without a picture: never spin
BEAT_S = 0.5
REST_S = 0.2  # the pace of a video that is paused, or that nobody looks at
LATE_S = 1.0

logger = logging.getLogger(__name__)


class Pacer:
    """Turns presentation times into moments of a steady clock. Time is an argument, in seconds."""

    def __init__(self) -> None:
        self._start: float | None = None

    def due(self, time_s: float, now: float) -> float:
        """When the picture of that presentation time is to be shown; who is much too late starts anew."""
        if self._start is None or now - (self._start + time_s) > LATE_S:
            self._start = now - time_s
        return self._start + time_s


class Reader:
    """Reads a source until it fails or is left. It may block in a driver for ever: then it stays behind.

    Attributes:
        epoch: which opening this is.
        info: of the source, once its first picture was delivered.
        error: why it ended, or None.
        finished: set when the thread has closed the source and is about to end.
        watchdog: says whether it is well; replaced once the source is open.
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
        """playback: how a video is to play. wanted: whether anybody needs the pictures; until the first, somebody does.

        deliver(frame, epoch, info) and on_change (info or finished is new) are called from the thread.
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
        """Asks the thread to end and waits so long; False when it hangs and is left behind."""
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
        except Exception:  # the outermost frame of the thread
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
        """Whether the next picture is from another place, since the user wanted that."""
        wish = self._playback.take_wish()
        if wish is None or not isinstance(source, Seekable):
            return False
        source.seek(wish)
        self._last = None
        return True

    def _rests(self, source: Source) -> bool:
        """Lets time pass in which no new picture is needed; False when the next one is to be read."""
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
            if self._playback.paused and not self._quit.is_set():  # so that another background is seen at once
                self._deliver(replace(self._last, time=time.monotonic()), self.epoch, source.info)
        else:
            return False
        self.watchdog.rested(time.monotonic())
        return True

    def _hold(self, frame: Frame, due: float) -> Frame:
        """Waits until the picture's time has come and stamps it with that."""
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
