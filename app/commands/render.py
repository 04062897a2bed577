"""render: files, a camera or the demo through the pipeline, into a file or a folder."""
from __future__ import annotations

import argparse
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from tqdm import tqdm

from app.commands.answer import add_json_argument, print_report
from app.commands.render_many import is_many, run_many
from app.pipeline.background.parsing import parse_background
from app.pipeline.decode.piped import is_piped, spooled
from app.pipeline.render.job import RenderJob, RenderReport
from app.pipeline.render.render import render
from app.pipeline.sources.source import source_kind
from app.pipeline.tuning.choice import load_for_file
from app.settings import CameraSettings, Settings
from app.settings_store import load_preset

PROGRESS_S = 0.2
PROGRESS_IN_A_LOG_S = 5.0


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "input", metavar="INPUT", nargs="+",
        help="a video or picture file, a URL, camera:N, demo, or - for a pipe; or many: files, folders, '*.mp4'",
    )  # fmt: skip
    parser.add_argument(
        "-o", "--output", metavar="OUT", required=True,
        help=".mp4 .mkv .webm .mov .png .gif; transparent needs .webm, .mov or .png; for many inputs a folder",
    )  # fmt: skip
    parser.add_argument(
        "--background", metavar="B",
        help="a picture or video file, a link to one, a colour ('#1e3a5f', green, 'rgb(0, 255, 0)'), blur, blur:0-100, "
        "transparent, or a bundled name",
    )  # fmt: skip
    parser.add_argument("--engine", metavar="E", help="auto (default), native, openvino, opencv or torch")
    parser.add_argument("--preset", metavar="FILE", type=Path, help="the settings.json of the window, or a copy of it")
    parser.add_argument("--limit", metavar="N", type=_count, help="stop after N frames")
    parser.add_argument(
        "--audio-track", metavar="N", type=_count,
        help="keep only the Nth sound track, counted from 1, instead of all; PCM stays PCM in .mov and .mkv",
    )  # fmt: skip
    parser.add_argument(
        "--quality", choices=("live", "best"), default="live",
        help="live: as in the window (default); best: looks ahead, has steadier and finer edges, and takes longer",
    )  # fmt: skip
    many = parser.add_argument_group(
        "many inputs",
        "Results have the names of their inputs, in the folder OUT. One file that fails does not stop the others. "
        "Exit status: 0; 2 if an input or output could not be used; else 1 if one failed while it was rendered.",
    )
    many.add_argument("--jobs", metavar="N", type=_count, default=1, help="files to render at a time (default: 1)")
    many.add_argument("--overwrite", action="store_true", help="replace existing results")
    add_json_argument(parser)


def run(arguments: Namespace) -> int:
    """Exit status; problems with a single input are raised as AppError."""
    if arguments.background is not None:
        arguments.background = parse_background(arguments.background)  # once for all inputs, since it may be a link
    if is_many(arguments.input, arguments.output):
        return run_many(arguments, lambda text: _settings(arguments, text))
    (text,) = arguments.input
    if is_piped(text):
        print("Reading the pipe to its end.", file=sys.stderr)
    with spooled(text) as text:
        return _run(arguments, text)


def _run(arguments: Namespace, text: str) -> int:
    settings = _settings(arguments, text)
    job = RenderJob(
        Path(arguments.output), settings, arguments.limit, arguments.preset, arguments.quality, arguments.audio_track
    )
    if job.limit is None and source_kind(job.settings.camera.source) == "camera":
        print("Press Ctrl-C to stop.", file=sys.stderr)
    report = render_with_progress(job)
    print_report(report, f"{report.frames_out} frames, {report.fps:.1f} per second", as_json=arguments.json)
    return 0


def render_with_progress(job: RenderJob) -> RenderReport:
    """Renders with a progress bar on stderr."""
    bar: tqdm | None = None

    def show(_done: int, total: int | None) -> None:
        nonlocal bar
        if bar is None:  # only now, so that an error before the first frame stands alone
            interval = PROGRESS_S if sys.stderr.isatty() else PROGRESS_IN_A_LOG_S
            bar = tqdm(total=total, unit=" frames", mininterval=interval, dynamic_ncols=True)
        bar.update()

    try:
        return render(job, lambda size: load_for_file(job.settings.engine, job.quality, size), on_progress=show)
    finally:
        if bar is not None:
            bar.close()


def _settings(arguments: Namespace, text: str) -> Settings:
    settings = load_preset(arguments.preset) if arguments.preset else Settings()
    settings = replace(settings, camera=replace(settings.camera, source=_source(text)))
    if arguments.background is not None:
        settings = replace(settings, background=arguments.background)
    if arguments.engine is not None:
        settings = replace(settings, engine=replace(settings.engine, name=arguments.engine))
    return settings


def _source(text: str) -> str:
    """A file: URL is a path like any other; an empty INPUT would mean "any camera" to the pipeline."""
    parts = urlsplit(text)
    if text.lower().startswith("file://") and parts.netloc in ("", "localhost"):
        text = url2pathname(parts.path)
    return text or str(Path())


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a count of at least 1")
    return int(text)


def demo_job(output: Path, background: str) -> RenderJob:
    """The job that runs instead if no window can be opened."""
    settings = Settings(camera=CameraSettings(source="demo"), background=parse_background(background))
    return RenderJob(output, settings)
