"""Crops portraits from pictures with person masks (section 3.4 of the paper, case 1)."""
from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from sinet_core.arrays import Image
from sinet_core.datagen.faces import Face, FaceDetector
from sinet_core.datagen.label_set import find_mask, fitted, read_mask, read_picture, remember
from sinet_core.datagen.log_rows import whole_rows
from sinet_core.datagen.pictures import find_pictures
from sinet_core.errors import DataError

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Framing:
    """How a face becomes a portrait. Lengths are multiples of the face box's side.

    The defaults are the upper quartile of the paper's own portraits (EG1800: the faces of 110 training pictures are
    framed 2.46 wide and 3.28 high, 0.86 of it above the face), which includes shoulders, chest and some of the room.

    Attributes:
        beside, above, below: margins on each side of, above and below the face.
        face_cover: minimum mean of the mask in the face box, 0..1; below that the mask is not this person's.
        person: minimum and maximum share of the crop that the mask may take.
        inside: minimum share of the wanted crop that must lie in the picture.
        side_px: minimum side of a crop.
    """

    beside: float = 0.75
    above: float = 0.85
    below: float = 1.5
    face_cover: float = 0.7
    person: tuple[float, float] = (0.12, 0.95)
    inside: float = 0.6
    side_px: int = 80


def portrait_box(face: Face, size: tuple[int, int], framing: Framing) -> Box | None:
    """(left, top, right, bottom) in a picture of size (height, width), or None if too little of it lies inside."""
    height, width = size
    wanted = (
        face.left - framing.beside * face.side,
        face.top - framing.above * face.side,
        face.left + (1 + framing.beside) * face.side,
        face.top + (1 + framing.below) * face.side,
    )
    left, top = (max(0, round(value)) for value in wanted[:2])
    right, bottom = min(width, round(wanted[2])), min(height, round(wanted[3]))
    if min(right - left, bottom - top) < framing.side_px:
        return None
    whole = (wanted[2] - wanted[0]) * (wanted[3] - wanted[1])
    return None if (right - left) * (bottom - top) < framing.inside * whole else (left, top, right, bottom)


def portraits(image: Image, mask: Image, faces: list[Face], framing: Framing) -> Iterator[tuple[Image, Image]]:
    """(picture, mask) crops of every face whose mask is good enough, most certain face first.

    image: HxWx3 uint8 BGR; mask: HxW uint8, alpha x 255. The crops are views.
    """
    for face in faces:
        box = portrait_box(face, image.shape[:2], framing)
        if box is None or _mean(mask, _face_box(face)) < framing.face_cover:
            continue
        least, most = framing.person
        if least <= _mean(mask, box) <= most:
            left, top, right, bottom = box
            yield image[top:bottom, left:right], mask[top:bottom, left:right]


def crop_folder(images: Path, masks: Path, out: Path, detector: FaceDetector, framing: Framing | None = None) -> int:
    """Writes OUT/images and OUT/masks, NAME or NAME-0, NAME-1 for several faces; returns the total number of crops.

    Resumes after a kill: out/crops.csv has "name,crops" for each finished picture.

    Raises:
        DataError: images has no pictures, or masks holds none of their masks.
    """
    pairs = [(path, name, mask) for path, name in _named(images) if (mask := find_mask(masks, name)) is not None]
    if not pairs:
        raise DataError(f"No picture of '{images}' has a mask in '{masks}'", "A mask is a PNG with the same base name.")
    out.mkdir(parents=True, exist_ok=True)
    remember(out, out / "images")
    log = out / "crops.csv"
    done = _done(log)
    with log.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        for path, name, mask in tqdm(pairs, desc=images.name, unit="picture", mininterval=5):
            if name not in done:
                done[name] = _crop_one(path, name, mask, out, detector, framing or Framing())
                writer.writerow((name, done[name]))
                stream.flush()
    return sum(done.values())


def _crop_one(path: Path, name: str, mask_path: Path, out: Path, detector: FaceDetector, framing: Framing) -> int:
    image, mask = read_picture(path), read_mask(mask_path)
    if image is None or mask is None:
        return 0
    mask = fitted(mask, image.shape[:2])
    found = list(portraits(image, mask, detector.faces(image), framing))
    for index, (crop, crop_mask) in enumerate(found):
        suffix = f"-{index}" if len(found) > 1 else ""
        _write(out / "masks" / f"{name}{suffix}.png", crop_mask)
        _write(out / "images" / f"{name}{suffix}{path.suffix.lower()}", crop)
    return len(found)


def _named(folder: Path) -> list[tuple[Path, str]]:
    found = [(path, path.relative_to(folder).with_suffix("").as_posix()) for path in find_pictures(folder)]
    if not found:
        raise DataError(f"There are no pictures in '{folder}'", "Check --images.")
    return found


def _done(log: Path) -> dict[str, int]:
    return {row[0]: int(row[1]) for row in whole_rows(log) if len(row) == 2 and row[1].isdecimal()}


def _face_box(face: Face) -> Box:
    left, top, side = max(0, round(face.left)), max(0, round(face.top)), round(face.side)
    return left, top, round(face.left) + side, round(face.top) + side


def _mean(mask: Image, box: Box) -> float:
    left, top, right, bottom = box
    part = mask[top:bottom, left:right]
    return float(part.mean()) / 255 if part.size else 0.0


def _write(path: Path, image: Image) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not cv2.imwrite(str(path), np.ascontiguousarray(image)):
        raise DataError(f"Cannot write '{path}'", "Check free space and permissions.")
