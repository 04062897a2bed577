"""A render job, and its report."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.pipeline.tuning.choice import FileQuality
from app.settings import Settings


@dataclass(frozen=True)
class RenderJob:
    """What to render.

    Attributes:
        output: the file, whose suffix determines the format.
        settings: camera.source is the input, background what to put behind the person; mirror.output mirrors the
            output.
        limit: maximum number of frames, or None.
        preset: the file that the settings come from, or None; the output must not replace it.
        quality: "best" looks ahead and takes about four times as long as "live".
        audio_track: the number of the only sound track to keep, from 1; None: keep all.
    """

    output: Path
    settings: Settings
    limit: int | None = None
    preset: Path | None = None
    quality: FileQuality = "live"
    audio_track: int | None = None

    @property
    def transparent(self) -> bool:
        return self.settings.background.kind == "transparent"


@dataclass(frozen=True)
class RenderReport:
    """What was rendered.

    Attributes:
        frames_out: frames in the output; a GIF has at most 50 per second.
        dropped: camera frames that arrived too fast; 0 for a file.
        seconds: of work, from decoding the first frame to the finished file.
        stage_ms: mean milliseconds per frame for decode, segment, matte, composite, encode.
        output: the file, or the first one of several.
        damaged: whether part of the input could not be read; the rest is in the output.
        warnings: what the user should know, one sentence each.
    """

    frames_in: int
    frames_out: int
    dropped: int
    seconds: float
    fps: float
    stage_ms: dict[str, float]
    output: Path
    damaged: bool = False
    warnings: tuple[str, ...] = ()
