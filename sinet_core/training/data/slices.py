"""Slices of a set in which networks differ: people far away, several people, low light."""
from __future__ import annotations

import zlib

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.training.evaluate import Image, Mask, Pair

FAR_SHARE = 0.10  # far: a smaller share of the picture is person
SIZEABLE = 0.01  # several: more than one connected area larger than this share of the picture
FAR, SEVERAL, LOW_LIGHT = "far", "several people", "low light"
NAMES = (FAR, SEVERAL, LOW_LIGHT)

DARK_MEAN = 28.0  # low light: every picture again, with this mean (of 255),
DARK_NOISE = 5.0  # noise with this deviation,
DARK_QUALITY = 80  # and JPEG at this quality,
DARK_SIDE_PX = 640  # all with this longer side


def slices_of(truth: Mask) -> tuple[str, ...]:
    """Whichever of FAR and SEVERAL apply to a true mask (HxW bool); neither for nobody."""
    share = float(truth.mean())
    found = [FAR] if 0 < share < FAR_SHARE else []
    return (*found, SEVERAL) if _areas(truth) > 1 else tuple(found)


def darkened(pair: Pair) -> Pair:
    """The picture as taken by a webcam in very low light: dark, noisy, compressed. The name is the seed."""
    rng = np.random.default_rng(zlib.crc32(pair.name.encode()))
    image = _fitted(pair.image)
    gain = min(1.0, DARK_MEAN / max(float(image.mean()), 1.0))
    noise: NDArray[np.float32] = rng.standard_normal(image.shape, np.float32) * np.float32(DARK_NOISE)
    dark = np.clip(image * np.float32(gain) + noise, 0, 255).astype(np.uint8)
    _, packed = cv2.imencode(".jpg", dark, [cv2.IMWRITE_JPEG_QUALITY, DARK_QUALITY])
    return Pair(pair.name, np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8), pair.mask)


def _areas(truth: Mask) -> int:
    _, _, stats, _ = cv2.connectedComponentsWithStats(truth.astype(np.uint8))
    return int((stats[1:, cv2.CC_STAT_AREA] > SIZEABLE * truth.size).sum())


def _fitted(image: Image) -> Image:
    scale = DARK_SIDE_PX / max(image.shape[:2])
    if scale >= 1:
        return image
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
