"""What a video brings along beside its pictures: sound, subtitles, chapters, and what it says of itself."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.pipeline.decode.containers import Containers
from app.pipeline.decode.media import open_media
from app.pipeline.decode.packets import Packets
from app.pipeline.decode.tracks import ALL_SOUND, sound_tracks, video_track

# Formats that have an index of every packet, with its time and codec known beforehand.
INDEXED = ("mov,mp4", "matroska")


@dataclass(frozen=True)
class Companions:
    """All from the one opening that the pictures are read from; of no use once that is closed.

    Attributes:
        packets: of every track.
        video: the track of the pictures; None where nobody reads them.
        sounds: tracks that can be decoded. left_out: how many others there are. subtitles: tracks.
        metadata: of the file. chapters: as PyAV has them.
        indexed: its packets can be taken over as they are; what comes as a stream may change and have holes.
        start: when the first picture is shown, seconds of the packets' time; known once that was decoded.
        alone: nobody reads the pictures' packets, so that the sound has to be read by who wants it. It begins with
            start then, and what is before that is left out.
        close: of what was opened for the sound alone.
    """

    packets: Packets
    video: Any | None
    sounds: tuple[Any, ...]
    subtitles: tuple[Any, ...]
    metadata: dict[str, str]
    chapters: list[dict[str, Any]]
    indexed: bool
    start: Callable[[], float]
    alone: bool = False
    close: Callable[[], None] = lambda: None
    left_out: int = 0


def companions_of(containers: Containers, video: Any, wanted: int, start: Callable[[], float]) -> Companions:
    """Of what was opened; the tracks that packets are to be had of are chosen with it. wanted: as sound_tracks."""
    container = containers.first
    sounds = sound_tracks(container, wanted)
    left_out = len(container.streams.audio) - len(sounds) if wanted == ALL_SOUND else 0
    subtitles = tuple(track for track in container.streams.subtitles if track.codec_context is not None)
    packets = Packets(container, (video, *sounds, *subtitles), containers.others())
    indexed = container.format.name.startswith(INDEXED)
    chapters = container.chapters()
    return Companions(
        packets, video, sounds, subtitles, dict(container.metadata), chapters, indexed, start, left_out=left_out
    )


def sound_from(path: Path, start_s: float) -> Companions:
    """The sound of a file from start_s on, seconds after its first picture, for pictures that are read elsewhere.

    Raises FFmpegError or OSError.
    """
    container = open_media(str(path))
    video, sounds = video_track(container), sound_tracks(container)
    begin = float((video.start_time or 0) * video.time_base) if video is not None and video.time_base else 0.0
    packets = Packets(container, sounds)
    indexed = container.format.name.startswith(INDEXED)
    return Companions(
        packets, None, sounds, (), {}, [], indexed, lambda: begin + start_s, alone=True, close=container.close
    )
