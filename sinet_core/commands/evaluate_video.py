"""evaluate --video, --video-made and --video-make: mattes in motion, beside the recipes of other programs."""
from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import cv2
from tqdm import tqdm

from sinet_core.benchmark.clips import Clip, find_clips
from sinet_core.benchmark.keyed import make_keyed
from sinet_core.benchmark.recipes import FOR_FILES, RECIPES, LooksAhead, Recipe, open_file_recipe, open_recipe
from sinet_core.benchmark.recipes.networks import Networks
from sinet_core.benchmark.report import as_json, markdown, table
from sinet_core.benchmark.runner import run_benchmark
from sinet_core.benchmark.sequences import Setting, make_sequences
from sinet_core.benchmark.writing import write_clip
from sinet_core.commands.common import open_any, parse_number, parse_positive
from sinet_core.commands.outputs import output_file
from sinet_core.errors import DataError
from sinet_core.inference.looks import BEST_NETWORK, best_sizes
from sinet_core.inference.mean_of_networks import MeanSegmenter
from sinet_core.inference.segmenter import Segmenter, shipped_weights

START, END = "<!-- motion -->", "<!-- /motion -->"
"""--markdown replaces the text between these marks in a page."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the three modes; the modes themselves belong to evaluate."""
    made = parser.add_argument_group("mattes in motion, and synthetic pictures")
    made.add_argument("--recipe", action="append", choices=[*RECIPES, *FOR_FILES], help="repeatable; default: backdrop")
    made.add_argument("--cutouts", type=Path, metavar="DIR", help="people with alpha, or images/ and alphas/")
    made.add_argument("--keyed", type=Path, metavar="DIR", help="filmed people: CLIP/frames and CLIP/masks")
    made.add_argument("--seed", type=parse_number, default=1, help="for what is made")
    made.add_argument("--sequences", type=parse_positive, default=8, metavar="N", help="how many to make")
    made.add_argument("--frames", type=parse_positive, metavar="N", help="per clip; synthetic ones have 150")
    made.add_argument("--frame-size", type=_frame_size, help="WIDTHxHEIGHT of synthetic frames")
    made.add_argument("--settle", type=parse_number, default=10, metavar="N", help="unmeasured frames at the start")
    made.add_argument("--every", type=parse_positive, default=5, metavar="N", help="Grad and Conn on every Nth frame")
    made.add_argument("--markdown", type=output_file(), metavar="FILE", help="write the means to FILE as a table")


def run(args: argparse.Namespace) -> int:
    """Runs the mode that args name."""
    if args.video_make:
        return _write_sequences(args)
    if args.markdown is not None and not args.markdown.parent.is_dir():
        raise DataError(f"No folder '{args.markdown.parent}'", "Create it first, or write the table elsewhere.")
    clips = _sequences(args) if args.video_made else find_clips(args.video, args.frames)
    own = partial(open_any, args.weights, args.engine, args.size, args.threads, second=args.second_size)
    networks = Networks(args.peers, own, args.threads, partial(_open_best, args))
    recipes = [_open(name, networks) for name in dict.fromkeys(args.recipe or ["backdrop"])]
    with _threads(args.threads), tqdm(desc="frames", unit="frame", mininterval=1) as bar:
        result = run_benchmark(clips, recipes, every=args.every, settle=args.settle, on_frame=bar.update)
    for line in table(result, recipes):
        print(line)
    if args.markdown is not None:
        _write(args.markdown, markdown(result, recipes))
    if args.json:
        setting = {"seed": args.seed} if args.video_made else {}
        print(json.dumps(as_json(result, recipes) | setting | {"grad_conn_every": args.every, "settle": args.settle}))
    return 0


def _open(name: str, networks: Networks) -> Recipe | LooksAhead:
    return open_file_recipe(name, networks) if name in FOR_FILES else open_recipe(name, networks)


def _open_best(args: argparse.Namespace) -> Segmenter:
    """The networks for the best quality on wide frames; --size applies to the live recipes."""
    best = best_sizes((0, 0))
    weights = args.weights or shipped_weights(BEST_NETWORK, args.engine)
    small, large = (open_any(weights, args.engine, size, args.threads) for size in (best.small, best.large))
    return MeanSegmenter(small, large, best.far)


def _write(path: Path, text: str) -> None:
    """Writes text between the marks of a page, or as the whole file if it has none. Raises DataError."""
    try:
        page = path.read_text(encoding="utf-8") if path.is_file() else ""
        if START in page and END in page:
            text = page[: page.index(START) + len(START)] + "\n" + text + page[page.index(END) :]
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DataError(f"Cannot write '{path}'", f"{error.strerror or error}.") from error


def _sequences(args: argparse.Namespace) -> Sequence[Clip]:
    if args.cutouts is None and args.keyed is None:
        raise DataError("No people to make sequences of", "Give a folder of cut-outs with --cutouts, or --keyed clips.")
    setting = Setting(args.seed, args.sequences, args.frames or Setting.frames, args.frame_size or Setting.frame_size)
    rooms = args.rooms or []
    clips: list[Clip] = [*make_sequences(args.cutouts, rooms, setting)] if args.cutouts else []
    return clips + ([*make_keyed(args.keyed, rooms, setting)] if args.keyed else [])


def _write_sequences(args: argparse.Namespace) -> int:
    clips = _sequences(args)
    with tqdm(desc="frames", unit="frame", mininterval=1) as bar:
        written = [str(write_clip(clip, args.video_make, bar.update)) for clip in clips]
    print("\n".join(written))
    if args.json:
        print(json.dumps({"clips": written, "seed": args.seed}))
    return 0


@contextmanager
def _threads(count: int) -> Iterator[None]:
    """Gives OpenCV as many threads as the network, so that the times can be compared."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(count if count > 0 else before)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


def _frame_size(text: str) -> tuple[int, int]:
    try:
        width, height = (int(part) for part in text.lower().split("x"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not WIDTHxHEIGHT, for example 1280x720") from None
    if not (64 <= width <= 7680 and 64 <= height <= 4320):
        raise argparse.ArgumentTypeError(f"must be from 64x64 to 7680x4320, got {text}")
    return width, height
