"""From a small clean picture to a full-size photograph: upscale, grain, vignette, JPEG."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Float = NDArray[np.float32]


def grain(shape: tuple[int, int], strength: float, seed: int) -> Float:
    """Film grain (H, W, 1) in grey levels: fine and coarse together, as on film, not white noise."""
    rng = np.random.default_rng(seed)
    fine = cv2.GaussianBlur(rng.standard_normal(shape).astype(np.float32), (0, 0), 0.8)
    coarse = cv2.GaussianBlur(rng.standard_normal(shape).astype(np.float32), (0, 0), 1.9)
    both = 0.75 * fine / fine.std() + 0.45 * coarse / coarse.std()
    return (strength * both)[..., None]


def vignette(shape: tuple[int, int], amount: float) -> Float:
    """Fall-off towards the corners (H, W, 1), 1 in the middle."""
    y, x = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j].astype(np.float32)
    return (1 - amount * np.clip((0.75 * x * x + 0.6 * y * y), 0, 1.4) ** 1.3)[..., None]


def finish(picture: NDArray[np.generic], seed: int, strength: float = 1.1, corner: float = 0.10) -> Image:
    """Scale to 1920x1080 (8 or 16 bit, or float 0..255), darken the corners, add grain."""
    scale = 257.0 if picture.dtype == np.uint16 else 1.0
    full = cv2.resize(picture.astype(np.float32) / scale, (1920, 1080), interpolation=cv2.INTER_CUBIC)
    if picture.shape[1] < 1920:
        full = cv2.GaussianBlur(full, (0, 0), 0.6 * 1920 / picture.shape[1])  # the small picture's pixel steps
    full = full * vignette((1080, 1920), corner) + grain((1080, 1920), strength, seed)
    return np.clip(full + 0.5, 0, 255).astype(np.uint8)


def save_jpeg(picture: Image, path: Path, quality: int = 88) -> None:
    ok, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1])
    if not ok:
        raise RuntimeError(f"cannot encode {path.name}")
    path.write_bytes(data.tobytes())
