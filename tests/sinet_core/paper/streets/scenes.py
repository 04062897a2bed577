"""A synthetic Cityscapes: its exact folders and names, with streets in plain colours."""
from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

ROAD, BUILDING, SKY, PERSON, CAR, EGO = 7, 11, 23, 24, 26, 1
COLORS = {ROAD: (90, 90, 90), BUILDING: (40, 80, 150), SKY: (230, 180, 120), PERSON: (60, 30, 200), CAR: (150, 40, 20)}


def write_cityscapes(folder: Path, counts: dict[str, int], size: tuple[int, int] = (128, 256)) -> None:
    """counts: pictures of each split."""
    for split, count in counts.items():
        for number in range(count):
            city = ("aachen", "bochum")[number % 2]
            labels = _street(np.random.default_rng((len(split), number)), size)
            picture = np.zeros((*size, 3), np.uint8)
            for label, color in COLORS.items():
                picture[labels == label] = color
            noise = np.random.default_rng(number).normal(0, 6, picture.shape)
            name = f"{city}_{number:06d}_000019"
            _write(folder / "leftImg8bit" / split / city / f"{name}_leftImg8bit.png", np.clip(picture + noise, 0, 255))
            _write(folder / "gtFine" / split / city / f"{name}_gtFine_labelIds.png", labels)


def _street(rng: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    height, width = size
    horizon, roofs = round(height * rng.uniform(0.5, 0.6)), round(height * rng.uniform(0.15, 0.3))
    labels = np.full(size, BUILDING, np.uint8)
    labels[:roofs], labels[horizon:] = SKY, ROAD
    x = int(rng.integers(width // 2))
    labels[horizon - height // 8 : horizon + height // 8, x : x + width // 4] = CAR
    x = int(rng.integers(width // 2, width - width // 8))
    labels[horizon - height // 6 : horizon + height // 4, x : x + width // 12] = PERSON
    labels[-height // 10 :] = EGO
    return labels


def _write(path: Path, image: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), image.astype(np.uint8))
