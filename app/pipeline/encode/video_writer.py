"""Composites into a film, with the input's sound."""
from __future__ import annotations

import math
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.video.frame import PictureType

from app.pipeline.encode.copied_sound import SoundTrack
from app.pipeline.encode.formats import Codec, OutputFormat
from app.pipeline.encode.fragments import FragmentFile
from app.pipeline.encode.h264 import tag_colors
from app.pipeline.encode.held_file import HeldFile
from app.pipeline.encode.pixels import even, letterbox, opaque, with_alpha, yuv420
from app.pipeline.encode.timeline import TICKS_PER_SECOND, TIME_BASE
from app.pipeline.encode.writer import Writer
from app.pipeline.frame import Frame, Image

KEYFRAME_SECONDS = 5


class VideoWriter(Writer):
    """A film, with the sound of the input, at the input's true times."""

    def __init__(
        self, path: Path, output: OutputFormat, codec: Codec, *, fps: float, sound: str = "",
        whole_sound: bool = False, live: bool = False,
    ) -> None:  # fmt: skip
        """sound: address of the input whose sound is taken along, or ""; whole_sound: to its end."""
        super().__init__(path, live=live)
        self._output = output
        self._codec = codec
        self._fps = Fraction(fps or 25).limit_denominator(1001)
        self._sound_address = sound
        self._whole_sound = whole_sound
        self._held: HeldFile | None = None
        self._file: FragmentFile | None = None
        self._container: Any = None
        self._stream: Any = None
        self._sound: SoundTrack | None = None
        self._last = -1
        self._next_key = 0

    def write(self, frame: Frame) -> None:
        image = even(frame.image if self._alpha else opaque(frame.image))
        if self._container is None:
            self._open((image.shape[1], image.shape[0]))
        picture = self._picture(letterbox(image, (self._stream.width, self._stream.height)))
        picture.pts = self._last = max(round(frame.time * TICKS_PER_SECOND), self._last + 1)
        picture.time_base = TIME_BASE
        if picture.pts >= self._next_key:
            picture.pict_type = PictureType.I
            self._next_key = picture.pts + KEYFRAME_SECONDS * TICKS_PER_SECOND
        self._container.mux(self._stream.encode(picture))
        if self._sound is not None:
            self._sound.advance(frame.time)
        if self._file is not None and self._file.failed is not None:
            raise self._file.failed

    @property
    def _alpha(self) -> bool:
        return self._codec is self._output.transparent

    def _open(self, size: tuple[int, int]) -> None:
        options = self._output.live_options if self._live else self._output.options
        self._container = av.open(self._target(), "w", format=self._output.container, options=dict(options))
        stream = self._container.add_stream(self._codec.name, rate=self._fps, options=self._codec.options)
        stream.width, stream.height = size
        stream.pix_fmt = self._codec.pixels
        stream.codec_context.time_base = TIME_BASE
        stream.codec_context.thread_count = 0
        tag_colors(stream.codec_context)
        self._stream = stream
        if self._sound_address:
            self._sound = SoundTrack(self._sound_address, self._container, self._output)

    def _target(self) -> str | FragmentFile:
        """What is live is held, so that the window's recovery does not take it for left over."""
        if not self._live:
            return str(self._temporary)
        self._held = HeldFile.create(self._temporary)
        self._file = FragmentFile(self._held.descriptor)
        return self._file

    def _picture(self, image: Image) -> av.VideoFrame:
        if self._alpha:
            frame = av.VideoFrame.from_ndarray(with_alpha(image), format="bgra")
            return frame.reformat(format=self._codec.pixels)
        return yuv420(image)

    def _finish(self) -> None:
        if self._container is None:
            return
        self._container.mux(self._stream.encode(None))
        if self._sound is not None:
            end = self._last / TICKS_PER_SECOND + float(1 / self._fps)
            self._sound.finish(math.inf if self._whole_sound else end)
        self._container.close()
        self._release()

    def _abort(self) -> None:
        if self._sound is not None:
            self._sound.close()
        if self._container is not None:
            with suppress(av.error.FFmpegError, OSError):  # the file is removed anyway
                self._container.close()
        self._release()

    def _release(self) -> None:
        if self._file is not None:
            self._file.close()
        if self._held is not None:
            self._held.release()
