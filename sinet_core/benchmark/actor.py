"""A cut-out that moves: layers with premultiplied colours, warped by the inverse of a pose."""
from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Image
from sinet_core.benchmark.cutouts import Cutout
from sinet_core.benchmark.hand import draw_arm
from sinet_core.benchmark.motion import Pose

Layer = NDArray[np.uint8]
"""HxWx4 uint8: blue, green and red, each premultiplied by alpha, and alpha x 255."""

Field = NDArray[np.float32]
BELOW = 0.6  # of the person's height, added below the picture so that no body ends in mid-air
NECK, CHIN = 0.52, 0.34  # of the person's height, from the top: what is above moves with the head, nothing below does
NARROWEST = 0.28  # how much of the width a turn takes away
ARM_HEIGHT = 0.62  # of the frame's height
USUAL_SKIN = (120, 145, 190)  # BGR, where none is found


@dataclass(frozen=True, eq=False)
class Actor:
    """A person at the size at which they appear on camera.

    Attributes:
        body, arm: the layers.
        foot: (x, y) px in the layer body of the point at the middle of the frame's lower border at rest.
        height, width: of the visible person, px.
        frame_size: (width, height) px.
        side: -1 or 1, the side of the arm.
    """

    body: Layer
    arm: Layer
    foot: tuple[float, float]
    height: float
    width: float
    frame_size: tuple[int, int]
    side: int

    def render(self, pose: Pose) -> Layer:
        """The person in this pose, at frame size."""
        layer = self._warped(self.body, self._body_map(pose))
        if pose.hand <= 0:
            return layer
        return over(self._warped(self.arm, self._arm_map(pose)), layer)

    def _warped(self, layer: Layer, where: tuple[Field, Field]) -> Layer:
        return np.asarray(cv2.remap(layer, *where, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT), np.uint8)

    def _body_map(self, pose: Pose) -> tuple[Field, Field]:
        """For each pixel of the frame, the pixel of the body seen there."""
        x, y = self._frame_to_person(pose)
        squeezed = x / np.float32(1 - NARROWEST * pose.turn)
        # y is negative above the foot. The weight is 0 at the neck and 1 from the chin up.
        part = np.clip((-y / self.height - (1 - NECK)) / (NECK - CHIN), 0, 1)
        head = part * part * (3 - 2 * part)
        above = -y - np.float32((1 - NECK) * self.height)
        squeezed -= head * above * np.float32(math.tan(math.radians(pose.tilt)))
        y = y - head * np.float32(pose.nod * self.frame_size[1])
        return squeezed + np.float32(self.foot[0]), y + np.float32(self.foot[1])

    def _arm_map(self, pose: Pose) -> tuple[Field, Field]:
        """The forearm turns about its elbow, which rises from below the frame."""
        x, y = self._frame_to_person(pose)
        tall, wide = self.arm.shape[:2]
        elbow_x = self.side * max(0.36 * self.height, 0.42 * self.width)
        elbow_y = (1 - pose.hand) * tall * 1.1 + 0.06 * tall
        x, y = turned(x - np.float32(elbow_x), y - np.float32(elbow_y), -pose.wave)
        return x + np.float32(wide / 2), y + np.float32(tall)

    def _frame_to_person(self, pose: Pose) -> tuple[Field, Field]:
        """Each pixel's coordinates relative to the foot, with the body's motion undone; px of the layer."""
        width, height = self.frame_size
        x = np.arange(width, dtype=np.float32)[None] - np.float32(width / 2 + pose.x * height)
        y = np.arange(height, dtype=np.float32)[:, None] - np.float32(height * (1 + pose.y))
        return turned(x / np.float32(pose.zoom), y / np.float32(pose.zoom), -pose.lean)


def make_actor(cutout: Cutout, frame_size: tuple[int, int], share: float, side: int) -> Actor:
    """Scales a cut-out so that the person's height is share of the frame's."""
    left, top, right, bottom = cutout.box
    scale = share * frame_size[1] / max(1, bottom - top)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    image = np.asarray(cv2.resize(cutout.image, None, fx=scale, fy=scale, interpolation=how), np.uint8)
    alpha = np.clip(cv2.resize(cutout.alpha, (image.shape[1], image.shape[0]), interpolation=how), 0, 1)
    height = (bottom - top) * scale
    more = round(BELOW * height)
    image = np.asarray(cv2.copyMakeBorder(image, 0, more, 0, 0, cv2.BORDER_REPLICATE), np.uint8)
    alpha = cv2.copyMakeBorder(alpha, 0, more, 0, 0, cv2.BORDER_REPLICATE)  # type: ignore[assignment]
    body = premultiplied(image, np.asarray(alpha, np.float32))
    tall = max(8, round(ARM_HEIGHT * frame_size[1]))
    arm = premultiplied(*draw_arm(tall, skin_of(cutout), sleeve_of(cutout)))
    foot = ((left + right) / 2 * scale, bottom * scale)
    return Actor(body, arm, foot, height, (right - left) * scale, frame_size, side)


def premultiplied(image: Image, alpha: NDArray[np.float32]) -> Layer:
    """HxWx3 uint8 and HxW float32 -> a layer."""
    colors = image * alpha[..., None]
    return np.asarray(np.rint(np.dstack([colors, alpha * 255])), np.uint8)


def over(front: Layer, back: Layer) -> Layer:
    """Places one layer over another."""
    rest = 255 - cv2.merge([front[..., 3]] * 4)
    return np.asarray(cv2.add(front, cv2.multiply(back, rest, scale=1 / 255)), np.uint8)


def turned(x: Field, y: Field, degrees: float) -> tuple[Field, Field]:
    """Coordinates rotated clockwise about the origin."""
    cos, sin = np.float32(math.cos(math.radians(degrees))), np.float32(math.sin(math.radians(degrees)))
    return cos * x - sin * y, sin * x + cos * y


def skin_of(cutout: Cutout) -> tuple[float, float, float]:
    """The typical colour of the face, BGR, from skin-coloured pixels in the upper half."""
    inside = _pixels(cutout, 0.1, 0.5)
    tones = cv2.cvtColor(inside[None], cv2.COLOR_BGR2YCrCb)[0]
    is_skin = (np.abs(tones[:, 1].astype(int) - 152) < 18) & (np.abs(tones[:, 2].astype(int) - 110) < 22)
    found = inside[is_skin & (tones[:, 0] > 60)]
    light = found.sum(axis=1, dtype=np.int64)
    return _usual(found[light >= np.median(light)] if len(found) else found)  # brown hair looks like dark skin


def sleeve_of(cutout: Cutout) -> tuple[float, float, float]:
    """The typical colour of the clothes, BGR."""
    return _usual(_pixels(cutout, 0.75, 0.98))


def _pixels(cutout: Cutout, start: float, end: float) -> Image:
    """Nx3: pixels that are surely person between two heights, as shares from the top of the person down."""
    _, top, _, bottom = cutout.box
    rows = slice(top + round(start * (bottom - top)), max(top + 1, top + round(end * (bottom - top))))
    inside = cutout.image[rows][cutout.alpha[rows] > 0.95]
    return inside if len(inside) else np.array([USUAL_SKIN], np.uint8)


def _usual(pixels: Image) -> tuple[float, float, float]:
    blue, green, red = np.median(pixels, axis=0) if len(pixels) else USUAL_SKIN
    return float(blue), float(green), float(red)
