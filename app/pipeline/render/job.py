"""What is to be rendered, and what was."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.pipeline.tuning.choice import FileQuality
from app.settings import Settings


@dataclass(frozen=True)
class RenderJob:
    """What is to be done.

    Attributes:
        output: the file; its suffix says the format.
        settings: camera.source is the input, background what to put behind the person; the output is
            mirrored when mirror.output says so.
        limit: no more than so many pictures, or None.
        preset: the file that the settings are from, or None; the output must not replace it.
        quality: "best" looks ahead and takes about four times as long as "live".
        audio_track: the number of the only sound track that is kept, from 1; None: all are.
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
    """What was done.

    Attributes:
        frames_out: pictures in the output; a GIF has no more than 50 a second.
        dropped: pictures of a camera that came too fast; 0 for a file.
        seconds: of work, from the first picture's decoding to the finished file.
        stage_ms: mean milliseconds a picture for decode, segment, matte, composite, encode.
        output: the file, the first one when there are several.
        damaged: something of the input could not be read; what could be is in the output.
        warnings: what the user should know, a sentence each.
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
