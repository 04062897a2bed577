"""The file of a recording: a row of fragments while it is written, an ordinary MP4 when it is finished."""
from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import Any

import av
from av.video.frame import PictureType

from app.pipeline.encode.fragments import CRASH_SAFE, FragmentFile
from app.pipeline.encode.h264 import H264, LOOKAHEAD_FRAMES, add_h264
from app.pipeline.encode.pixels import even, letterbox, opaque, yuv420
from app.pipeline.encode.recorded_sound import Chunk, RecordedSound
from app.pipeline.encode.timeline import TICKS_PER_SECOND, TIME_BASE, Timeline
from app.pipeline.frame import Frame
from app.settings import Quality

FULL_HD_PIXELS = 1920 * 1088
QUALITIES: dict[Quality, H264] = {
    "standard": H264("ultrafast", 22, threads=1, lookahead=LOOKAHEAD_FRAMES),
    "high": H264("superfast", 19, threads=1, lookahead=LOOKAHEAD_FRAMES),
    "best": H264("veryfast", 17, threads=2, lookahead=LOOKAHEAD_FRAMES),
}


class RecordingFile:
    """The container and its video stream, opened by the first frame. Lives in one thread.

    Attributes:
        frames, seconds, bytes: what was handed to the file.
    """

    def __init__(self, descriptor: int, settings: H264, *, with_sound: bool = False) -> None:
        self.frames = 0
        self.seconds = 0.0
        self.bytes = 0
        self._file = FragmentFile(descriptor)
        self._settings = settings
        self._container: Any = None
        self._stream: Any = None
        self._timeline = Timeline()
        self._next_key = 0
        self._with_sound = with_sound
        self._sound: RecordedSound | None = None
        self._offset = 0.0  # from the clock of the frames to the file's time, seconds

    def write(self, frame: Frame, now: float) -> None:
        image = even(opaque(frame.image))
        if self._container is None:
            self._open((image.shape[1], image.shape[0]))
        picture = yuv420(letterbox(image, (self._stream.width, self._stream.height)))
        picture.pts = self._timeline.stamp(frame.time, now)
        picture.time_base = TIME_BASE
        if picture.pts >= self._next_key:
            picture.pict_type = PictureType.I
            self._next_key = picture.pts + TICKS_PER_SECOND
        self._mux(self._stream.encode(picture))
        self.frames += 1
        self.seconds = picture.pts / TICKS_PER_SECOND
        self._offset = self.seconds - frame.time
        if self._sound is not None:
            self._mux(self._sound.keep_up(self.seconds))

    def write_sound(self, chunk: Chunk) -> None:
        """Ignored until there is a picture. Raises as write does."""
        if self._sound is not None:
            self._mux(self._sound.encode(chunk.sound, chunk.time + self._offset))

    def close(self) -> None:
        """Writes what the encoder still holds, and the index. Raises FFmpegError or OSError."""
        if self._container is None:
            return
        try:
            self._mux(self._stream.encode(None))
            if self._sound is not None:
                self._mux(self._sound.finish())
        finally:
            self._container.close()
            self._file.close()

    def _open(self, size: tuple[int, int]) -> None:
        self._container = av.open(self._file, "w", format="mp4", options=CRASH_SAFE)
        # One thread keeps up with 1080p at 30 fps; 4K needs one for each quarter.
        threads = max(self._settings.threads, math.ceil(size[0] * size[1] / FULL_HD_PIXELS))
        settings = replace(self._settings, threads=threads)
        self._stream = add_h264(self._container, size, settings, Fraction(30))
        if self._with_sound:
            self._sound = RecordedSound(self._container)

    def _mux(self, packets: list[Any]) -> None:
        for packet in packets:
            self.bytes += packet.size
            self._container.mux(packet)
            if self._file.failed is not None:
                raise self._file.failed
