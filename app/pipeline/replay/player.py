"""Plays a take in a thread: composites at their own pace, made with the current choice of settings."""
from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from app.errors import AppError
from app.pipeline.background.background import PLAIN_DARK, Background
from app.pipeline.background.opening import open_background
from app.pipeline.frame import Frame
from app.pipeline.latest_slot import LatestSlot
from app.pipeline.replay.recompose import OpenBackground, Recomposer
from app.pipeline.replay.sound_output import open_sound
from app.pipeline.takes.take_reader import TakeFrame, iter_take
from app.pipeline.takes.take_settings import TakeChanges
from app.settings import BackgroundSettings

LEAD_S = 0.4  # before a seek target: composited, so that smoothing knows the frames before it
LATE_S = 0.1  # a frame later than this is skipped, so that the preview keeps up with the sound
LONGEST_S = 0.25  # but no frame is shown for longer
JOIN_S = 5.0

logger = logging.getLogger(__name__)


class Sound(Protocol):
    def close(self) -> None: ...


OpenSound = Callable[[Path, float], Sound | None]


class TakePlayer:
    """Shows the first frame and waits. Every method returns at once and can be called from one thread.

    Attributes:
        frames: the latest composite.
        position_s: its time.
        playing: whether it is playing.
        silent: whether sound cannot be played, or there is none.
    """

    def __init__(
        self,
        path: Path,
        on_change: Callable[[], None],
        on_error: Callable[[AppError], None] = lambda _error: None,
        *,
        open_sound: OpenSound = open_sound,
        open_background: OpenBackground = open_background,
    ) -> None:
        """Starts the thread, which calls on_change (a frame waits, or playing has changed) and on_error."""
        self.frames: LatestSlot[Frame] = LatestSlot()
        self.position_s = 0.0
        self.playing = self.silent = False
        self._path, self._on_change, self._on_error = path, on_change, on_error
        self._open_sound, self._open_background = open_sound, open_background
        self._changes = TakeChanges()
        self._part: tuple[float, float | None] = (0.0, None)
        self._seek: float | None = 0.0
        self._stale = False  # the frame shown does not match the current choice
        self._closed = False
        self._wake = threading.Condition()
        self._at_end = False
        self._thread = threading.Thread(target=self._run, name="take-player", daemon=True)
        self._thread.start()

    def play(self) -> None:
        """Plays; from the start of the part if it is at its end."""
        with self._wake:
            start, end = self._part
            if self._at_end or (end is not None and self.position_s >= end):
                self._seek = start
            self.playing = True
            self._wake.notify_all()

    def pause(self) -> None:
        with self._wake:
            self.playing = False
            self._wake.notify_all()

    def seek(self, seconds: float) -> None:
        with self._wake:
            self._seek = max(0.0, seconds)
            self._wake.notify_all()

    def choose(self, changes: TakeChanges) -> None:
        """Applies these changes from the next frame on; while paused, the current frame is made again."""
        with self._wake:
            self._changes, self._stale = changes, True
            self._wake.notify_all()

    def play_part(self, start_s: float, end_s: float | None) -> None:
        """Sets where it plays from and to."""
        with self._wake:
            self._part = start_s, end_s

    def close(self) -> None:
        """Ends the thread. Safe to call twice."""
        with self._wake:
            self._closed = True
            self._wake.notify_all()
        self.frames.close()
        self._thread.join(JOIN_S)

    def _run(self) -> None:
        try:
            with Recomposer(self._opened, cut_out=False) as recomposer:
                self._work(recomposer)
        except AppError as error:
            self._on_error(error)
        except Exception as error:  # the outermost frame of the thread
            logger.exception("a take cannot be played")
            self._on_error(AppError("The take cannot be played", f"{error}. The log file has details."))

    def _work(self, recomposer: Recomposer) -> None:
        frames: Iterator[TakeFrame] = iter(())
        current: TakeFrame | None = None
        while not self._closed:
            if self._seek is not None:
                frames, current = self._found(recomposer)
                if current is not None:
                    self._show(recomposer, current)
            elif self.playing:
                current = self._play(recomposer, frames, current) or current
            elif self._stale and current is not None:
                self._show(recomposer, current)
            else:
                with self._wake:
                    self._wake.wait_for(
                        lambda: self._closed or self._seek is not None or self.playing or self._stale)

    def _found(self, recomposer: Recomposer) -> tuple[Iterator[TakeFrame], TakeFrame | None]:
        """As _sought; if the take cannot be read any more, that is reported, and the next seek tries again."""
        try:
            return self._sought(recomposer)
        except AppError as error:
            self.playing, self._at_end = False, True
            self._on_error(error)
            self._on_change()
            return iter(()), None

    def _sought(self, recomposer: Recomposer) -> tuple[Iterator[TakeFrame], TakeFrame | None]:
        """The frames from the requested position on, and the frame at it."""
        with self._wake:
            wanted, self._seek, self._at_end = self._seek or 0.0, None, False
        recomposer.forget()
        frames, last = iter_take(self._path, wanted), None
        for frame in frames:
            last = frame
            if self._closed or self._seek is not None or frame.time >= wanted - 1e-3:
                break
            if frame.time >= wanted - LEAD_S:
                self._composite(recomposer, frame)
        return frames, last

    def _play(
        self, recomposer: Recomposer, frames: Iterator[TakeFrame], current: TakeFrame | None
    ) -> TakeFrame | None:
        """Plays until a pause, a seek or the end; returns the last frame."""
        begin, start = time.monotonic(), self.position_s
        shown = begin
        sound = self._open_sound(self._path, start)
        self.silent = sound is None
        try:
            for frame in frames:
                end = self._part[1]
                if end is not None and frame.time >= end:
                    break
                if not self._wait_until(begin + frame.time - start):
                    return current
                current = frame
                now = time.monotonic()
                if now - (begin + frame.time - start) <= LATE_S or now - shown > LONGEST_S:
                    shown = now
                    self._show(recomposer, frame)
            if current is not None and current.time > self.position_s:  # it was late, and so not shown
                self._show(recomposer, current)
            self._at_end, self.playing = True, False
            self._on_change()
            return current
        finally:
            if sound is not None:
                sound.close()

    def _wait_until(self, due: float) -> bool:
        """Waits; False if something else is requested before."""
        def other() -> bool:
            return self._closed or not self.playing or self._seek is not None

        with self._wake:
            return not self._wake.wait_for(other, max(0.0, due - time.monotonic()))

    def _show(self, recomposer: Recomposer, frame: TakeFrame) -> None:
        self._stale = False
        composite = self._composite(recomposer, frame)
        self.position_s = frame.time
        self.frames.put(composite)
        self._on_change()

    def _composite(self, recomposer: Recomposer, frame: TakeFrame) -> Frame:
        return recomposer.composite(frame, self._changes.applied_to(frame.settings))

    def _opened(self, settings: BackgroundSettings) -> Background:
        """The background, or plain dark if it is missing, which is reported once."""
        try:
            return self._open_background(settings)
        except AppError as error:
            self._on_error(error)
            return self._open_background(PLAIN_DARK)
