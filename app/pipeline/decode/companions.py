"""What comes with the frames of a video: sound, subtitles, chapters, and metadata."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.pipeline.decode.demux.containers import Containers
from app.pipeline.decode.demux.packets import Packets
from app.pipeline.decode.media import open_media
from app.pipeline.decode.tracks import ALL_SOUND, sound_tracks, video_track

# Formats with an index of every packet, so that its time and codec are known beforehand.
INDEXED = ("mov,mp4", "matroska")


@dataclass(frozen=True)
class Companions:
    """All of it is read from the same opening as the frames, and is of no use once that is closed.

    Attributes:
        packets: of every track.
        video: the track of the frames; None if nobody reads them.
        sounds: tracks that can be decoded. left_out: how many others there are. subtitles: tracks.
        metadata: of the file. chapters: as PyAV has them.
        indexed: whether packets can be copied as they are. A stream may change format and have gaps.
        start: when the first frame is shown, in seconds of the packets' time; known once that frame was decoded.
        alone: nobody reads the packets of the frames, so the sound must be read by whoever wants it. It then begins at
            start, and anything earlier is left out.
        close: closes what was opened for the sound alone.
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
    """The companions in what was opened; this also chooses the tracks whose packets are read. wanted: as in
    sound_tracks.
    """
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
    """The sound of a file from start_s on, in seconds after its first frame, for frames that are read elsewhere.

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
