"""Renders a whole file through the same stages as the live preview."""
from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from av.error import FFmpegError

from app.errors import AppError
from app.pipeline.background.background import Background
from app.pipeline.background.opening import open_background
from app.pipeline.decode.tracks import ALL_SOUND
from app.pipeline.encode.formats import check_output
from app.pipeline.encode.opening import open_writer
from app.pipeline.encode.writer import Writer
from app.pipeline.frame import Frame
from app.pipeline.render.composer import Composer, ComposerParts, open_composer
from app.pipeline.render.inputs import Input, OpenSource, open_input
from app.pipeline.render.job import RenderJob, RenderReport
from app.pipeline.render.own_files import check_distinct
from app.pipeline.sources.opening import open_source
from app.pipeline.stats import Stopwatch
from app.system.files import advice_for, reason_of
from sinet_core.inference.segmenter import Segmenter

logger = logging.getLogger(__name__)
Progress = Callable[[int, int | None], None]


@dataclass
class _Tally:
    frames_in: int = 0
    frames_out: int = 0
    watch: Stopwatch = field(default_factory=Stopwatch)


def render(
    job: RenderJob,
    load_segmenter: Callable[[tuple[int, int]], Segmenter],
    *,
    on_progress: Progress = lambda _done, _total: None,
    open_live: OpenSource = open_source,
) -> RenderReport:
    """Renders the input. The output appears under its name once it is complete, or not at all.

    An interrupt ends an endless input (a camera) normally; for a file it is passed on. Any error that ends an
    endless input is raised, too, but only after everything so far was saved as the output, since it is
    irreplaceable.

    Args:
        job: what to render.
        load_segmenter: called with the (width, height) of the frames, or (0, 0) if unknown, once input, background
            and output were found usable.
        on_progress: called after each frame with the number done, and the total if known.
        open_live: opens a camera.

    Raises:
        AppError: something is wrong with the job, or (failed_running) went wrong on the way.
    """
    check_output(job.output, transparent=job.transparent)
    check_distinct(job)
    source = open_input(job.settings.camera, sound=_sound(job), open_live=open_live)
    chosen = job.settings.background
    background: Background | None = None
    try:
        background = None if job.transparent else open_background(chosen, wait=not source.endless)
        segmenter = load_segmenter((source.info.width, source.info.height))
        return _run(job, source, background, segmenter, on_progress)
    except (FFmpegError, OSError) as error:
        logger.exception("rendering failed")
        raise _failed(job, error, "Nothing was left behind.") from error
    finally:
        if background is not None:
            background.close()
        source.close()


def _sound(job: RenderJob) -> int | None:
    """The sound to read; None if the output cannot hold any."""
    return None if job.output.suffix.lower() in (".gif", ".png") else job.audio_track or ALL_SOUND


def _run(
    job: RenderJob, source: Input, background: Background | None, segmenter: Segmenter, on_progress: Progress
) -> RenderReport:
    begin = time.perf_counter()
    tally = _Tally()
    with open_writer(
        job.output,
        transparent=job.transparent,
        fps=source.info.fps,
        companions=source.companions,
        limit_s=math.inf if job.limit is None else job.limit / (source.info.fps or 1.0),
        live=source.endless,
    ) as writer:
        composer = open_composer(ComposerParts(job, segmenter, background, tally.watch))

        def write(composites: Iterator[Frame]) -> None:
            for frame in composites:
                _write(writer, frame, tally)
                on_progress(tally.frames_out, _total(job, source))

        lost = _write_all(job, source, composer, tally, write)
        if not tally.frames_out:
            raise AppError("There are no frames in the input", "Choose another file.")
    if lost is not None:
        raise _kept(job, lost, writer.path, tally.frames_out) from lost
    tally.frames_out -= writer.left_out
    report = _report(tally, source.dropped(), time.perf_counter() - begin, writer.path)
    codec = source.info.unreadable_sound
    silent = (f"The sound is left out: it cannot be decoded here ({codec}).",) if codec else ()
    warnings = (*map(str, source.damage), *source.notes, *silent, *writer.warnings)
    return replace(report, damaged=bool(source.damage), warnings=warnings)


def _write_all(
    job: RenderJob, source: Input, composer: Composer, tally: _Tally, write: Callable[[Iterator[Frame]], None]
) -> Exception | None:
    """Writes every composite. Returns the error that ended an endless input early; raises it for other inputs."""
    lost: Exception | None = None
    try:
        for frame in _frames(job, source, tally):
            write(composer.composites(frame))
    except KeyboardInterrupt:
        if not source.endless or not (tally.frames_out or composer.waiting):
            raise
    except Exception as error:
        if not source.endless or not (tally.frames_out or composer.waiting):
            raise
        lost = error
    try:
        write(composer.rest())
    except Exception as error:
        if not source.endless or not tally.frames_out:
            raise
        lost = lost or error
    return lost


def _frames(job: RenderJob, source: Input, tally: _Tally) -> Iterator[Frame]:
    for frame in source.frames:
        tally.watch.lap("decode")
        tally.frames_in += 1
        yield frame
        if tally.frames_in == job.limit:
            return


def _write(writer: Writer, frame: Frame, tally: _Tally) -> None:
    writer.write(frame)
    tally.watch.lap("encode")
    tally.frames_out += 1


def _failed(job: RenderJob, error: Exception, consequence: str) -> AppError:
    hint = f"{consequence}{advice_for(error)}"
    return AppError(f"Writing '{job.output.name}' failed: {reason_of(error)}", hint, failed_running=True)


def _kept(job: RenderJob, lost: Exception, path: Path, count: int) -> Exception:
    """The error that ended a recording, with a note that it was saved."""
    logger.error("the recording ended early", exc_info=lost)
    saved = f"The {count} pictures up to then are in '{path}'."
    if isinstance(lost, AppError):
        return AppError(lost.title, f"{saved} {lost.hint}", failed_running=True)
    if isinstance(lost, (FFmpegError, OSError)):
        return _failed(job, lost, saved)
    return AppError(f"Something unexpected went wrong: {lost}", saved, failed_running=True)


def _report(tally: _Tally, dropped: int, seconds: float, output: Path) -> RenderReport:
    count = tally.frames_out
    spent = tally.watch.stage_ms
    spent["composite"] = spent.get("composite", 0.0) + spent.pop("background", 0.0)
    stages = ("decode", "segment", "matte", "composite", "encode")
    stage_ms = {stage: round(spent.get(stage, 0.0) / count, 3) for stage in stages}
    fps = count / seconds if seconds else 0.0
    return RenderReport(tally.frames_in, count, dropped, round(seconds, 3), round(fps, 2), stage_ms, output)


def _total(job: RenderJob, source: Input) -> int | None:
    known = source.info.frames or round(source.info.seconds * source.info.fps) or None
    return min(known or job.limit, job.limit) if job.limit else known
