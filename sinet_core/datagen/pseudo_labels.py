"""Labels a folder of raw pictures: a soft mask for each, and a list of how far the teachers agreed."""
from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from sinet_core.datagen.boxes import box_agreement, read_boxes
from sinet_core.datagen.label_set import remember
from sinet_core.datagen.log_rows import whole_rows
from sinet_core.datagen.pictures import find_pictures
from sinet_core.datagen.teachers import Ensemble
from sinet_core.errors import DataError
from sinet_core.files import replaced


def label_folder(images: Path, out: Path, ensemble: Ensemble, *, boxes: Path | None = None) -> Path:
    """Writes out/masks/NAME.png (uint8, alpha x 255) for each picture and out/agreement.csv; resumes after a kill.

    Returns the path of agreement.csv: "name,agreement", most doubtful first: how far the teachers agree with each
    other, or, with boxes, how far their label agrees with those.

    Args:
        boxes: a folder of NAME.txt, the boxes that people drew around everybody; a picture without is left out.

    Raises:
        DataError: images has no pictures, or a file of boxes cannot be read.
    """
    pictures = find_pictures(images)
    if not pictures:
        raise DataError(f"There are no pictures in '{images}'", "Check --images.")
    masks = out / "masks"
    masks.mkdir(parents=True, exist_ok=True)
    remember(out, images)
    log = out / "agreement.part.csv"
    done = dict(_rows(log))
    with log.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        for path in tqdm(pictures, desc=images.name, unit="picture", mininterval=5):
            name = path.relative_to(images).with_suffix("").as_posix()
            drawn = boxes / f"{name}.txt" if boxes else None
            if name in done or (drawn and not drawn.is_file()):
                continue
            score = _label_one(path, masks / f"{name}.png", ensemble, drawn)
            if score is not None:
                done[name] = score
                writer.writerow((name, f"{score:.4f}"))
                stream.flush()
    return _write_sorted(out / "agreement.csv", done.items())


def _label_one(path: Path, target: Path, ensemble: Ensemble, boxes: Path | None) -> float | None:
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        return None
    alpha, score = ensemble.label(np.asarray(image, np.uint8))
    if boxes is not None:
        score = box_agreement(alpha, read_boxes(boxes))
    target.parent.mkdir(parents=True, exist_ok=True)
    if not cv2.imwrite(str(target), np.rint(alpha * 255).astype(np.uint8)):
        raise DataError(f"Cannot write '{target}'", "Check free space and permissions.")
    return score


def _rows(path: Path) -> Iterable[tuple[str, float]]:
    return ((row[0], float(row[1])) for row in whole_rows(path) if len(row) == 2)


def _write_sorted(path: Path, rows: Iterable[tuple[str, float]]) -> Path:
    with replaced(path) as part, part.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows((name, f"{score:.4f}") for name, score in sorted(rows, key=lambda r: r[1]))
    return path
