"""Small synthetic cut-outs and rooms, and a network that knows where the person is."""
from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from sinet_core.benchmark.clips import Moment
from sinet_core.benchmark.sequences import Setting
from tests.sinet_core.scenes import person_alpha

TINY = Setting(seed=3, count=2, frames=6, frame_size=(160, 96))


def write_cutouts(folder: Path, count: int = 3) -> Path:
    """RGBA pictures of somebody in red."""
    folder.mkdir(parents=True)
    for index in range(count):
        alpha = np.rint(person_alpha((160, 120)) * 255).astype(np.uint8)
        color = np.full((120, 160, 3), (40, 60 + 20 * index, 200), np.uint8)
        cv2.imwrite(str(folder / f"{index}.png"), np.dstack([color, alpha]))
    return folder


def write_rooms(folder: Path, count: int = 3) -> Path:
    """Blue walls with a lighter window."""
    folder.mkdir(parents=True)
    for index in range(count):
        room = np.full((120, 200, 3), (180, 120, 40 + 20 * index), np.uint8)
        cv2.rectangle(room, (20, 20), (60, 50), (250, 240, 230), -1)
        cv2.imwrite(str(folder / f"{index}.png"), room)
    return folder


def moment_of(truth: np.ndarray, seed: int | None = None) -> Moment:
    """A red person with this alpha before a blue wall; with a seed, there is some noise."""
    share = truth[..., None]
    scene = share * np.array((40, 60, 200), np.float32) + (1 - share) * np.array((220, 160, 40), np.float32)
    if seed is not None:
        scene = scene + np.random.default_rng(seed).normal(0, 2, scene.shape)
    return Moment(np.rint(np.clip(scene, 0, 255)).astype(np.uint8), truth)


class RedIsPerson:
    """A network that finds whatever is red, and counts its calls."""

    name = "red"

    def __init__(self, size: tuple[int, int] = (36, 64)) -> None:
        self.size = size
        self.asked = 0

    def alpha(self, image: np.ndarray) -> np.ndarray:
        assert image.shape[:2] == self.size, "a peer's recipe shrinks the frame itself"
        self.asked += 1
        blue, _, red = (image[..., channel].astype(np.float32) for channel in range(3))
        return np.clip((red - blue + 140) / 300, 0, 1)


class AnySize(RedIsPerson):
    """Accepts whole frames, as our own engines do."""

    def alpha(self, image: np.ndarray) -> np.ndarray:
        self.size = image.shape[:2]
        return super().alpha(image)
