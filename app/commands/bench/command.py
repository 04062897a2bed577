"""bench: the engines, the stages of a frame, and other projects' networks, measured in the same run."""
from __future__ import annotations

import argparse
import os
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.commands.answer import add_json_argument, print_json
from app.commands.bench.frame import FRAME_SIZES, measure_frame
from app.commands.bench.networks import measure_networks, own_engine, peer_files
from app.commands.bench.recipes import measure_recipes
from app.commands.bench.report import markdown, summary
from app.commands.bench.soak import soak
from app.commands.bench.soak_plot import draw_soak
from app.commands.bench.start import measure_start
from app.errors import AppError
from app.system.files import reason_of
from app.system.machine import describe_machine

DEFAULT_ROUNDS = 100
PLOT = "backdrop-soak.png"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--peers", metavar="DIR", type=Path, help="measure the networks in DIR and their recipes, too")
    parser.add_argument(
        "--soak", metavar="MINUTES", type=_minutes, help="also record for a while, and plot the resource use"
    )
    parser.add_argument("--markdown", metavar="FILE", type=Path, help="write the tables to FILE")
    parser.add_argument("--rounds", metavar="N", type=_rounds, default=DEFAULT_ROUNDS, help="runs of each measurement")
    add_json_argument(parser)


def run(arguments: Namespace) -> int:
    """Runs the command. Returns exit status 0; problems are raised as AppError."""
    peers = peer_files(arguments.peers) if arguments.peers else []
    if arguments.markdown is not None:
        _write(arguments.markdown, lambda: "")  # fail before the work, not after it
    plot = _plot_path(arguments.markdown)
    soaked = _soak(arguments.soak, plot) if arguments.soak else {}  # first, since torch would count as our memory
    result = {**measure(arguments.rounds, peers, say=_say), **soaked}
    if arguments.markdown is not None:
        _write(arguments.markdown, lambda: markdown(result))
    if arguments.json:
        print_json(result)
    else:
        print(summary(result))
    return 0


def measure(rounds: int, peers: list[Path], *, say: Callable[[str], None]) -> dict[str, Any]:
    """The whole result, as printed by --json."""
    say = lru_cache(say)  # each line once: an engine that is missing is so at every size
    result: dict[str, Any] = {"machine": describe_machine(), **_with_threads(1, rounds, peers, say)}
    cores = os.cpu_count() or 1
    if cores > 1:
        result["all_threads"] = {"threads": cores, **_with_threads(cores, rounds, peers, say)}
    frame = {}
    for name, size in FRAME_SIZES.items():
        say(f"measuring a frame at {name}")
        frame[name] = measure_frame(size, max(5, rounds // 3))
    for effort in ("fine", "finest", "best"):
        frame[f"720p {effort}"] = measure_frame(FRAME_SIZES["720p"], max(5, rounds // 3), effort=effort)
    say("measuring the start of the window")
    if not (start := measure_start()):
        say("the start is not measured: only Backdrop from pip or its source can open a second window for that")
    return result | {"frame": frame, "frame_ratios": _frame_ratios(frame), "start": start or {}}


def _with_threads(threads: int, rounds: int, peers: list[Path], say: Callable[[str], None]) -> dict[str, Any]:
    say(f"measuring the networks on {threads} thread{'s' if threads > 1 else ''}")
    engines, others = measure_networks(rounds, peers, say=say, threads=threads)
    recipes: dict[str, Any] = {}
    if peers:
        say("measuring whole recipes")
        recipes = measure_recipes(max(5, rounds // 3), peers[0].parent, say=say, threads=threads)
    ratios = _ratios({**engines, **others}, own_engine(engines)) | _ratios(recipes, "backdrop")
    return {"engines": engines, "peers": others, "recipes": recipes, "ratios": ratios}


def _frame_ratios(frame: dict[str, Any]) -> dict[str, float]:
    """The ratios of still to moving frames, and of frame sizes."""
    base = frame["720p"]["median_ms"]
    still = {f"{name} still/moving": f["still"]["mean_ms"] / f["median_ms"] for name, f in frame.items()}
    grown = {f"{name}/720p": f["median_ms"] / base for name, f in frame.items() if name != "720p"}
    return {name: round(value, 3) for name, value in (still | grown).items()}


def _soak(minutes: float, plot: Path) -> dict[str, Any]:
    _say(f"running for {minutes:g} minutes")
    with tempfile.TemporaryDirectory(prefix="backdrop-soak-") as folder:
        result, samples = soak(minutes * 60, Path(folder), say=_say)
    try:
        draw_soak(samples, plot)
    except OSError as error:
        raise AppError(f"Cannot write '{plot}'", f"Run the command in another folder. {reason_of(error)}.") from error
    _say(f"the plot was saved as {plot}")
    return {"soak": {**result, "plot": str(plot)}}


def _plot_path(markdown: Path | None) -> Path:
    """Beside the tables, or in the current folder."""
    return Path(PLOT) if markdown is None else markdown.with_name(f"{markdown.stem}-soak.png")


def _ratios(figures: dict[str, Any], ours: str) -> dict[str, float]:
    """Our time relative to each of the others; medians of the same run."""
    return {
        f"{name}/{ours}": round(of["median_ms"] / figures[ours]["median_ms"], 3)
        for name, of in figures.items()
        if name != ours
    }


def _write(path: Path, text: Callable[[], str]) -> None:
    try:
        path.write_text(text(), encoding="utf-8")
    except OSError as error:
        raise AppError(f"Cannot write '{path}'", f"Choose another file. {reason_of(error)}.") from error


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _rounds(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a count of at least 1")
    return int(text)


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 0 < minutes <= 7 * 24 * 60:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of minutes")
    return minutes
