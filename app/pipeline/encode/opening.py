"""Opens the writer that a file's name asks for."""
from __future__ import annotations

import math
from pathlib import Path

from app.pipeline.decode.companions import Companions
from app.pipeline.encode.formats import check_output
from app.pipeline.encode.gif_writer import GifWriter
from app.pipeline.encode.png_writer import PngWriter
from app.pipeline.encode.video_writer import VideoWriter
from app.pipeline.encode.writer import Writer


def open_writer(
    path: Path,
    *,
    transparent: bool = False,
    fps: float = 25.0,
    companions: Companions | None = None,
    limit_s: float = math.inf,
    live: bool = False,
) -> Writer:
    """A writer for path by its suffix.

    Args:
        path: the final name; an existing file is replaced once the new one is complete.
        transparent: frames come with alpha.
        fps: of the input, for the file's header. Each frame has its own time.
        companions: sound and subtitles of the input to carry over; ignored by formats that cannot hold them.
        limit_s: about how long the output is if it ends before the input; the sound then ends with the frames,
            otherwise at its own end.
        live: the input cannot be read again, so the file on disk plays whatever ends the writing.

    Raises:
        AppError: as check_output.
    """
    output = check_output(path, transparent=transparent)
    if output.kind == "png":
        return PngWriter(path, live=live)
    if output.kind == "gif":
        return GifWriter(path, live=live)
    codec = output.transparent if transparent else output.live_codec if live and output.live_codec else output.codec
    assert codec is not None, "check_output let it through"
    return VideoWriter(path, output, codec, fps=fps, companions=companions, limit_s=limit_s, live=live)
