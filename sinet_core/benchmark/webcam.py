"""What a webcam does to a frame: drifting exposure and colour, noise of light and sensor, JPEG."""
from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Image

Field = NDArray[np.float32]
MARGIN = 64  # px by which the noise is larger than the frame; every frame crops another part of it


@dataclass(frozen=True, eq=False)
class Webcam:
    """A camera with its own flaws.

    Attributes:
        grain: (height + MARGIN) x (width + MARGIN) x 3 float32, mean 0, deviation 1.
        noise: standard deviation in the dark, in levels of 255; bright pixels have more.
        exposure: how far brightness drifts up and down, as a share.
        warmth: how far red and blue drift against each other, as a share.
        phase: radians.
        quality: of the camera's JPEG frames.
        seed: for the noise of each frame.
    """

    grain: Field
    noise: float
    exposure: float
    warmth: float
    phase: float
    quality: int
    seed: int

    def shoot(self, scene: Field, index: int, t: float) -> Image:
        """scene: HxWx3 float32 0..255 -> HxWx3 uint8, the same for the same index and t (seconds)."""
        lit = np.clip(scene * self._gains(t), 0, 255)
        deviation = np.sqrt(np.float32(self.noise**2) + np.float32(0.03 * self.noise) * lit)
        noisy = np.clip(lit + deviation * self._grain_of(index, scene.shape), 0, 255)
        picture = np.rint(noisy).astype(np.uint8)
        _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, self.quality])
        return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)

    def _gains(self, t: float) -> Field:
        light = 1 + self.exposure * math.sin(2 * math.pi * t / 3.7 + self.phase)
        warm = self.warmth * math.sin(2 * math.pi * t / 5.3 + 2 * self.phase)
        return np.array([light * (1 - warm), light, light * (1 + warm)], np.float32)

    def _grain_of(self, index: int, shape: tuple[int, ...]) -> Field:
        rng = np.random.default_rng([self.seed, index])
        top, left = (int(rng.integers(MARGIN + 1)) for _ in range(2))
        piece = self.grain[top : top + shape[0], left : left + shape[1]]
        return piece if rng.random() < 0.5 else piece[::-1, ::-1]


def make_webcam(frame_size: tuple[int, int], rng: np.random.Generator) -> Webcam:
    """A random camera, from a good one to one in dim light; frame_size is (width, height)."""
    width, height = frame_size
    grain = rng.standard_normal((height + MARGIN, width + MARGIN, 3), np.float32)
    grain = np.asarray(cv2.GaussianBlur(grain, (0, 0), 0.5), np.float32)  # demosaicing smears it a little
    grain /= grain.std()
    return Webcam(
        grain,
        noise=float(rng.uniform(1.2, 3.5)),
        exposure=float(rng.uniform(0.02, 0.08)),
        warmth=float(rng.uniform(0.0, 0.03)),
        phase=float(rng.uniform(0, 2 * math.pi)),
        quality=int(rng.integers(82, 95)),
        seed=int(rng.integers(2**31)),
    )
