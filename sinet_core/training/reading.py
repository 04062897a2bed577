"""Reads one picture of a recipe with its label, shrunk for training."""
from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import eight_bits
from sinet_core.training.recipe import Data

Image = NDArray[np.uint8]
SHORT_SIDE_PX = 320
PEOPLE_IN_ROOM = 0.02  # a "room" with a larger share of pixels that teachers call person is left out
NOBODY = 0.005  # a picture of people with a smaller share labelled is a crowd no teacher sees, not a room


def read_pair(
    item: Data, path: Path, name: str, data: Path, labels: Path | None, accepted: bool
) -> tuple[Image, Image] | None:
    """(HxWx3 BGR, HxW alpha x 255) of a picture, shrunk; None if it cannot be read or does not fit its kind.

    Args:
        data, labels: the folders to which the paths of item are relative.
        accepted: whether a person accepted its label.
    """
    image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED if item.kind == "cutout" else cv2.IMREAD_COLOR)
    if image is None:
        return None
    image = _shrink(eight_bits(image))
    size = image.shape[1], image.shape[0]
    if item.kind == "cutout":
        return _bleed(image) if image.ndim == 3 and image.shape[2] == 4 else None
    teacher = _read_mask(labels / item.teacher / "masks" / f"{name}.png", size) if item.teacher and labels else None
    if item.kind == "room":
        people = 0.0 if teacher is None or accepted else float(teacher.mean()) / 255  # accepted: a chair, not a person
        return None if people > PEOPLE_IN_ROOM else (image, np.zeros(image.shape[:2], np.uint8))
    human = _read_mask(data / item.masks / f"{name}.png", size) if item.masks else None
    alpha = _mix(human, teacher, item.teacher_weight)
    if alpha is None or float(alpha.mean()) / 255 < NOBODY:
        return None
    return image, alpha


def _mix(human: Image | None, teacher: Image | None, teacher_weight: float) -> Image | None:
    if human is None or teacher is None:
        return teacher if human is None else human
    return cv2.addWeighted(human, 1 - teacher_weight, teacher, teacher_weight, 0)  # type: ignore[return-value]


def _shrink(image: Image) -> Image:
    scale = SHORT_SIDE_PX / min(image.shape[:2])
    if scale >= 1:
        return image
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def _read_mask(path: Path, size: tuple[int, int]) -> Image | None:
    mask = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if mask is None:
        return None
    shrinks = mask.shape[1] > size[0]
    return cv2.resize(mask, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)  # type: ignore[return-value]


def _bleed(rgba: Image) -> tuple[Image, Image]:
    """Straight colours under the alpha, extended outwards so that interpolation at the edge finds the person's."""
    alpha = rgba[..., 3]
    weight = alpha.astype(np.float32)[..., None] / 255
    color = rgba[..., :3].astype(np.float32) * weight
    near, far = (cv2.GaussianBlur(color, (0, 0), s) for s in (3, 25))
    near_w, far_w = (cv2.GaussianBlur(weight, (0, 0), s)[..., None] for s in (3, 25))
    spread = np.where(near_w > 0.02, near / np.maximum(near_w, 1e-3), far / np.maximum(far_w, 1e-3))
    image = np.where(weight > 0.95, rgba[..., :3], spread).clip(0, 255).astype(np.uint8)
    return image, np.ascontiguousarray(alpha)
