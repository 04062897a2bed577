"""A small folder of labels, as written by 'generate'."""
from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np

GREY = 120


def write_labels(root: Path, scores: Mapping[str, float | None], note: bool = True) -> Path:
    """Writes root/pictures, and root/labels with masks of the left half; returns root/labels."""
    from sinet_core.datagen.label_set import remember

    pictures, labels = root / "pictures", root / "labels"
    for name in scores:
        for path in (pictures / f"{name}.png", labels / "masks" / f"{name}.png"):
            path.parent.mkdir(parents=True, exist_ok=True)
        mask = np.zeros((20, 20), np.uint8)
        mask[:, :10] = 255
        cv2.imwrite(str(pictures / f"{name}.png"), np.full((40, 60, 3), GREY, np.uint8))
        cv2.imwrite(str(labels / "masks" / f"{name}.png"), mask)
    rows = [f"{name},{score}\n" for name, score in scores.items() if score is not None]
    (labels / "agreement.csv").write_text("".join(rows))
    if note:
        remember(labels, pictures)
    return labels
