"""What a video says about itself before any of it is decoded."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av

from app.pipeline.decode.address import is_url
from app.pipeline.decode.codecs import codec_name
from app.pipeline.decode.tracks import sound_tracks

DEFAULT_FPS = 25.0


@dataclass(frozen=True)
class VideoInfo:
    """What is known of a video before it is read through.

    Attributes:
        width, height: px.
        fps: average frames per second; DEFAULT_FPS if the file does not say, 0 for a still picture.
        frames: how many, or None if the file does not say.
        seconds: duration; 0.0 if the file does not say, and for a still picture.
        has_audio: whether a sound track can be decoded.
        unreadable_sound: the format of a sound track that cannot be decoded, else "".
        endless: whether it has no known end, like a camera.
        sound_tracks: how many there are, decodable or not.
    """

    width: int
    height: int
    fps: float
    frames: int | None
    seconds: float
    has_audio: bool
    unreadable_sound: str = ""
    endless: bool = False
    sound_tracks: int = 0


def info_of(container: Any, stream: Any, address: str) -> VideoInfo:
    """What an open container says about its video track; the size is as stored, before turning the frame upright."""
    seconds = _seconds(container, stream)
    count = len(container.streams.audio)
    has_audio = bool(sound_tracks(container))
    unreadable = ""
    if count and not has_audio:
        unreadable = codec_name(container.format.name, Path(address), sound=True) or "unknown"
    return VideoInfo(
        width=stream.codec_context.width,
        height=stream.codec_context.height,
        fps=float(stream.average_rate or stream.guessed_rate or DEFAULT_FPS),
        frames=stream.frames or None,
        seconds=seconds,
        has_audio=has_audio,
        unreadable_sound=unreadable,
        # A connection that gives neither its duration nor the number of its frames or bytes.
        endless=is_url(address) and not seconds and not stream.frames and container.size <= 0,
        sound_tracks=count,
    )


def _seconds(container: Any, stream: Any) -> float:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else 0.0
