"""How a video should be decoded."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DecodeOptions:
    """What VideoDecoder is asked for.

    Attributes:
        ffmpeg: FFmpeg's own options for opening the file or connection.
        timeout_s: limit for opening and for each read.
        max_side: frames with a longer side, px, are shrunk to it.
        is_live: frames are needed as soon as they arrive.
        at_pace: frames are needed at their own pace only. One thread keeps up with that to full HD; every further
            one holds frames of its own, 15 MB in all at 720p.
        steady: all frames get the size of the largest one, which takes a first pass through the file.
        sound: number of the sound track to read along, with subtitles, or tracks.ALL_SOUND; None: frames only.
    """

    ffmpeg: dict[str, str] | None = None
    timeout_s: float | None = None
    max_side: int | None = None
    is_live: bool = False
    at_pace: bool = False
    steady: bool = False
    sound: int | None = None


PLAIN = DecodeOptions()
