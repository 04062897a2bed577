"""The files of one take, one after another, without a gap between them."""
from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import av

from app.errors import AppError
from app.pipeline.encode.recording_file import Moment, RecordingFile
from app.pipeline.encode.take_format import TakeFormat
from app.pipeline.encode.video_track import EncoderError
from app.pipeline.events import EncoderLost
from app.pipeline.sinks.part_file import PartFile, write_error
from app.pipeline.sound.chunk import Chunk

SOUND_TIMEOUT_S = 1.0  # a full file waits no longer for the sound of its last frames

logger = logging.getLogger(__name__)
OpenFile = Callable[..., RecordingFile]


@dataclass(frozen=True)
class Limits:
    """The bytes or seconds of a file after which the next one begins. 0 is never."""

    bytes: int = 0
    seconds: float = 0.0

    def reached(self, content: RecordingFile) -> bool:
        full = 0 < self.bytes <= content.size
        return content.frames > 0 and (full or 0 < self.seconds <= content.end)


class Part:
    """A file of a take and its content. Belongs to one thread at a time."""

    def __init__(self, place: PartFile, what: TakeFormat, *, tracks: Sequence[str], open_file: OpenFile) -> None:
        self.place = place
        self.content = open_file(place.descriptor, what, tracks=tracks)
        self.error: AppError | None = None
        self._full_since = 0.0

    def end(self, now: float) -> None:
        """Accepts no more frames; only the rest of the sound is waited for."""
        self._full_since = now
        self.content.pause()

    def over(self, now: float) -> bool:
        """Whether, after end, there is nothing left to wait for."""
        return self.content.complete or now - self._full_since > SOUND_TIMEOUT_S

    def finish(self) -> None:
        """Completes the file and gives it its final name. Stores what goes wrong in error."""
        error = guarded(self.content.close)
        self.place.release()
        if self.content.frames:
            renaming = self.place.publish()
            self.error = error or renaming
        else:
            self.place.discard()
            hint = "No frames arrived while it was on. Check the camera, then record again."
            self.error = error or AppError("Nothing was recorded", hint, failed_running=True)


class TakeFiles:
    """Belongs to the recorder's thread. A full file is finished in another thread, since a slow disk takes long."""

    def __init__(
        self, place: PartFile, what: TakeFormat, *, tracks: Sequence[str], limits: Limits,
        open_file: OpenFile = RecordingFile, on_event: Callable[[EncoderLost], None] = lambda _event: None,
    ) -> None:  # fmt: skip
        """place: of the first file. tracks: titles of the sound tracks. open_file: opens the content of each file."""
        self._format, self._limits, self._on_event = what, limits, on_event
        self._open = partial(Part, tracks=tracks, open_file=open_file)
        self._part = self._open(place, what)
        self._ending: list[Part] = []
        self._full: list[Part] = []
        self._finishers: list[threading.Thread] = []

    @property
    def parts(self) -> list[Part]:
        """All files, in order."""
        return [*self._full, self._part]

    @property
    def frames(self) -> int:
        return sum(part.content.frames for part in self.parts)

    @property
    def bytes(self) -> int:
        """Bytes written to all files."""
        return sum(part.content.bytes for part in self.parts)

    @property
    def seconds(self) -> float:
        """The length of all files, in seconds."""
        return sum(part.content.end for part in self._full) + self._part.content.seconds

    def is_full(self) -> bool:
        """Whether the disk is almost full."""
        return self._part.place.is_full()

    def write(self, frame: Moment, now: float) -> None:
        """Raises AppError if the next file cannot be created, otherwise FFmpegError or OSError."""
        if self._limits.reached(self._part.content):
            self._begin_next(now)
        try:
            self._part.content.write(frame, now)
        except EncoderError as error:
            self._fall_back(error, now)
        self._see_to_full_ones(now)

    def write_sound(self, chunk: Chunk, track: int = 0) -> None:
        """Writes sound to the file that it belongs to, or to both around a seam. Raises as write does."""
        for part in (*self._ending, self._part):
            part.content.write_sound(chunk, track)

    def pause(self) -> None:
        """The next frame will follow the last one without a gap. Safe to call twice."""
        self._part.content.pause()

    def finish(self) -> AppError | None:
        """Completes all files; returns the first error."""
        undrained = guarded(self._drain)
        self._part.finish()
        for part in self._ending:
            part.finish()
        for finisher in self._finishers:
            finisher.join()
        return undrained or next((part.error for part in self.parts if part.error is not None), None)

    def _drain(self) -> None:
        """Flushes the encoder; a hardware encoder may fail on its last frames, too."""
        if self._format.codec.hardware:
            try:
                self._part.content.drain()
            except EncoderError as error:
                self._fall_back(error, time.monotonic())

    def _begin_next(self, now: float) -> None:
        place = self._part.place.next_one(len(self.parts) + 1)
        self._part.end(now)
        self._full.append(self._part)
        self._ending.append(self._part)
        self._part = self._open(place, self._format)

    def _fall_back(self, error: EncoderError, now: float) -> None:
        """Switches to another encoder, with the frames that were still inside the one that failed."""
        fallback, name = self._format.fallback, self._format.codec.name
        if fallback is None:
            raise error.__cause__ or error
        logger.warning("%s failed, continuing with %s", name, fallback.name, exc_info=error)
        self._format = replace(self._format, codec=fallback, fallback=None)
        lost = self._part.content.end_unfinished()
        begun = self._part.content.frames > 0
        if begun:
            self._begin_next(now)
        else:
            self._part = self._open(self._part.place, self._format)
        self._on_event(EncoderLost(name, begun))
        for inside in lost:
            self._part.content.write(inside.frame, inside.now)

    def _see_to_full_ones(self, now: float) -> None:
        for part in [part for part in self._ending if part.over(now)]:
            self._ending.remove(part)
            finisher = threading.Thread(target=part.finish, name="recording-part", daemon=True)
            self._finishers.append(finisher)
            finisher.start()


def guarded(work: Callable[[], AppError | None]) -> AppError | None:
    """Runs in the outermost frame of a writing thread: whatever happens, the file must still be finished."""
    try:
        return work()
    except AppError as error:
        return error
    except (av.error.FFmpegError, OSError) as problem:
        logger.exception("recording failed")
        return write_error(problem)
    except Exception:
        logger.exception("recording failed")
        hint = "Everything up to now is saved. The log file has details."
        return AppError("The recording stopped", hint, failed_running=True)
