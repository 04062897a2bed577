"""What the files of a take are: container, encoders, and how they survive a kill."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.pipeline.encode.codec import Codec
from app.pipeline.encode.fragments import CRASH_SAFE
from app.pipeline.encode.h264 import LOOKAHEAD_FRAMES, h264
from app.settings import Quality, RecordSettings

H264: dict[Quality, Codec] = {
    "standard": h264("ultrafast", 22, threads=1, lookahead=LOOKAHEAD_FRAMES),
    "high": h264("superfast", 19, threads=1, lookahead=LOOKAHEAD_FRAMES),
    "best": h264("veryfast", 17, threads=2, lookahead=LOOKAHEAD_FRAMES),
}


@dataclass(frozen=True)
class TakeFormat:
    """How a take is written.

    Attributes:
        suffix: of the files' names.
        container: FFmpeg's name of the file format; options: the container's.
        codec: of the pictures; sound_codec: of the sound.
        transparent: the pictures keep their alpha.
    """

    suffix: str
    container: str
    options: Mapping[str, str]
    codec: Codec
    sound_codec: str = "aac"
    transparent: bool = False


def take_format(settings: RecordSettings) -> TakeFormat:
    """The format that the settings ask for."""
    return TakeFormat(".mp4", "mp4", CRASH_SAFE, H264[settings.quality])
