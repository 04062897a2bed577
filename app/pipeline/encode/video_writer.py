"""Composites into a video, with the input's sound."""
from __future__ import annotations

import math
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av

from app.pipeline.encode.codec import Codec
from app.pipeline.encode.copied_sound import SoundTrack
from app.pipeline.encode.formats import OutputFormat
from app.pipeline.encode.fragments import FragmentFile
from app.pipeline.encode.held_file import HeldFile
from app.pipeline.encode.timeline import TICKS_PER_SECOND
from app.pipeline.encode.video_track import VideoFormat, VideoTrack
from app.pipeline.encode.writer import Writer
from app.pipeline.frame import Frame

KEY_S = 5


class VideoWriter(Writer):
    """A video, with the sound of the input, at the input's true times."""

    def __init__(
        self, path: Path, output: OutputFormat, codec: Codec, *, fps: float, sound: str = "",
        whole_sound: bool = False, sound_start_s: float = 0.0, live: bool = False,
    ) -> None:  # fmt: skip
        """sound: address of the input whose sound is taken along, or ""; whole_sound: to its end.

        sound_start_s: where it begins, seconds of the input's time.
        """
        super().__init__(path, live=live)
        self._output = output
        self._codec = codec
        self._fps = Fraction(fps or 25).limit_denominator(1001)
        self._sound_address = sound
        self._whole_sound = whole_sound
        self._sound_start_s = sound_start_s
        self._held: HeldFile | None = None
        self._video: VideoTrack | None = None
        self._sound: SoundTrack | None = None
        self._last = -1

    def write(self, frame: Frame) -> None:
        video = self._video or self._open(frame.size)
        self._last = max(round(frame.time * TICKS_PER_SECOND), self._last + 1)
        video.write(frame.image, self._last)
        if self._sound is not None:
            self._sound.advance(frame.time)
            video.check()

    def _open(self, size: tuple[int, int]) -> VideoTrack:
        options = dict(self._output.live_options if self._live else self._output.options)
        transparent = self._codec is self._output.transparent
        what = VideoFormat(self._output.container, options, self._codec, self._fps, KEY_S, transparent)
        self._video = VideoTrack(self._target(), what, size)
        if self._sound_address:
            self._sound = SoundTrack(
                self._sound_address, self._video.container, self._output, self._sound_start_s)
        return self._video

    def _target(self) -> str | FragmentFile:
        """What is live is held, so that the window's recovery does not take it for left over."""
        if not self._live:
            return str(self._temporary)
        self._held = HeldFile.create(self._temporary)
        return FragmentFile(self._held.descriptor)

    def _finish(self) -> None:
        if self._video is None:
            return
        self._video.flush()
        if self._sound is not None:
            end = self._last / TICKS_PER_SECOND + float(1 / self._fps)
            self._sound.finish(math.inf if self._whole_sound else end)
        self._video.close()
        self._release()

    def _abort(self) -> None:
        if self._sound is not None:
            self._sound.close()
        if self._video is not None:
            with suppress(av.error.FFmpegError, OSError):  # the file is removed anyway
                self._video.close()
        self._release()

    def _release(self) -> None:
        if self._held is not None:
            self._held.release()
