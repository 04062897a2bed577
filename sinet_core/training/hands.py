"""Whether a network keeps hands: the share kept of the person inside boxes drawn around them."""
from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from sinet_core.errors import DataError
from sinet_core.training.evaluate import Mask

FILE = "boxes.json"
Box = tuple[float, float, float, float]
Boxes = Mapping[str, Sequence[Box]]


def read_boxes(folder: Path) -> Boxes:
    """Reads folder/boxes.json: each picture's boxes (left, top, right, bottom), px of the picture, by base name.

    Raises:
        DataError: the file is missing or invalid.
    """
    path = folder / FILE
    hint = 'It holds {"NAME": [[left, top, right, bottom], ...], ...}, one box per hand.'
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        boxes = {str(name): [_box(box) for box in several] for name, several in values.items()}
    except FileNotFoundError:
        raise DataError(f"No '{FILE}' in '{folder}'", hint) from None
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise DataError(f"'{path}' holds no boxes", hint) from error
    if not any(boxes.values()):
        raise DataError(f"'{path}' has no boxes", hint)
    return boxes


class HandsTally:
    """Running totals of how much of the hands was kept."""

    def __init__(self, boxes: Boxes) -> None:
        self._boxes = boxes
        self._kept = self._all = 0

    def add(self, name: str, size: tuple[int, int], predicted: Mask, truth: Mask) -> None:
        """Adds a picture of size (height, width); predicted, truth: its masks, HxW bool, both of any one size."""
        inside = np.zeros(truth.shape, np.bool_)
        tall, wide = truth.shape[0] / size[0], truth.shape[1] / size[1]
        for left, top, right, bottom in self._boxes.get(name, ()):
            inside[round(top * tall) : round(bottom * tall), round(left * wide) : round(right * wide)] = True
        self._kept += int((predicted & truth & inside).sum())
        self._all += int((truth & inside).sum())

    def share(self) -> float:
        """The share kept of the person's pixels inside the boxes, 0..1; 1 if nobody is in them."""
        return self._kept / self._all if self._all else 1.0


def _box(values: Sequence[float]) -> Box:
    """Raises ValueError or TypeError if it is not a box."""
    left, top, right, bottom = (float(value) for value in values)
    if not (0 <= left < right and 0 <= top < bottom):
        raise ValueError(f"not a box: {values}")
    return left, top, right, bottom
