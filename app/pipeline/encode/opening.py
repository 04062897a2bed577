"""Opens the writer that a file's name asks for."""
from __future__ import annotations

from pathlib import Path

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
    sound: str = "",
    whole_sound: bool = False,
    sound_start_s: float = 0.0,
    live: bool = False,
) -> Writer:
    """A writer for path by its suffix.

    Args:
        path: the final name; a file that is there is replaced when the new one is whole.
        transparent: frames come with alpha.
        fps: of the input, for the file's header; each frame has its own time.
        sound: address of the input whose sound is taken along, or "".
        whole_sound: it is taken to its own end, else to the end of the last frame.
        sound_start_s: where it begins, seconds of the input's time.
        live: the frames cannot be had again: what is on disk plays, whatever ends the writing.

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
    return VideoWriter(
        path, output, codec, fps=fps, sound=sound, whole_sound=whole_sound, sound_start_s=sound_start_s, live=live)
