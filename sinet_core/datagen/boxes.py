"""Checks labels against the boxes that people drew around everybody in a picture."""
from __future__ import annotations

from pathlib import Path

import numpy as np

from sinet_core.errors import DataError
from sinet_core.inference.segmenter import Alpha

Box = tuple[float, float, float, float]

MARGIN = 0.08  # of a box's side: so far may hair, a sleeve or a sloppy box reach beyond it
MIN_BOX = 0.25  # height of the boxes in which a person must be found, share of the picture's
MIN_COVER = 1 / 3  # share of such a box that the label must call person; outstretched people fill about that
MAX_UNSURE = 1 / 3  # pixels that are neither person nor room, relative to the person


def read_boxes(path: Path) -> list[Box]:
    """(left, top, right, bottom) of each person, 0..1, from rows "class x y width height" (YOLO) or polygons.

    Raises:
        DataError: the file is missing or holds something else.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [_box([float(value) for value in line.split()[1:]]) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        hint = "Each line holds a class, then x, y, width and height, 0..1."
        raise DataError(f"Cannot read boxes from '{path}'", hint) from error


def box_agreement(alpha: Alpha, boxes: list[Box]) -> float:
    """How well a label and the boxes agree: the share of the person inside the boxes, 0..1.

    0 if somebody in a large box is missing, or if the label is unsure about too much.
    """
    person = alpha > 0.5
    found = int(person.sum())
    unsure = int(((alpha > 0.2) & (alpha < 0.8)).sum())
    if not found or unsure > MAX_UNSURE * found:
        return 0.0
    inside = np.zeros(person.shape, np.bool_)
    for box in boxes:
        part = person[_pixels(box, person.shape, 0.0)]
        if box[3] - box[1] >= MIN_BOX and (not part.size or float(part.mean()) < MIN_COVER):
            return 0.0
        inside[_pixels(box, person.shape, MARGIN)] = True
    return int((person & inside).sum()) / found


def _box(row: list[float]) -> Box:
    if len(row) == 4:
        x, y, width, height = row
        return x - width / 2, y - height / 2, x + width / 2, y + height / 2
    if len(row) < 6 or len(row) % 2:
        raise ValueError(f"a box has 4 values and a polygon at least 3 points, got {len(row)} values")
    return min(row[::2]), min(row[1::2]), max(row[::2]), max(row[1::2])


def _pixels(box: Box, shape: tuple[int, ...], margin: float) -> tuple[slice, slice]:
    """The rows and columns of a box enlarged on each side by margin, a share of its side."""
    left, top, right, bottom = box
    x, y = margin * (right - left), margin * (bottom - top)
    return _span(top - y, bottom + y, shape[0]), _span(left - x, right + x, shape[1])


def _span(start: float, stop: float, length: int) -> slice:
    return slice(max(0, int(start * length)), max(0, int(np.ceil(stop * length))))
