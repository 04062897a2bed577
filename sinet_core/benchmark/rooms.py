"""Rooms behind the person: still, drifting as on a lap, or with a playing screen in them."""
from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from sinet_core.arrays import Image
from sinet_core.benchmark.clips import PICTURES, read_picture
from sinet_core.errors import DataError
from sinet_core.shipped import shipped_folder

RoomKind = Literal["still", "drifting", "screen"]
KINDS: tuple[RoomKind, ...] = ("still", "drifting", "screen")
SPARE = 1.08  # how much bigger a drifting room is than the frame
SCREEN = (0.06, 0.12, 0.26, 0.40)  # left, top, right, bottom, as shares of the frame


@dataclass(frozen=True, eq=False)
class Room:
    """What the camera sees if nobody is there.

    Attributes:
        image: (SPARE x height) x (SPARE x width) x 3 uint8 BGR.
        played: the image on a screen in the room.
        frame_size: (width, height) px.
        phase: radians, so that no two rooms drift alike.
    """

    image: Image
    played: Image
    kind: RoomKind
    frame_size: tuple[int, int]
    phase: float

    def render(self, t: float) -> Image:
        """HxWx3 uint8 BGR at time t, seconds."""
        if self.kind == "drifting":
            return self._window(self.image, *self._drift(t))
        room = self._window(self.image, 0.0, 0.0)
        if self.kind == "screen":
            self._play(room, t)
        return room

    def _drift(self, t: float) -> tuple[float, float]:
        """Shares of the spare margin, -1..1."""
        x = 0.7 * math.sin(1.3 * t + self.phase) + 0.2 * math.sin(7.1 * t)
        y = 0.6 * math.sin(1.9 * t + 2 * self.phase) + 0.2 * math.sin(8.3 * t + self.phase)
        return x, y

    def _window(self, image: Image, x: float, y: float) -> Image:
        width, height = self.frame_size
        center = ((image.shape[1] - 1) / 2 * (1 + (SPARE - 1) * x), (image.shape[0] - 1) / 2 * (1 + (SPARE - 1) * y))
        # getRectSubPix returns a copy; it interpolates, so the drift is smooth.
        return np.asarray(cv2.getRectSubPix(image, (width, height), center), np.uint8)

    def _play(self, room: Image, t: float) -> None:
        width, height = self.frame_size
        left, top = round(SCREEN[0] * width), round(SCREEN[1] * height)
        right, bottom = round(SCREEN[2] * width), round(SCREEN[3] * height)
        scene = math.floor(t / 0.8)  # a video has a cut now and then
        source = self.played if scene % 2 else cv2.flip(self.image, 1)
        moved = math.floor((t % 0.8) * 0.1 * width)
        part = source[top : top + bottom - top, moved : moved + right - left]
        room[top:bottom, left:right] = cv2.convertScaleAbs(part, alpha=1.1 + 0.15 * math.sin(5 * scene), beta=8)


def find_rooms(folders: list[Path]) -> list[Path]:
    """Pictures of rooms in several folders, by default the bundled ones.

    Raises:
        DataError: a folder has no pictures.
    """
    found: list[Path] = []
    for folder in folders or [shipped_folder("app", "assets") / "backgrounds"]:
        pictures = sorted(path for path in folder.glob("*") if path.suffix.lower() in PICTURES)
        if not pictures:
            raise DataError(f"No pictures of rooms in '{folder}'", "Give a folder of pictures without people.")
        found += pictures
    return found


@dataclass(frozen=True)
class RoomSupply:
    """Pictures of rooms in random order; none repeats before all others had a turn."""

    paths: tuple[Path, ...]

    def make(self, index: int, kind: RoomKind, frame_size: tuple[int, int], rng: np.random.Generator) -> Room:
        """The room of sequence index. Raises DataError if a picture cannot be read."""
        size = (round(SPARE * frame_size[0]), round(SPARE * frame_size[1]))
        chosen = (self.paths[index % len(self.paths)], self.paths[-1 - index % len(self.paths)])
        image, played = (cover(read_picture(path, cv2.IMREAD_COLOR), size) for path in chosen)
        return Room(image, played, kind, frame_size, float(rng.uniform(0, 2 * math.pi)))


def shuffled_rooms(folders: list[Path], rng: np.random.Generator) -> RoomSupply:
    """The rooms of find_rooms, shuffled. Raises DataError as it does."""
    found = find_rooms(folders)
    return RoomSupply(tuple(found[int(index)] for index in rng.permutation(len(found))))


def cover(image: Image, size: tuple[int, int]) -> Image:
    """Scales the picture to fill size (width, height), and crops it."""
    width, height = size
    scale = max(width / image.shape[1], height / image.shape[0])
    fitted = (max(width, round(image.shape[1] * scale)), max(height, round(image.shape[0] * scale)))
    big = cv2.resize(image, fitted, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    left, top = (fitted[0] - width) // 2, (fitted[1] - height) // 2
    return np.ascontiguousarray(big[top : top + height, left : left + width], np.uint8)
