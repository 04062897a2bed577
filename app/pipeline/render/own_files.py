"""Prevents an output from replacing a file that it is made from."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.errors import AppError
from app.pipeline.background.opening import resolve_background
from app.pipeline.encode.png_writer import row_number
from app.pipeline.render.job import RenderJob
from app.pipeline.sources.source import source_kind


def check_distinct(job: RenderJob) -> None:
    """Raises AppError if the output, or its PNG sequence, would replace the input, the background or the preset."""
    for name, path in _files_of_the_user(job):
        if _replaces(job.output, path):
            raise AppError(f"The output is the {name}", "Give the output another name.")


def _files_of_the_user(job: RenderJob) -> Iterator[tuple[str, Path]]:
    source, background = job.settings.camera.source, job.settings.background
    if source_kind(source) in ("picture", "video"):
        yield "input", Path(source)
    if background.kind in ("picture", "video"):
        yield "background", resolve_background(background.value)
    if job.preset is not None:
        yield "preset", job.preset


def _replaces(output: Path, path: Path) -> bool:
    """Whether path is the output, or may be part of its numbered PNG sequence."""
    try:
        if output.exists() and output.samefile(path):
            return True
        of_the_row = row_number(output, path) is not None
        return of_the_row and path.exists() and path.parent.samefile(output.parent)
    except OSError:  # one of them is missing or unreadable, which opening it reports
        return False
