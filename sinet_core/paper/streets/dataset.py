"""Cityscapes in its original folders.

leftImg8bit/SPLIT/CITY/NAME_leftImg8bit.png and gtFine/SPLIT/CITY/NAME_gtFine_labelIds.png.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Image
from sinet_core.errors import DataError
from sinet_core.paper.streets.labels import CLASSES, IGNORE, Labels, train_ids

PICTURE, LABELS = "_leftImg8bit.png", "_gtFine_labelIds.png"
HINT = "Give the folder with the unpacked leftImg8bit/ and gtFine/."


@dataclass(frozen=True)
class Scene:
    """One picture and its labels. name: city_sequence_frame."""

    name: str
    picture: Path
    labels: Path

    def read(self) -> tuple[Image, Labels]:
        """(HxWx3 uint8 BGR, HxW uint8 train ids).

        Raises:
            DataError: a file is damaged, or the two differ in size.
        """
        picture = cv2.imread(str(self.picture), cv2.IMREAD_COLOR)
        labels = cv2.imread(str(self.labels), cv2.IMREAD_GRAYSCALE)
        if picture is None or labels is None or picture.shape[:2] != labels.shape:
            raise DataError(f"Cannot read '{self.name}' and its labels", "One is damaged, or they differ in size.")
        return np.asarray(picture, np.uint8), train_ids(np.asarray(labels, np.uint8))


def find_scenes(folder: Path, split: str) -> list[Scene]:
    """All pictures of "train", "val" or "test" that have labels, by name.

    Raises:
        DataError: there are none, or a picture has no labels.
    """
    pictures = sorted((folder / "leftImg8bit" / split).glob(f"*/*{PICTURE}"))
    if not pictures:
        raise DataError(f"No pictures in '{folder / 'leftImg8bit' / split}'", HINT)
    scenes = []
    for picture in pictures:
        name = picture.name.removesuffix(PICTURE)
        labels = folder / "gtFine" / split / picture.parent.name / f"{name}{LABELS}"
        if not labels.is_file():
            raise DataError(f"'{picture.name}' has no labels '{labels.name}'", HINT)
        scenes.append(Scene(name, picture, labels))
    return scenes


def class_weights(scenes: Sequence[Scene], classes: int = len(CLASSES)) -> NDArray[np.float32]:
    """1 / ln(1.10 + the class's share of the pixels), the weighting of rare classes by ENet and the paper's authors."""
    counts = np.zeros(256, np.int64)
    for scene in scenes:
        counts += np.bincount(scene.read()[1].ravel(), minlength=256)
    labelled = max(1, int(counts[:IGNORE].sum()))
    return np.asarray(1 / np.log(1.10 + counts[:classes] / labelled), np.float32)


def crop(
    picture: Image, labels: Labels, size: tuple[int, int], rng: np.random.Generator, *, scale: tuple[float, float]
) -> tuple[Image, Labels]:
    """A window of size (height, width) at a random scale, randomly mirrored, with IGNORE outside the picture."""
    zoom = float(rng.uniform(*scale))
    fit = min(size[0] / picture.shape[0], size[1] / picture.shape[1]) * zoom
    picture = np.asarray(cv2.resize(picture, None, fx=fit, fy=fit, interpolation=cv2.INTER_LINEAR), np.uint8)
    labels = np.asarray(cv2.resize(labels, picture.shape[1::-1], interpolation=cv2.INTER_NEAREST), np.uint8)
    short = [max(0, wanted - have) for wanted, have in zip(size, picture.shape, strict=False)]
    border = (0, short[0], 0, short[1])
    picture = np.asarray(cv2.copyMakeBorder(picture, *border, cv2.BORDER_CONSTANT), np.uint8)
    labels = np.asarray(cv2.copyMakeBorder(labels, *border, cv2.BORDER_CONSTANT, value=[IGNORE]), np.uint8)
    top, left = (int(rng.integers(have - wanted + 1)) for have, wanted in zip(labels.shape, size, strict=True))
    window = np.s_[top : top + size[0], left : left + size[1]]
    picture, labels = picture[window], labels[window]
    if rng.random() < 0.5:
        picture, labels = picture[:, ::-1], labels[:, ::-1]
    return np.ascontiguousarray(picture), np.ascontiguousarray(labels)
