"""Crops training pictures: one window, one affine warp, straight to the target size."""
from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.training.data.cache import Record
from sinet_core.training.recipe import Augment

Image = NDArray[np.uint8]
NEARLY = math.log(1.08)
AT_EDGE = 0.03  # of a side: a person this near to the picture's edge is cut off by it
FILLS = (cv2.BORDER_CONSTANT, cv2.BORDER_REFLECT_101, cv2.BORDER_REPLICATE)


@dataclass(frozen=True)
class Window:
    """A rotated rectangle in a picture: centre, width and height in px, angle in degrees, whether mirrored."""

    x: float
    y: float
    width: float
    height: float
    angle: float = 0.0
    flip: bool = False

    def matrix(self, size: tuple[int, int]) -> NDArray[np.float64]:
        """2x3, target px of size (height, width) -> picture px."""
        sx, sy = self.width / size[1], self.height / size[0]
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        sx_signed = -sx if self.flip else sx
        a = np.array([[cos * sx_signed, -sin * sy], [sin * sx_signed, cos * sy]])
        middle = np.array([(size[1] - 1) / 2, (size[0] - 1) / 2])
        return np.column_stack([a, np.array([self.x, self.y]) - a @ middle])


def warp(image: Image, window: Window, size: tuple[int, int], fill: int, color: float = 0.0) -> Image:
    """The window of image at size (height, width); outside the picture, OpenCV's border mode fill applies.

    Reductions beyond a half are halved by area averaging first: a linear warp alone would skip pixels, which no
    camera does.
    """
    while min(window.width / size[1], window.height / size[0]) >= 2 and min(image.shape[:2]) >= 2:
        image, window = _halved(image, window)
    return cv2.warpAffine(  # type: ignore[return-value]
        image,
        window.matrix(size),
        (size[1], size[0]),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=fill,
        borderValue=(color, color, color),
    )


def _halved(image: Image, window: Window) -> tuple[Image, Window]:
    height, width = image.shape[:2]
    half = cv2.resize(image, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    sx, sy = half.shape[1] / width, half.shape[0] / height
    x, y = (window.x + 0.5) * sx - 0.5, (window.y + 0.5) * sy - 0.5
    return half, replace(window, x=x, y=y, width=window.width * sx, height=window.height * sy)  # type: ignore[return-value]


def pick_angle(augment: Augment, rng: np.random.Generator) -> float:
    """Degrees; the (probability, limit) pairs are tried in order."""
    for probability, limit in augment.rotate:
        if rng.random() < probability:
            return float(rng.uniform(-limit, limit))
    return 0.0


def pick_aspect(augment: Augment, rng: np.random.Generator) -> float:
    """width:height, log-uniform."""
    low, high = augment.aspect
    return float(np.exp(rng.uniform(math.log(low), math.log(high))))


def picture_window(record: Record, augment: Augment, rng: np.random.Generator) -> Window:
    """The whole picture, zoomed, shifted, rotated, its aspect varied around its own."""
    zoom = math.exp(rng.uniform(math.log(augment.scale[0]), math.log(augment.scale[1])))
    stretch = _pick_stretch(record.width / record.height, augment, rng)
    width, height = record.width / zoom * stretch, record.height / zoom / stretch
    x = record.width / 2 + rng.uniform(-augment.shift, augment.shift) * width
    y = record.height / 2 + rng.uniform(-augment.shift, augment.shift) * height
    return Window(x, y, width, height, pick_angle(augment, rng), bool(rng.random() < 0.5))


def webcam_window(record: Record, augment: Augment, rng: np.random.Generator) -> Window:
    """Framed as at a webcam: the head in the upper part, the body cut off by the lower border, or farther away."""
    left, top, right, bottom = record.box
    person = bottom - top
    seen = person * (rng.uniform(0.25, 1.1) if record.upper_body else rng.uniform(0.7, 1.15))
    height = seen / rng.uniform(0.6, 0.95)
    width = height * pick_aspect(augment, rng)
    x = (left + right) / 2 + rng.uniform(-0.25, 0.25) * width
    y = top + seen - height / 2 + rng.uniform(-0.05, 0.05) * height
    return Window(x, y, width, height, pick_angle(augment, rng), bool(rng.random() < 0.5))


def close_window(record: Record, augment: Augment, rng: np.random.Generator) -> Window:
    """The part of a person below the head, with room beside it: somebody stands up, or reaches for the camera."""
    left, top, right, bottom = record.box
    person = bottom - top
    above, seen = ((0.12, 0.35), (0.25, 0.55)) if record.upper_body else ((0.3, 0.55), (0.4, 0.75))
    height = person * rng.uniform(*seen)
    width = height * pick_aspect(augment, rng)
    x = rng.uniform(left, right)
    y = top + person * rng.uniform(*above) + height / 2
    return Window(x, y, width, height, pick_angle(augment, rng), bool(rng.random() < 0.5))


def inside(window: Window, record: Record) -> Window:
    """Moves the window, and crops it if too large, to stay inside the picture; a turned one may extend outside."""
    width, height = min(window.width, record.width), min(window.height, record.height)
    x = min(max(window.x, width / 2), record.width - width / 2)
    y = min(max(window.y, height / 2), record.height - height / 2)
    return replace(window, x=x, y=y, width=width, height=height)


def held(window: Window, record: Record) -> Window:
    """Moves the window, and shrinks it if too large, to exclude any side at which the person is cut off.

    Otherwise a body that ends with its old picture would end in the middle of a new one.
    """
    left, top, right, bottom = record.box
    near_x, near_y = AT_EDGE * record.width, AT_EDGE * record.height
    x_sides = left <= near_x, right >= record.width - near_x
    y_sides = top <= near_y, bottom >= record.height - near_y
    last_x, last_y = record.width - 1, record.height - 1  # outside the outermost pixel centres, alpha mixes with 0
    wide, tall = _reach(window)
    shrink = min(1.0, last_x / wide if all(x_sides) else 1.0, last_y / tall if all(y_sides) else 1.0)
    x = _between(window.x, wide * shrink / 2, last_x, x_sides)
    y = _between(window.y, tall * shrink / 2, last_y, y_sides)
    return replace(window, x=x, y=y, width=window.width * shrink, height=window.height * shrink)


def _reach(window: Window) -> tuple[float, float]:
    """Width and height of the upright box around a turned window, px."""
    cos, sin = abs(math.cos(math.radians(window.angle))), abs(math.sin(math.radians(window.angle)))
    return window.width * cos + window.height * sin, window.width * sin + window.height * cos


def _between(middle: float, half: float, length: float, sides: tuple[bool, bool]) -> float:
    """middle, moved so that middle - half >= 0 and middle + half <= length on the given sides."""
    if sides[0]:
        middle = max(middle, half)
    return min(middle, length - half) if sides[1] else middle


def farther(window: Window, times: float, rng: np.random.Generator) -> Window:
    """Enlarges the window by a factor: its content gets smaller, and moves randomly from side to side."""
    room = (times - 1) * window.width / 2
    return replace(
        window, x=window.x + rng.uniform(-room, room), width=window.width * times, height=window.height * times
    )


def _pick_stretch(own: float, augment: Augment, rng: np.random.Generator) -> float:
    """The factors on width and height that turn aspect own into the wanted one."""
    if not _varies(augment):
        return 1.0
    if rng.random() < augment.keep_aspect:
        return math.exp(rng.uniform(-NEARLY, NEARLY))
    return math.sqrt(min(max(pick_aspect(augment, rng) / own, 0.6), 1.7))


def _varies(augment: Augment) -> bool:
    return augment.aspect[0] != augment.aspect[1]
