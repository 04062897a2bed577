"""Measures a segmenter on pictures with masks, turned pictures, and empty rooms."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from sinet_core.arrays import Alpha
from sinet_core.datagen.pictures import find_pictures, first_few, read_names
from sinet_core.errors import DataError
from sinet_core.inference.segmenter import Segmenter
from sinet_core.metrics import Confusion, boundary_confusion, confusion
from sinet_core.training.data.turning import UPRIGHT, Turning

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]
THRESHOLD = 0.5
METRIC_SIZE = (224, 224)


@dataclass(frozen=True)
class Pair:
    """A picture (HxWx3 uint8 BGR) and its mask (HxW uint8, person above 127)."""

    name: str
    image: Image
    mask: Image


@dataclass(frozen=True)
class Score:
    """The figures, in percent except for boundary_f1 (0..1).

    Attributes:
        miou: mean of the person's and the background's IoU, from one confusion matrix over the set.
        foreground_iou: the person's, from that matrix.
        boundary_f1: near the true edges, pooled over the set.
        per_image_iou: the person's IoU, averaged over pictures. The SINet paper and PortraitNet call this mIoU.
        worst: (the person's IoU in percent, name), lowest first.
    """

    images: int
    miou: float
    foreground_iou: float
    boundary_f1: float
    per_image_iou: float
    worst: tuple[tuple[float, str], ...]


def read_pairs(folder: Path, split: str | None = None) -> Iterator[Pair]:
    """Pairs from folder/images and folder/masks (or alphas) by base name; with a split, only the names in SPLIT.txt.

    Raises:
        DataError: a folder is missing, nothing pairs, or a name of the split has no pair; and while iterating, if a
            file cannot be read.
    """
    masks = folder / "masks" if (folder / "masks").is_dir() else folder / "alphas"
    if not (folder / "images").is_dir() or not masks.is_dir():
        raise DataError(f"'{folder}' has no folders images/ and masks/", "Give the folder that holds both.")
    pictures = [path for path in find_pictures(folder / "images") if _mask_of(path, masks).is_file()]
    if split is not None:
        pictures = _of_split(pictures, folder / f"{split}.txt")
    if not pictures:
        raise DataError(f"No picture of '{folder}' has a mask", "A mask has its picture's base name and ends in .png.")
    return (Pair(path.stem, _read(path, cv2.IMREAD_COLOR), _read(_mask_of(path, masks), cv2.IMREAD_GRAYSCALE))
            for path in pictures)  # fmt: skip


class Tally:
    """Running totals over pictures."""

    def __init__(self) -> None:
        self._total, self._edges = Confusion(), Confusion()
        self._single: list[tuple[float, str]] = []

    def add(self, name: str, predicted: Mask, truth: Mask) -> float:
        """Adds a picture and returns its IoU of the person, percent. predicted, truth: HxW bool."""
        one = confusion(predicted, truth)
        self._total, self._edges = self._total + one, self._edges + boundary_confusion(predicted, truth)
        self._single.append((100 * one.foreground_iou, name))
        return 100 * one.foreground_iou

    def score(self) -> Score:
        return Score(
            len(self._single),
            100 * self._total.miou,
            100 * self._total.foreground_iou,
            self._edges.f1,
            float(np.mean([iou for iou, _ in self._single])) if self._single else 0.0,
            tuple(sorted(self._single)),
        )


def evaluate(segmenter: Segmenter, pairs: Iterator[Pair], *, turning: Turning = UPRIGHT) -> Score:
    """Measures at 224x224, with masks resized by nearest neighbour; boundary F1 in a band.

    Args:
        turning: of picture and mask about their centre; black outside (Table 4 of the paper).
    """
    tally = Tally()
    for pair in tqdm(pairs, desc="evaluate", unit="picture", mininterval=1):
        turned = prepared(pair, turning.angle(pair.name))
        tally.add(pair.name, predict(segmenter, turned.image), turned.mask > 127)
    return tally.score()


def false_alarm(segmenter: Segmenter, folder: Path) -> tuple[int, float]:
    """(pictures, mean share of pixels called person in percent) over pictures of rooms with nobody in them.

    Raises:
        DataError: there are no pictures.
    """
    pictures = find_pictures(folder)
    if not pictures:
        raise DataError(f"No pictures in '{folder}'", "Give a folder of pictures without people.")
    rooms = (_read(path, cv2.IMREAD_COLOR) for path in tqdm(pictures, desc="rooms", unit="picture", mininterval=1))
    shares = [float((segmenter.alpha(_resize(room, segmenter.size)) > THRESHOLD).mean()) for room in rooms]
    return len(shares), 100 * float(np.mean(shares))


def prepared(pair: Pair, degrees: float = 0.0) -> Pair:
    """Turns picture and mask, and resizes the mask to METRIC_SIZE; an unturned picture keeps its size."""
    image, mask = pair.image, cv2.resize(pair.mask, METRIC_SIZE[::-1], interpolation=cv2.INTER_NEAREST)
    if degrees:
        image, mask = _turn(_small(image), degrees, cv2.INTER_LINEAR), _turn(mask, degrees, cv2.INTER_NEAREST)  # type: ignore[arg-type, assignment]
    return Pair(pair.name, image, np.asarray(mask, np.uint8))


def predict(segmenter: Segmenter, image: Image) -> Mask:
    """The predicted mask, METRIC_SIZE bool. image: HxWx3 uint8 BGR of any size."""
    return mask_of(segmenter.alpha(_resize(image, segmenter.size)))


def mask_of(alpha: Alpha) -> Mask:
    """The person in METRIC_SIZE. alpha: HxW float32."""
    if alpha.shape != METRIC_SIZE:
        alpha = cv2.resize(alpha, METRIC_SIZE[::-1], interpolation=cv2.INTER_LINEAR)  # type: ignore[assignment]
    return np.asarray(alpha > THRESHOLD)


def _resize(image: Image, size: tuple[int, int]) -> Image:
    """One bilinear pass, as for all published figures; the app shrinks with less aliasing."""
    return cv2.resize(image, (size[1], size[0]), interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]


def _small(image: Image) -> Image:
    return cv2.resize(image, (2 * METRIC_SIZE[1], 2 * METRIC_SIZE[0]), interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def _turn(image: Image, degrees: float, interpolation: int) -> Image:
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1.0)
    return cv2.warpAffine(image, matrix, (width, height), flags=interpolation)  # type: ignore[return-value]


def _mask_of(path: Path, masks: Path) -> Path:
    return masks / f"{path.stem}.png"


def _of_split(pictures: list[Path], split: Path) -> list[Path]:
    """The pairs that a list names. All must exist, since figures for a part could pass for those of the whole."""
    wanted = read_names(split)
    missing = wanted - {path.stem for path in pictures}
    if missing:
        what = f"{len(missing)} of the {len(wanted)} names in '{split.name}' have no picture with a mask"
        raise DataError(f"{what}: {first_few(missing)}", "Remove them from the list, or add the missing files.")
    return [path for path in pictures if path.stem in wanted]


def _read(path: Path, mode: int) -> Image:
    image = cv2.imread(str(path), mode)
    if image is None:
        raise DataError(f"Cannot read picture '{path.name}'", "It is damaged or not a picture.")
    return image  # type: ignore[return-value]
