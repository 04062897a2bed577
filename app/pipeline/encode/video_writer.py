"""Writes composites into a video, with the input's sound and subtitles."""
from __future__ import annotations

import math
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av

from app.pipeline.decode.companions import Companions
from app.pipeline.encode.codecs.codec import Codec
from app.pipeline.encode.formats import OutputFormat
from app.pipeline.encode.fragments import FragmentFile
from app.pipeline.encode.held_file import HeldFile
from app.pipeline.encode.taken_over.companion_tracks import CompanionTracks
from app.pipeline.encode.timeline import TICKS_PER_SECOND
from app.pipeline.encode.video_track import VideoFormat, VideoTrack
from app.pipeline.encode.writer import Writer
from app.pipeline.frame import Frame

KEY_S = 5
USUAL_FPS = 25


class VideoWriter(Writer):
    """A video at the input's true times, with the input's sound."""

    def __init__(
        self, path: Path, output: OutputFormat, codec: Codec, *, fps: float, companions: Companions | None = None,
        limit_s: float = math.inf, live: bool = False,
    ) -> None:  # fmt: skip
        """companions: of the input, carried over. limit_s: as in open_writer."""
        super().__init__(path, live=live)
        self._output = output
        self._codec = codec
        self._fps = _rate(fps)
        self._companions = companions
        self._limit_s = limit_s
        self._held: HeldFile | None = None
        self._video: VideoTrack | None = None
        self._along: CompanionTracks | None = None
        self._last = -1

    def write(self, frame: Frame) -> None:
        video = self._video or self._open(frame.size)
        time = frame.time + (self._along.lead_s if self._along is not None else 0.0)
        self._last = max(round(time * TICKS_PER_SECOND), self._last + 1)
        video.write(frame.image, self._last)
        if self._along is not None:
            self._along.advance(time)
            video.check()

    def _open(self, size: tuple[int, int]) -> VideoTrack:
        options = dict(self._output.live_options if self._live else self._output.options)
        transparent = self._codec is self._output.transparent
        what = VideoFormat(self._output.container, options, self._codec, self._fps, KEY_S, transparent)
        self._video = VideoTrack(self._target(), what, size)
        if self._companions is not None:
            container = self._video.container
            self._along = CompanionTracks(self._companions, container, self._output, seconds=self._limit_s)
        return self._video

    def _target(self) -> str | FragmentFile:
        """Live output is held, so that the window's recovery does not mistake it for a leftover."""
        if not self._live:
            return str(self._temporary)
        self._held = HeldFile.create(self._temporary)
        return FragmentFile(self._held.descriptor)

    def _finish(self) -> None:
        if self._video is None:
            return
        self._video.flush()
        if self._along is not None:
            end = self._last / TICKS_PER_SECOND + float(1 / self._fps)
            self._along.finish(math.inf if self._limit_s == math.inf and not self._live else end)
            self.warnings += self._along.warnings()
        self._video.close()
        self._release()

    def _abort(self) -> None:
        if self._video is not None:
            with suppress(av.error.FFmpegError, OSError):  # the file is removed anyway
                self._video.close()
        self._release()

    def _release(self) -> None:
        if self._held is not None:
            self._held.release()


def _rate(fps: float) -> Fraction:
    """Frames per second for the file's header; a very slow video needs a large denominator."""
    exact = Fraction(fps or USUAL_FPS)
    return exact.limit_denominator(1001) or exact.limit_denominator(1_000_000) or Fraction(1, 1_000_000)
