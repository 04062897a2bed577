"""The file of a recording: a row of fragments while it is written, an ordinary MP4 when it is finished."""
from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

from app.pipeline.encode.codec import Codec
from app.pipeline.encode.fragments import CRASH_SAFE, FragmentFile
from app.pipeline.encode.h264 import LOOKAHEAD_FRAMES, h264
from app.pipeline.encode.recorded_sound import Chunk, RecordedSound
from app.pipeline.encode.timeline import TICKS_PER_SECOND, Timeline
from app.pipeline.encode.video_track import VideoFormat, VideoTrack
from app.pipeline.frame import Frame
from app.settings import Quality

FULL_HD_PIXELS = 1920 * 1088
KEY_S = 1
RATE = Fraction(30)  # for the header; each frame has its own time
QUALITIES: dict[Quality, Codec] = {
    "standard": h264("ultrafast", 22, threads=1, lookahead=LOOKAHEAD_FRAMES),
    "high": h264("superfast", 19, threads=1, lookahead=LOOKAHEAD_FRAMES),
    "best": h264("veryfast", 17, threads=2, lookahead=LOOKAHEAD_FRAMES),
}


class RecordingFile:
    """Pictures and sound of a take, opened by the first frame. Lives in one thread.

    Attributes:
        frames, seconds: what was handed to the file.
    """

    def __init__(self, descriptor: int, codec: Codec, *, with_sound: bool = False) -> None:
        self.frames = 0
        self.seconds = 0.0
        self._file = FragmentFile(descriptor)
        self._codec = codec
        self._video: VideoTrack | None = None
        self._timeline = Timeline()
        self._with_sound = with_sound
        self._sound: RecordedSound | None = None
        self._offset = 0.0  # from the clock of the frames to the file's time, seconds

    @property
    def bytes(self) -> int:
        """That were handed to the file."""
        return self._video.bytes if self._video is not None else 0

    def write(self, frame: Frame, now: float) -> None:
        video = self._video or self._open(frame.size)
        stamp = self._timeline.stamp(frame.time, now)
        video.write(frame.image, stamp)
        self.frames += 1
        self.seconds = stamp / TICKS_PER_SECOND
        self._offset = self.seconds - frame.time
        if self._sound is not None:
            video.mux(self._sound.keep_up(self.seconds))

    def write_sound(self, chunk: Chunk) -> None:
        """Ignored until there is a picture. Raises as write does."""
        if self._video is not None and self._sound is not None:
            self._video.mux(self._sound.encode(chunk.sound, chunk.time + self._offset))

    def close(self) -> None:
        """Writes what the encoder still holds, and the index. Raises FFmpegError or OSError."""
        if self._video is None:
            return
        try:
            self._video.flush()
            if self._sound is not None:
                self._video.mux(self._sound.finish())
        finally:
            self._video.close()

    def _open(self, size: tuple[int, int]) -> VideoTrack:
        # One thread keeps up with 1080p at 30 fps; 4K needs one for each quarter.
        threads = max(self._codec.threads, math.ceil(size[0] * size[1] / FULL_HD_PIXELS))
        codec = replace(self._codec, threads=threads)
        self._video = VideoTrack(self._file, VideoFormat("mp4", CRASH_SAFE, codec, RATE, KEY_S), size)
        if self._with_sound:
            self._sound = RecordedSound(self._video.container)
        return self._video
