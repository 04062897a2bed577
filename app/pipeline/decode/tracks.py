"""Chooses the tracks of a file: those that it marks as default."""
from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from av.stream import Disposition

from app.pipeline.decode.codecs import UnknownCodecError, codec_name
from app.pipeline.decode.limits import MAX_PIXELS

# To FFmpeg, album covers and a player's preview images are video tracks, too.
NO_VIDEO = Disposition.attached_pic | Disposition.timed_thumbnails
ALL_SOUND = 0


class TooLargeError(ValueError):
    """Decoding would need too much memory.

    Attributes:
        size: (width, height) px.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        super().__init__(f"{size[0]}x{size[1]}")
        self.size = size


def readable_video(container: Any, address: str) -> Any:
    """The video track of a container that was opened from address.

    Raises:
        ValueError: there is none; UnknownCodecError: FFmpeg cannot decode it; TooLargeError.
    """
    track = video_track(container)
    if track is None:
        raise ValueError("no video track")
    context = track.codec_context
    if context is None:
        raise UnknownCodecError(codec_name(container.format.name, Path(address)))
    if context.width * context.height > MAX_PIXELS:
        raise TooLargeError((context.width, context.height))
    return track


def video_track(container: Any) -> Any | None:
    """The video track: the default one among those that can be decoded, or the largest of several; None without any."""
    tracks = [track for track in container.streams.video if not track.disposition & NO_VIDEO]
    return max(tracks, key=_rank, default=None)


def sound_tracks(container: Any, wanted: int = ALL_SOUND) -> tuple[Any, ...]:
    """The sound tracks that can be decoded, in the order of the file.

    wanted: ALL_SOUND, or the number of one track among all of the file's, from 1.
    """
    chosen: Iterable[Any] = container.streams.audio
    if wanted != ALL_SOUND:
        chosen = container.streams.audio[wanted - 1 : wanted]
    return tuple(track for track in chosen if track.codec_context is not None)


def _rank(track: Any) -> tuple[bool, bool, int]:
    context = track.codec_context
    if context is None:
        return False, bool(track.disposition & Disposition.default), 0
    return True, bool(track.disposition & Disposition.default), context.width * context.height
