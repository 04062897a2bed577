"""The Cityscapes classes that are measured, and their numbers in its label pictures."""
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.uint8]

IGNORE = 255
CLASSES = (
    "road", "sidewalk", "building", "wall", "fence", "pole", "traffic light", "traffic sign", "vegetation", "terrain",
    "sky", "person", "rider", "car", "truck", "bus", "train", "motorcycle", "bicycle",
)  # fmt: skip
"""By train id."""
LABEL_IDS = (7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33)
"""Their values in gtFine/..._labelIds.png; all others are ignored."""


def train_ids(label_ids: Labels) -> Labels:
    """HxW uint8 of label ids -> HxW uint8 of train ids 0..18, IGNORE elsewhere."""
    table = np.full(256, IGNORE, np.uint8)
    table[list(LABEL_IDS)] = np.arange(len(CLASSES), dtype=np.uint8)
    return table[label_ids]
