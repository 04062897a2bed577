"""Exports a take as an ordinary file, with every frame composited again and the user's changes applied."""
from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from av.error import FFmpegError

from app.errors import AppError
from app.pipeline.background.opening import open_background
from app.pipeline.decode.companions import sound_from
from app.pipeline.encode.formats import check_output
from app.pipeline.encode.opening import open_writer
from app.pipeline.frame import Frame
from app.pipeline.replay.recompose import BestRecomposer, Recomposer
from app.pipeline.takes.take_reader import TakeInfo, iter_take, open_take
from app.pipeline.takes.take_settings import TakeChanges
from app.pipeline.tuning.choice import FileQuality, load_for_file
from app.settings import EngineSettings
from app.system.files import advice_for, reason_of
from sinet_core.compositing.canvases import Canvases

WARM_UP_S = 2.0  # before the first exported frame, so that smoothing has settled by then
USUAL_FPS = 30.0
LOST_S = 0.5  # a take that ends this much earlier than it says is damaged

logger = logging.getLogger(__name__)
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class ExportJob:
    """What to export.

    Attributes:
        take: the file of the take, which is only read.
        output: the file to make, whose suffix determines the format.
        changes: to the settings of the take.
        start_s, end_s: the part to export; None is the end of the take.
        quality: "best" finds the person again and looks ahead; "live" uses what was found when the take was made.
        engine: for the best quality.
    """

    take: Path
    output: Path
    changes: TakeChanges = field(default_factory=TakeChanges)
    start_s: float = 0.0
    end_s: float | None = None
    quality: FileQuality = "live"
    engine: EngineSettings = field(default_factory=EngineSettings)


@dataclass(frozen=True)
class ExportReport:
    """What was exported: frames in output, seconds of work, take_s the length of the exported part."""

    frames: int
    seconds: float
    take_s: float
    output: Path
    warnings: tuple[str, ...] = ()


def export(job: ExportJob, on_progress: Progress = lambda _done, _total: None) -> ExportReport:
    """Exports a take. The output appears under its name once it is complete, or not at all.

    Raises:
        AppError: something is wrong with the job, or (failed_running) went wrong on the way. The take is unchanged.
    """
    info = open_take(job.take)
    transparent = job.changes.applied_to(info.settings).background.kind == "transparent"
    check_output(job.output, transparent=transparent)
    if job.output.exists() and job.output.samefile(job.take):
        raise AppError("The output is the take", "Give the output another name.")
    begin = time.perf_counter()
    try:
        with _recomposer(job, info) as recomposer:
            frames, warnings, output = _write(job, info, recomposer, on_progress, transparent=transparent)
    except (FFmpegError, OSError) as error:
        logger.exception("exporting failed")
        title = f"Writing '{job.output.name}' failed: {reason_of(error)}"
        raise AppError(title, f"The take is unchanged.{advice_for(error)}", failed_running=True) from error
    end = _end(job, info)
    return ExportReport(frames, time.perf_counter() - begin, max(0.0, end - job.start_s), output, warnings)


def _recomposer(job: ExportJob, info: TakeInfo) -> Recomposer | BestRecomposer:
    opens = partial(open_background, wait=True)
    if job.quality == "live":
        return Recomposer(opens, canvases=Canvases())
    return BestRecomposer(opens, load_for_file(job.engine, "best", info.size), Canvases())


def _write(
    job: ExportJob, info: TakeInfo, recomposer: Recomposer | BestRecomposer, on_progress: Progress, *, transparent: bool
) -> tuple[int, tuple[str, ...], Path]:
    fps = info.frames / info.seconds if info.frames and info.seconds else USUAL_FPS
    total = round(fps * ((info.seconds if job.end_s is None else job.end_s) - job.start_s)) or None
    has_sound = info.has_sound and job.output.suffix.lower() not in (".gif", ".png")
    done, first, last = 0, None, 0.0
    with ExitStack() as opened:
        sound = sound_from(job.take, job.start_s) if has_sound else None
        if sound is not None:
            opened.callback(sound.close)
        writer = opened.enter_context(
            open_writer(
                job.output,
                transparent=transparent,
                fps=fps,
                companions=sound,
                limit_s=math.inf if job.end_s is None else job.end_s - job.start_s,
            )
        )
        for frame in _composites(job, recomposer):
            first = frame.time if first is None else first
            writer.write(replace(frame, time=frame.time - first))
            done, last = done + 1, frame.time
            on_progress(done, max(total or 0, done))
        if not done:
            raise AppError("That part contains nothing of the take", f"It is {info.seconds:.1f} seconds long.")
    damaged = last < min(_end(job, info), info.pictures_s) - LOST_S
    lost = (f"The take is damaged: what comes after {last:.1f} seconds is missing.",) if damaged else ()
    return done - writer.left_out, (*writer.warnings, *lost), writer.path


def _end(job: ExportJob, info: TakeInfo) -> float:
    """Of the part to export, seconds into the take."""
    return info.seconds if job.end_s is None else min(job.end_s, info.seconds)


def _composites(job: ExportJob, recomposer: Recomposer | BestRecomposer) -> Iterator[Frame]:
    frames = iter_take(job.take, max(0.0, job.start_s - WARM_UP_S))
    for composite in recomposer.composites(frames, job.changes):
        if job.end_s is not None and composite.time >= job.end_s:
            return
        if composite.time >= job.start_s:
            yield composite
