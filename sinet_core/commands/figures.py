"""figures: measures shipped networks and peers on every test set, as shown in the model card and the README."""
from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from sinet_core.arrays import alpha_bytes
from sinet_core.benchmark.framing import Shooting, make_webcam_set
from sinet_core.commands.common import open_any, parse_positive
from sinet_core.commands.outputs import output_file
from sinet_core.errors import DataError
from sinet_core.inference.looks import LOOKS, WIDE
from sinet_core.inference.segmenter import WEIGHTS, Segmenter
from sinet_core.inference.two_looks import sizes_seen
from sinet_core.training.evaluate import Pair, false_alarm, read_pairs
from sinet_core.training.examine import examine
from sinet_core.training.hands import read_boxes
from sinet_core.training.held_objects import SOURCES, measure_held, missing_pictures, read_held_objects

NETWORKS = {".onnx", ".pt", ".pth"}
OUR_SIZES = ((224, 224), (192, 320), (160, 256), (128, 224))
CITED = "PP-HumanSeg V2 (Chu et al., 2022): 95.21 mIoU on EG1800, reported on the authors' own split; not measured."


@dataclass(frozen=True)
class TestSet:
    """A column: a folder in --data. split: its list of names; framed: composites of its clips before rooms; held: its
    pictures are in other folders."""

    title: str
    folder: str
    kind: Literal["masks", "hands", "held", "rooms", "framed"] = "masks"
    split: str | None = None


SETS = (
    TestSet("EG1800 test", "eg1800", split="test"),
    TestSet("everyday", "everyday"),
    TestSet("aisegment", "aisegment"),
    TestSet("hands_test", "hands_test", "hands"),
    TestSet("held objects", "held_objects", "held"),
    TestSet("webcam_test", "webcam_test"),
    TestSet("framed as a webcam", "motion_keyed", "framed"),
    TestSet("rooms", "rooms_test", "rooms"),
)
ROOMS = "rooms_test"
TITLES = {"hands": " (with the share of hands kept)", "held": " (share kept / share taken of the room beside them)"}


@dataclass(frozen=True)
class Cell:
    """One network's result on one set. miou: percent; hands: share kept, 0..1; person: percent of the pixels.

    held: the share kept of what people hold, 0..1; beside: of the room beside that.
    """

    miou: float | None = None
    f1: float | None = None
    hands: float | None = None
    person: float | None = None
    held: float | None = None
    beside: float | None = None

    def __str__(self) -> str:
        if self.person is not None:
            return f"{self.person:.2f} %"
        if self.held is not None:
            return f"{self.held:.3f} / {self.beside:.3f}"
        if self.miou is None or self.f1 is None:
            return "–"
        return f"{self.miou:.2f} / {self.f1:.3f}" + (f" / {self.hands:.3f}" if self.hands is not None else "")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder that holds the test sets")
    parser.add_argument("--peers", type=Path, action="append", default=[], metavar="DIR|FILE", help="other networks")
    parser.add_argument("--weights", type=Path, action="append", metavar="FILE", help="default: all shipped weights")
    parser.add_argument("--count", type=parse_positive, default=200, metavar="N", help="framed pictures to make")
    parser.add_argument("--markdown", type=output_file(".md"), metavar="FILE", help="also write the table to FILE")
    parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")


def run(args: argparse.Namespace) -> int:
    missing = missing_pictures(read_held_objects(), args.data)
    sets = [s for s in SETS if (not missing if s.kind == "held" else (args.data / s.folder).is_dir())]
    if not sets:
        folders = ", ".join(s.folder for s in SETS if s.kind != "held")
        raise DataError(f"No test set in '{args.data}'", f"It should hold {folders}.")
    networks = [*_ours(args.weights), *_peers(args.peers)]
    columns = [_column(each, args.data, args.count, [segmenter for _, segmenter in networks]) for each in sets]
    rows = list(zip(*columns, strict=True))
    table = "\n".join(markdown([name for name, _ in networks], [segmenter for _, segmenter in networks], sets, rows))
    print(table)
    if missing:
        print(f"Not measured: {missing}. {SOURCES}")
    if args.markdown:
        args.markdown.write_text(table + "\n", encoding="utf-8")
    if args.json:
        print(json.dumps(_as_json(networks, sets, rows)))
    return 0


def markdown(
    names: Sequence[str], segmenters: Sequence[Segmenter], sets: Sequence[TestSet], rows: Sequence[Sequence[Cell]]
) -> Iterator[str]:
    """The table's lines: one row per network and input size, one column per set."""
    titles = [each.title + TITLES.get(each.kind, "") for each in sets]
    yield "mIoU in percent / boundary F1; rooms: share of pixels called person. Inputs are height×width.\n"
    yield "| network | input | " + " | ".join(titles) + " |"
    yield "|---|---|" + "---|" * len(sets)
    for name, segmenter, cells in zip(names, segmenters, rows, strict=True):
        size = ", ".join(f"{height}×{width}" for height, width in sizes_seen(segmenter))
        yield f"| {name} | {size} | " + " | ".join(str(cell) for cell in cells) + " |"
    yield f"\n{CITED}"


def _ours(weights: Sequence[Path] | None) -> Iterator[tuple[str, Segmenter]]:
    for path in weights or sorted(WEIGHTS.glob("*.onnx")):
        yield from ((path.stem, open_any(path, "auto", size, 1)) for size in OUR_SIZES)
        first, second = (look.size for look in LOOKS[WIDE]["best"])
        yield f"{path.stem}, two looks", open_any(path, "auto", first, 1, second=second)


def _peers(places: Sequence[Path]) -> Iterator[tuple[str, Segmenter]]:
    for place in places:
        found = sorted(p for p in place.glob("*") if p.suffix.lower() in NETWORKS) if place.is_dir() else [place]
        if not found:
            raise DataError(f"No networks in '{place}'", "Give a folder with .onnx, .pt or .pth files.")
        for path in found:
            engine = "auto" if path.suffix.lower() == ".onnx" else "torch"
            yield path.stem, open_any(path, engine, OUR_SIZES[0], 1)


def _column(each: TestSet, data: Path, count: int, segmenters: Sequence[Segmenter]) -> list[Cell]:
    folder = data / each.folder
    if each.kind == "rooms":
        return [Cell(person=false_alarm(segmenter, folder)[1]) for segmenter in segmenters]
    if each.kind == "held":
        scores = measure_held(segmenters, read_held_objects(), data)
        return [Cell(held=score.kept, beside=score.room) for score in scores]
    pairs = _framed(folder, data / ROOMS, count) if each.kind == "framed" else read_pairs(folder, each.split)
    boxes = read_boxes(folder) if each.kind == "hands" else None
    results = examine(segmenters, pairs, boxes=boxes)
    return [Cell(one.score.miou, one.score.boundary_f1, one.hands) for one in results]


def _framed(clips: Path, rooms: Path, count: int) -> Iterator[Pair]:
    for name, moment in make_webcam_set(clips, None, [rooms], Shooting(count=count)).pictures():
        if moment.truth is not None:
            yield Pair(name, moment.frame, alpha_bytes(moment.truth))


def _as_json(
    networks: Sequence[tuple[str, Segmenter]], sets: Sequence[TestSet], rows: Sequence[Sequence[Cell]]
) -> dict[str, object]:
    return {
        "networks": [
            {
                "name": name,
                "size": f"{segmenter.size[0]}x{segmenter.size[1]}",
                "sets": {each.folder: asdict(cell) for each, cell in zip(sets, cells, strict=True)},
            }
            for (name, segmenter), cells in zip(networks, rows, strict=True)
        ]
    }
