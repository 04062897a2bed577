"""Opens the writer that a file's name asks for."""
from __future__ import annotations

from pathlib import Path

from app.pipeline.formats import check_output
from app.pipeline.gif_writer import GifWriter
from app.pipeline.png_writer import PngWriter
from app.pipeline.video_writer import VideoWriter
from app.pipeline.writer import Writer


def open_writer(path: Path, *, transparent: bool = False, fps: float = 25.0, sound: str = "") -> Writer:
    """A writer for path by its suffix.

    Args:
        path: the final name; a file that is there is replaced when the new one is whole.
        transparent: frames come with alpha.
        fps: of the input, for the file's header; each frame has its own time.
        sound: address of the input whose sound is taken along, or "".

    Raises:
        AppError: as check_output.
    """
    output = check_output(path, transparent=transparent)
    if output.kind == "png":
        return PngWriter(path)
    if output.kind == "gif":
        return GifWriter(path)
    codec = output.transparent if transparent else output.codec
    assert codec is not None, "check_output let it through"
    return VideoWriter(path, output, codec, fps=fps, sound=sound)
