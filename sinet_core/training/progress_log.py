"""Reads a training's log.csv as curves over the pictures seen."""
from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sinet_core.errors import DataError

Point = tuple[float, float]


@dataclass(frozen=True)
class Curves:
    """Points of (pictures seen, value), in order.

    Attributes:
        loss, rate: of single steps. miou: on held-out pictures, percent.
        stages: the pictures seen at the start of each stage but the first.
    """

    loss: tuple[Point, ...]
    rate: tuple[Point, ...]
    miou: tuple[Point, ...]
    stages: tuple[float, ...]


def read_curves(path: Path, batches: Sequence[int]) -> Curves:
    """Reads a log.csv. batches: pictures per step of each stage of the recipe; later stages have the last value.

    Steps that a killed run had done after its last save were repeated; only the second time counts.

    Raises:
        DataError: the file is missing or not the log of a training.
    """
    rows = _without_repeats(_rows(path))
    lengths: dict[int, int] = {}
    for row in rows:
        lengths[int(row["stage"])] = max(int(row["step"]), lengths.get(int(row["stage"]), 0))
    starts = {
        stage: sum(length * _batch(batches, before) for before, length in lengths.items() if before < stage)
        for stage in lengths
    }

    def points(column: str) -> tuple[Point, ...]:
        seen = ((starts[int(r["stage"])] + int(r["step"]) * _batch(batches, int(r["stage"])), r[column]) for r in rows)
        return tuple((float(pictures), float(value)) for pictures, value in seen if value)

    first = min(starts, default=0)
    later = tuple(float(start) for stage, start in sorted(starts.items()) if stage > first)
    return Curves(points("loss"), points("lr"), points("val_miou"), later)


def _batch(batches: Sequence[int], stage: int) -> int:
    return batches[min(stage, len(batches) - 1)]


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        for row in rows:
            _check(row)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"'{path}' is not the log of a training", "Give the log.csv in the folder of a run.") from error
    if not rows:
        raise DataError(f"'{path}' is still empty", "The first line comes after half a minute of training.")
    return rows


def _check(row: dict[str, str]) -> None:
    """Parses a row. Raises ValueError, KeyError or TypeError if it is not a row of a log."""
    if min(int(row["stage"]), int(row["step"])) < 0:
        raise ValueError("a step below 0")
    for name in ("loss", "lr", "val_miou"):
        float(row[name] or 0)


def _without_repeats(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    kept: list[dict[str, str]] = []
    for row in rows:
        here = int(row["stage"]), int(row["step"])
        while kept and (int(kept[-1]["stage"]), int(kept[-1]["step"])) > here:
            kept.pop()
        kept.append(row)
    return kept
