"""export: a take that keeps the camera's picture becomes an ordinary file."""
from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from app.commands.answer import add_json_argument, print_report
from app.commands.render import PROGRESS_IN_A_LOG_S, PROGRESS_S
from app.commands.takes import recordings_folder
from app.pipeline.background.parsing import parse_background
from app.pipeline.replay.export import ExportJob, ExportReport, export
from app.pipeline.takes.take_list import find_take
from app.pipeline.takes.take_settings import TakeChanges
from app.settings import EngineSettings, Settings
from app.settings_store import load_preset


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("take", metavar="TAKE", help="a take's name, as 'backdrop takes' lists it, or its file")
    parser.add_argument(
        "-o", "--output", metavar="OUT", type=Path, required=True,
        help=".mp4 .mkv .webm .mov .png .gif; transparent needs .webm, .mov or .png",
    )  # fmt: skip
    parser.add_argument(
        "--background", metavar="B",
        help="instead of the recorded one: as for render",
    )  # fmt: skip
    parser.add_argument(
        "--preset", metavar="FILE", type=Path,
        help="background, edges and mirror of this file, the settings.json of the window or a copy of it",
    )  # fmt: skip
    parser.add_argument(
        "--quality", choices=("live", "best"), default="live",
        help="live: the person as found while recording (default); best: finds the person again, looking "
        "ahead: has steadier and finer edges, and takes longer",
    )  # fmt: skip
    add_json_argument(parser)


def run(arguments: Namespace) -> int:
    """Exit status 0; problems are raised as AppError."""
    preset = load_preset(arguments.preset) if arguments.preset is not None else None
    job = ExportJob(
        find_take(arguments.take, recordings_folder()), arguments.output, _changes(arguments, preset),
        quality=arguments.quality, engine=preset.engine if preset else EngineSettings(),
    )  # fmt: skip
    report = _export_with_progress(job)
    print_report(report, f"{report.frames} frames", as_json=arguments.json)
    return 0


def _changes(arguments: Namespace, preset: Settings | None) -> TakeChanges:
    changes = TakeChanges()
    if preset is not None:
        changes = TakeChanges(preset.background, preset.matte, preset.mirror.output)
    if arguments.background is not None:
        changes = replace(changes, background=parse_background(arguments.background))
    return changes


def _export_with_progress(job: ExportJob) -> ExportReport:
    bar: tqdm | None = None

    def show(_done: int, total: int | None) -> None:
        nonlocal bar
        if bar is None:  # only now, so that an error before the first frame stands alone
            interval = PROGRESS_S if sys.stderr.isatty() else PROGRESS_IN_A_LOG_S
            bar = tqdm(total=total, unit=" frames", mininterval=interval, dynamic_ncols=True)
        bar.update()

    try:
        return export(job, show)
    finally:
        if bar is not None:
            bar.close()
