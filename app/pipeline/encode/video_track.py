"""The video stream of a file that is being written, and its container."""
from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
from av.video.frame import PictureType

from app.pipeline.encode.codecs.codec import Codec, add_video
from app.pipeline.encode.fragments import FragmentFile
from app.pipeline.encode.pixels import even, letterbox, opaque, with_alpha, yuv420, yuva420
from app.pipeline.encode.timeline import TICKS_PER_SECOND, TIME_BASE
from app.pipeline.frame import Image


class EncoderError(OSError):
    """The encoder failed, not the disk; __cause__ says how."""


@dataclass(frozen=True)
class VideoFormat:
    """What a file holds.

    Attributes:
        container: FFmpeg's name for the file format. options: the container's.
        codec: of the frames.
        rate: frames per second, for the header only; each frame has its own time.
        key_s: maximum seconds between keyframes.
        transparent: the frames keep their alpha.
    """

    container: str
    options: Mapping[str, str]
    codec: Codec
    rate: Fraction
    key_s: int
    transparent: bool = False


class VideoTrack:
    """Has the size of the first frame; others are fitted into it. Belongs to one thread.

    Attributes:
        container: for adding a sound track before the first write.
        bytes: written to the container.
        pictures: frames that the encoder has returned; it may buffer some.
    """

    def __init__(self, target: str | FragmentFile, what: VideoFormat, size: tuple[int, int]) -> None:
        """target: a path, or an open file. size: (width, height) px of the first frame.

        Raises EncoderError, FFmpegError or OSError.
        """
        self.bytes = 0
        self.pictures = 0
        self._file = target if isinstance(target, FragmentFile) else None
        self._format = what
        self._size = size[0] + size[0] % 2, size[1] + size[1] % 2
        self._next_key = 0
        self._told = False
        self.container: Any = av.open(target, "w", format=what.container, options=dict(what.options))
        try:
            self._stream = add_video(self.container, what.codec, self._size, what.rate)
        except BaseException as error:
            self.container.close()  # some systems cannot remove an open file
            if isinstance(error, ValueError):  # av.codec.codec.UnknownCodecError
                raise EncoderError(f"no encoder {what.codec.name}") from error
            raise

    def write(self, image: Image, stamp: int) -> None:
        """HxWx3 BGR or HxWx4 BGRA, shown from stamp, in ticks of TIME_BASE.

        Raises EncoderError, FFmpegError or OSError.
        """
        picture = self._picture(letterbox(even(self._visible(image)), self._size))
        picture.pts = stamp
        picture.time_base = TIME_BASE
        if stamp >= self._next_key:
            picture.pict_type = PictureType.I
            self._next_key = stamp + self._format.key_s * TICKS_PER_SECOND
        try:
            packets = self._stream.encode(picture)
        except av.error.FFmpegError as error:
            raise EncoderError(f"{self._format.codec.name} failed") from error
        self.pictures += len(packets)
        self.mux(packets)

    def mux(self, packets: list[Any]) -> None:
        """Packets of any stream of the container. Raises FFmpegError or OSError."""
        for packet in packets:
            self.bytes += packet.size
            self.container.mux(packet)
            self.check()

    def check(self) -> None:
        """Raises the file's OSError once, since none can be raised below the muxer. After that the file accepts and

        ignores everything, so that it can still be finished.
        """
        failed = self._file.failed if self._file is not None else None
        if failed is not None and not self._told:
            self._told = True
            raise failed

    def flush(self) -> None:
        """Writes the frames that the encoder has buffered; must be the last write. Raises EncoderError, FFmpegError
        or OSError."""
        try:
            packets = self._stream.encode(None)
        except av.error.FFmpegError as error:
            raise EncoderError(f"{self._format.codec.name} failed") from error
        self.pictures += sum(packet.size > 0 for packet in packets)
        self.mux(packets)

    def close(self) -> None:
        """Writes the index. Raises FFmpegError or OSError."""
        try:
            self.container.close()
        finally:
            if self._file is not None:
                self._file.close()

    def discard(self) -> None:
        """Abandons the file and empties it; errors are ignored."""
        if self._file is not None:
            self._file.discard()
        with suppress(av.error.FFmpegError, OSError, ValueError):
            self.container.close()

    def _visible(self, image: Image) -> Image:
        return image if self._format.transparent else opaque(image)

    def _picture(self, image: Image) -> av.VideoFrame:
        if self._format.transparent:
            if self._format.codec.pixels == "yuva420p":
                return yuva420(with_alpha(image))
            return _converted(av.VideoFrame.from_ndarray(with_alpha(image), format="bgra"), self._format.codec.pixels)
        return _converted(yuv420(image), self._format.codec.pixels)


def _converted(frame: av.VideoFrame, pixels: str) -> av.VideoFrame:
    return frame if frame.format.name == pixels else frame.reformat(format=pixels)
