"""One file of a take. It plays while it is still being written, and becomes an ordinary file when finished."""
from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

from app.pipeline.encode.fragments import FragmentFile
from app.pipeline.encode.recorded_sound import RecordedSound
from app.pipeline.encode.take_format import TakeFormat
from app.pipeline.encode.timeline import TICKS_PER_SECOND, Timeline
from app.pipeline.encode.video_track import VideoFormat, VideoTrack
from app.pipeline.sound.chunk import Chunk
from sinet_core.arrays import FrameSize

FULL_HD_PIXELS = 1920 * 1088
KEY_S = 1
RATE = Fraction(30)  # for the header only; each frame has its own time
KEPT_CHUNKS = 50  # while paused, since sound arrives before the frame that it belongs to


class Moment(Protocol):
    """What is written: a Frame, or what a take keeps of it."""

    @property
    def time(self) -> float: ...
    @property
    def size(self) -> FrameSize: ...


class Inside(NamedTuple):
    """A moment inside an encoder: when it was passed in, and its time in the file, in seconds."""

    frame: Moment
    now: float
    seconds: float


class RecordingFile:
    """Frames and sound of a take, opened by the first frame. Belongs to one thread.

    Attributes:
        frames, seconds: written to the file so far.
    """

    def __init__(self, descriptor: int, what: TakeFormat, *, tracks: Sequence[str] = ()) -> None:
        """tracks: titles of the sound tracks."""
        self.frames = 0
        self.seconds = 0.0
        self._file = FragmentFile(descriptor)
        self._format = what
        self._video: VideoTrack | None = None
        self._timeline = Timeline()
        self._tracks = tracks
        self._sounds: list[RecordedSound] = []
        self._offset = 0.0  # from the frames' clock to the file's time, in seconds
        self._paused = False
        self._early: deque[tuple[Chunk, int]] = deque(maxlen=KEPT_CHUNKS * max(1, len(tracks)))
        self._inside: deque[Inside] = deque()  # what a hardware encoder has accepted but not returned
        self._ended: float | None = None
        self._drained = False

    @property
    def bytes(self) -> int:
        """Bytes written so far, as far as the container has counted them."""
        return self._video.bytes if self._video is not None else 0

    @property
    def size(self) -> int:
        """Bytes written so far, without the index, which follows at the end."""
        return max(self._file.size, self.bytes)

    @property
    def end(self) -> float:
        """The end of the last frame, in seconds of the file's time."""
        return self._timeline.end if self._ended is None else self._ended

    @property
    def complete(self) -> bool:
        """While paused: whether all sound up to the end of the last frame has arrived."""
        return all(sound.complete for sound in self._sounds)

    def write(self, frame: Moment, now: float) -> None:
        """Ends a pause. Raises EncoderError, FFmpegError or OSError."""
        stamp = self._timeline.stamp(frame.time, now)
        if self._format.codec.hardware:
            self._inside.append(Inside(frame, now, stamp / TICKS_PER_SECOND))
        video = self._video or self._open(frame.size)
        self._write_moment(video, frame, stamp)
        self.frames += 1
        while len(self._inside) > self.frames - video.pictures:
            self._inside.popleft()
        self.seconds = stamp / TICKS_PER_SECOND
        self._offset = self.seconds - frame.time
        if self._paused:
            self._go_on(video)
        for sound in self._sounds:
            video.mux(sound.keep_up(self.seconds))

    def write_sound(self, chunk: Chunk, track: int = 0) -> None:
        """Sound from before the first frame, or from a pause, is left out. Raises as write does."""
        if self._video is None or self._paused:
            self._early.append((chunk, track))
        if self._video is not None and track < len(self._sounds):
            self._video.mux(self._sounds[track].encode(chunk.samples, chunk.time + self._offset))

    def pause(self) -> None:
        """The next frame and sound will follow the last ones without a gap. Safe to call twice."""
        if self._video is None or self._paused:
            return
        self._paused = True
        self._timeline.pause()
        for sound in self._sounds:
            sound.end_at(self.end)

    def drain(self) -> None:
        """Writes the frames that the encoder has buffered, before close. Raises EncoderError, FFmpegError or
        OSError."""
        if self._video is not None and not self._drained:
            self._video.flush()
            self._drained = True

    def close(self) -> None:
        """Writes the frames that the encoder has buffered, and the index. Raises EncoderError, FFmpegError or
        OSError."""
        if self._video is None:
            return
        try:
            if self._ended is None:
                self.drain()
            for sound in self._sounds:
                self._video.mux(sound.finish())
        finally:
            self._video.close()

    def end_unfinished(self) -> list[Inside]:
        """After EncoderError, returns the frames that did not get into the file, so that they can go elsewhere."""
        lost = list(self._inside)
        self._inside.clear()
        self.frames = 0 if self._video is None else self._video.pictures
        self._ended = lost[0].seconds if lost else self.end
        self.seconds = min(self.seconds, self._ended)
        if self._video is not None and not self.frames:
            self._video.discard()
            self._video = None
        elif self._sounds:
            self._paused = True
            for sound in self._sounds:
                sound.end_at(self._ended)
        return lost

    def _write_moment(self, video: VideoTrack, frame: Any, stamp: int) -> None:
        video.write(frame.image, stamp)

    def _new_track(self, pictures: VideoFormat, size: tuple[int, int]) -> VideoTrack:
        return VideoTrack(self._file, pictures, size)

    def _go_on(self, video: VideoTrack) -> None:
        self._paused = False
        early = list(self._early)
        self._early.clear()
        for sound in self._sounds:
            video.mux(sound.go_on())
        for chunk, track in early:
            self.write_sound(chunk, track)

    def _open(self, size: tuple[int, int]) -> VideoTrack:
        # One thread keeps up with 1080p at 30 fps; 4K needs one for each quarter.
        what = self._format
        threads = max(what.codec.threads, math.ceil(size[0] * size[1] / FULL_HD_PIXELS))
        codec = replace(what.codec, threads=threads)
        pictures = VideoFormat(what.container, what.options, codec, RATE, KEY_S, what.transparent)
        self._video = self._new_track(pictures, size)
        self._paused = True  # the sound starts with the first frame
        self._sounds = [RecordedSound(self._video.container, what.sound_codec, title) for title in self._tracks]
        return self._video
