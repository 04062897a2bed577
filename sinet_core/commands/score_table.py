"""Figures of several networks as lines of text, one per network."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sinet_core.inference.segmenter import Segmenter
from sinet_core.inference.two_looks import sizes_seen
from sinet_core.training.data.turning import FILL, Turning
from sinet_core.training.evaluate import Score
from sinet_core.training.examine import Result
from sinet_core.training.held_objects import HeldScore

TITLES = ("input", "IoU per picture", "mIoU", "person IoU", "edge F1")
LEGEND = (
    "IoU per picture: the person's, averaged over pictures (the paper's mIoU). "
    "mIoU: mean of person and background, from one confusion matrix."
)


def network_name(weights: Path | None, segmenter: Segmenter) -> str:
    """The network's name in the table: its file, and the engine that ran it."""
    stem = weights.stem if weights else "shipped"
    return stem if stem == segmenter.name else f"{stem} ({segmenter.name})"


def total_table(names: Sequence[str], segmenters: Sequence[Segmenter], results: Sequence[Result]) -> Iterator[str]:
    """Lines for the whole set; inputs as height x width, IoUs in percent."""
    heading = f"{results[0].score.images} pictures"
    widest = max(map(len, (heading, *names)))
    yield f"{heading:<{widest}}" + "".join(f"{title:>16}" for title in TITLES)
    for name, segmenter, result in zip(names, segmenters, results, strict=True):
        score, size = result.score, "+".join(f"{height}x{width}" for height, width in sizes_seen(segmenter))
        yield (
            f"{name:<{widest}}{size:>16}{score.per_image_iou:16.3f}{score.miou:16.3f}"
            f"{score.foreground_iou:16.3f}{score.boundary_f1:16.4f}"
        )


def legend(turning: Turning) -> Iterator[str]:
    """Lines below the table: which mIoU is which, and how the pictures were turned."""
    yield LEGEND
    if turning.within:
        drawn = f"from -{turning.within:g}..{turning.within:g} degrees by seed {turning.seed}"
        yield f"Each picture turned by an angle drawn {drawn}; {FILL} is filled in from outside, as background."
    elif turning.degrees:
        yield f"All pictures turned by {turning.degrees:g} degrees; {FILL} is filled in from outside, as background."


def hands_table(names: Sequence[str], results: Sequence[Result]) -> Iterator[str]:
    """Lines for the hands: the share of the person's pixels kept inside the boxes around them, 0..1."""
    widest = max(map(len, ("hands", *names)))
    yield f"{'hands':<{widest}}{'kept':>15}"
    yield from (f"{name:<{widest}}{result.hands:15.3f}" for name, result in zip(names, results, strict=True))


def held_table(names: Sequence[str], scores: Sequence[HeldScore]) -> Iterator[str]:
    """Lines for what people hold: the share kept of all things and of each kind, 0..1; of the room beside them, too."""
    heading = f"{scores[0].things} held objects"
    widest = max(map(len, (heading, *names)))
    kinds = [f"{kind} ({count})" for kind, (count, _) in scores[0].kinds.items()]
    titles = ("kept", "mostly lost", "room taken", *kinds)
    yield f"{heading:<{widest}}" + "".join(f"{title:>17}" for title in titles)
    for name, score in zip(names, scores, strict=True):
        each = "".join(f"{kept:17.3f}" for _, kept in score.kinds.values())
        yield f"{name:<{widest}}{score.kept:17.3f}{score.lost:17}{score.room:17.3f}{each}"


def slice_table(names: Sequence[str], results: Sequence[Result], nobody: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Lines for the slices: mIoU / edge F1, picture count in brackets; for nobody, the pixels called person."""
    heading = "mIoU / edge F1"
    widest = max(map(len, (heading, *names)))
    titles = [f"{part} ({score.images})" for part, score in results[0].slices.items()]
    titles += [f"nobody ({nobody[0]['images']})"] if nobody else []
    yield f"{heading:<{widest}}" + "".join(f"{title:>22}" for title in titles)
    for index, (name, result) in enumerate(zip(names, results, strict=True)):
        cells = [_cell(score) for score in result.slices.values()]
        cells += [f"{nobody[index]['person_percent']:.2f} %"] if nobody else []
        yield f"{name:<{widest}}" + "".join(f"{cell:>22}" for cell in cells)


def _cell(score: Score) -> str:
    return f"{score.miou:.2f} / {score.boundary_f1:.3f}"
