"""A folder of masks and the pictures they belong to, most doubtful first."""
from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from sinet_core.arrays import Image
from sinet_core.datagen.pictures import find_pictures
from sinet_core.errors import DataError

NOTE = "generate.json"


@dataclass(frozen=True)
class Label:
    """One picture with its mask.

    Attributes:
        name: base name with folders, as in agreement.csv.
        agreement: of the teachers, 0..1; None if a person made the mask.
    """

    name: str
    picture: Path
    mask: Path
    agreement: float | None = None


def remember(out: Path, images: Path) -> None:
    """Records in OUT/generate.json where the pictures are, so that a review needs only OUT."""
    where = images.resolve()
    text = where.relative_to(out.resolve()) if where.is_relative_to(out.resolve()) else where
    (out / NOTE).write_text(json.dumps({"format": 1, "images": text.as_posix()}, indent=2) + "\n", encoding="utf-8")


def read_labels(folder: Path, images: Path | None = None) -> list[Label]:
    """Every picture with a mask in FOLDER/masks: by agreement, most doubtful first, then those without one by name.

    images: where the pictures are; None means as recorded in generate.json, or FOLDER/images.

    Raises:
        DataError: there is nothing to review.
    """
    pictures_folder = images or _noted(folder)
    if not pictures_folder.is_dir():
        raise DataError(f"There is no folder of pictures '{pictures_folder}'", "Say where they are with --images DIR.")
    sure = read_agreement(folder / "agreement.csv")
    labels = []
    for path in find_pictures(pictures_folder):
        name = path.relative_to(pictures_folder).with_suffix("").as_posix()
        mask = find_mask(folder / "masks", name)
        if mask is not None:
            labels.append(Label(name, path, mask, sure.get(name)))
    if not labels:
        hint = "Label or crop pictures first, or say with --images DIR where they are."
        raise DataError(f"No picture of '{pictures_folder}' has a mask in '{folder / 'masks'}'", hint)
    return sorted(labels, key=lambda label: (2.0 if label.agreement is None else label.agreement, label.name))


def read_agreement(path: Path) -> dict[str, float]:
    """Name -> agreement, 0..1; empty if there is no file."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        return {name: float(score) for name, score in csv.reader(stream)}


def find_mask(masks: Path, name: str) -> Path | None:
    path = masks / f"{name}.png"
    return path if path.is_file() else None


def read_picture(path: Path) -> Image | None:
    """HxWx3 uint8 BGR, or None if it cannot be read."""
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    return None if image is None else np.asarray(image, np.uint8)


def read_mask(path: Path) -> Image | None:
    """HxW uint8, alpha x 255, or None if it cannot be read."""
    mask = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    return None if mask is None else np.asarray(mask, np.uint8)


def fitted(mask: Image, size: tuple[int, int]) -> Image:
    """The mask resized to (height, width)."""
    if mask.shape[:2] == size:
        return mask
    way = cv2.INTER_AREA if mask.shape[0] > size[0] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(mask, (size[1], size[0]), interpolation=way), np.uint8)


def _noted(folder: Path) -> Path:
    note = folder / NOTE
    if not note.is_file():
        return folder / "images"
    try:
        return folder / str(json.loads(note.read_text(encoding="utf-8"))["images"])
    except (ValueError, KeyError, TypeError):
        raise DataError(f"'{note}' is damaged", "Say with --images DIR where the pictures are.") from None
