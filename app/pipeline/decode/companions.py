"""What a video brings along beside its pictures: sound, subtitles, chapters, and what it says of itself."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.pipeline.decode.packets import Packets

# Formats that have an index of every packet, with its time and codec known beforehand.
INDEXED = ("mov,mp4", "matroska")


@dataclass(frozen=True)
class Companions:
    """All from the one opening that the pictures are read from; of no use once that is closed.

    Attributes:
        packets: of every track.
        video: the track of the pictures.
        sounds: tracks that can be decoded. subtitles: tracks.
        metadata: of the file. chapters: as PyAV has them.
        indexed: its packets can be taken over as they are; what comes as a stream may change and have holes.
        start: when the first picture is shown, seconds of the packets' time; known once that was decoded.
    """

    packets: Packets
    video: Any
    sounds: tuple[Any, ...]
    subtitles: tuple[Any, ...]
    metadata: dict[str, str]
    chapters: list[dict[str, Any]]
    indexed: bool
    start: Callable[[], float]


def companions_of(container: Any, video: Any, sounds: tuple[Any, ...], start: Callable[[], float]) -> Companions:
    """Of an opened container; the tracks that packets are to be had of are chosen with it."""
    subtitles = tuple(track for track in container.streams.subtitles if track.codec_context is not None)
    packets = Packets(container, (video, *sounds, *subtitles))
    indexed = container.format.name.startswith(INDEXED)
    chapters = container.chapters()
    return Companions(packets, video, sounds, subtitles, dict(container.metadata), chapters, indexed, start)
