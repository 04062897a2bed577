"""Records composites into files that play even if the process is killed while writing."""
from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import AppError
from app.pipeline.encode.recording_file import Moment, RecordingFile
from app.pipeline.encode.take_format import TakeFormat, take_format
from app.pipeline.events import EncoderLost, RecorderEvent, RecordingStopped
from app.pipeline.frame import Frame
from app.pipeline.sinks.part_file import FreeSpace, PartFile, disk_full
from app.pipeline.sinks.sound_feed import Heard, SoundFeed
from app.pipeline.sinks.take_files import Limits, OpenFile, TakeFiles, guarded
from app.settings import RecordSettings
from app.system.files import free_bytes
from app.system.memory import give_back

QUEUE_FRAMES = 20  # two thirds of a second at 30 fps, 55 MB at 720p
CLOSE_TIMEOUT_S = 20.0
STALL_S = 5.0  # without progress while a recording is closed
TIDY_S = 20.0  # between two checks whether a long queue has left memory behind

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class TakeOptions:
    """How a take is recorded.

    Attributes:
        format: of its files.
        limits: of one file, after which the next one begins.
        stop_after_s: the length after which it stops; 0 is never.
        encoder_failed: called with the name of a hardware encoder that fails.
        open_file: opens the content of each file.
        free_space: replaced in tests.
    """

    format: TakeFormat = field(default_factory=lambda: take_format(RecordSettings()))
    limits: Limits = field(default_factory=Limits)
    stop_after_s: float = 0.0
    encoder_failed: Callable[[str], None] = lambda _name: None
    open_file: OpenFile = RecordingFile
    free_space: FreeSpace = free_bytes


class Recorder:
    """A sink that writes every frame, in its own thread.

    Attributes:
        path: the file's final name; it appears when the recording is finished.
        dropped: frames that arrived faster than they could be written.
        transparent: whether it accepts composites with alpha, and keeps the alpha.
        paused: whether frames and sound are left out.
        seconds, bytes: what is in the files so far.
        stopped: set when the last file is finished.
    """

    def __init__(
        self,
        path: Path,
        on_event: Callable[[RecorderEvent], None],
        *,
        options: TakeOptions | None = None,
        microphone: Heard | None = None,
        computer: Heard | None = None,
    ) -> None:
        """Starts the thread, which calls on_event, last with RecordingStopped.

        The recorder closes microphone and computer.

        Raises:
            AppError: the folder cannot be written, or its disk is full.
        """
        options = options or TakeOptions()
        place = PartFile(path, options.free_space)
        self._encoder_failed = options.encoder_failed
        self._sound = SoundFeed(microphone, computer, on_event)
        self._files = TakeFiles(
            place, options.format, tracks=self._sound.titles, limits=options.limits, open_file=options.open_file,
            on_event=self._tell_lost)
        self.transparent = options.format.transparent
        self.path = place.path
        self.dropped = 0
        self.paused = False
        self.seconds = 0.0
        self.bytes = 0
        self._on_event = on_event
        self._stop_after_s = options.stop_after_s
        self._queue: queue.Queue[tuple[Moment, float, int]] = queue.Queue(QUEUE_FRAMES)
        self._pauses = 0  # as the caller of write sees it
        self._seen_pauses = 0  # as the thread sees it
        self._next_check, self._next_tidy = 0.0, 0.0
        self.stopped = threading.Event()
        self._closing = threading.Event()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def write(self, frame: Frame) -> None:
        """Records a composite; returns at once. Does nothing while paused, after close, or after a failure."""
        self._put(frame)

    def _put(self, frame: Moment) -> None:
        if self.paused or self._closing.is_set() or self._done.is_set():
            return
        try:
            self._queue.put_nowait((frame, time.monotonic(), self._pauses))
        except queue.Full:
            self.dropped += 1

    def pause(self, paused: bool) -> None:
        """Pauses, or resumes right after the last frame. Must be called from the thread that calls write."""
        if paused and not self.paused:
            self._pauses += 1
        self.paused = paused

    def stop(self) -> None:
        """Asks the thread to stop, and returns at once; RecordingStopped follows when the file is finished."""
        self._closing.set()

    def close(self) -> None:
        """Finishes the file and waits for it. Safe to call twice, from any thread but the recorder's.

        One that makes no progress is abandoned, since its folder does not respond; its file plays, too.
        """
        self.stop()
        deadline = time.monotonic() + CLOSE_TIMEOUT_S
        while self._thread.is_alive() and time.monotonic() < deadline:
            before = (self.bytes, self._queue.qsize())
            self._thread.join(STALL_S)
            if self._thread.is_alive() and before == (self.bytes, self._queue.qsize()):
                logger.warning("the recording %s is abandoned: its folder does not respond", self.path)
                return

    def _run(self) -> None:
        files = self._files
        error = guarded(self._write_frames)
        self._done.set()
        unfinished, unheard = files.finish(), self._sound.close()
        error = error or unfinished or unheard
        self.path = files.parts[0].place.path
        if self.dropped:
            logger.warning("recording %s: %d frames dropped", self.path, self.dropped)
        self.stopped.set()
        self._on_event(RecordingStopped(
            self.path, files.seconds, files.bytes, error, self.dropped, not self._sound.titles, len(files.parts)))

    def _write_frames(self) -> AppError | None:
        """Runs until close, or until the disk is full, which it returns as an error."""
        self._next_tidy = time.monotonic() + TIDY_S
        while True:
            try:
                frame, now, pauses = self._queue.get(timeout=0.1)
            except queue.Empty:
                if self._closing.is_set():
                    return None
                if self.paused and self._queue.empty():
                    self._files.pause()
                self._sound.write_to(self._files)
                continue
            if pauses != self._seen_pauses:
                self._seen_pauses = pauses
                self._files.pause()
            self._files.write(frame, now)
            self._sound.write_to(self._files)
            self.seconds, self.bytes = self._files.seconds, self._files.bytes
            if 0 < self._stop_after_s <= self.seconds:
                return None
            if self._is_full(now):
                return disk_full()

    def _tell_lost(self, event: EncoderLost) -> None:
        self._encoder_failed(event.name)
        self._on_event(event)

    def _is_full(self, now: float) -> bool:
        """Whether the disk is full, checked once a second; also returns memory now and then."""
        if now >= self._next_tidy and self._queue.empty():
            self._next_tidy = now + TIDY_S
            give_back()
        if now < self._next_check:
            return False
        self._next_check = now + 1.0
        return self._files.is_full()
