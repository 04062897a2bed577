"""Raised arms, drawn: pictures with hands and a mask are rare, and a hand is what people lose first.

Each arm wears what its person wears: skin like the face's, a sleeve cut from the clothes. Hands are open, closed,
pointing, seen from the side, blurred by motion. Exact alpha comes with them.
"""
from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.training.photometric import motion_kernel

Image = NDArray[np.uint8]
Field = NDArray[np.float32]
Point = tuple[float, float]

FINER = 3  # drawn so many times bigger, then shrunk: that makes the soft edge
MIN_HEAD_PX = 10.0  # smaller people get no hands: nobody would see them
MIN_SKIN_PX = 25
SKIN_LOW, SKIN_HIGH = (30, 135, 85), (255, 180, 130)  # Y, Cr, Cb of faces of any tone
PATCH_PX = 20
MIN_SLEEVE = 0.15  # of a forearm; less is none
# Of a hand that is 1 long, points up and has its wrist at (0, 0): where fingers begin, and their lengths.
KNUCKLES: tuple[tuple[Point, float], ...] = (
    ((-0.17, -0.50), 0.40), ((-0.06, -0.55), 0.47), ((0.06, -0.55), 0.44), ((0.17, -0.49), 0.35)
)  # fmt: skip
PALM: tuple[Point, ...] = ((-0.17, 0.02), (-0.23, -0.22), (-0.22, -0.50), (0.21, -0.50), (0.20, -0.20), (0.16, 0.02))
THUMB: Point = (-0.18, -0.16)
POSES = ("open", "spread", "together", "fist", "pointing", "two", "thumb")
STRAIGHT = {"fist": (), "pointing": (0,), "two": (0, 1), "thumb": ()}  # fingers that are not folded; other poses: all


@dataclass(frozen=True)
class Place:
    """Where an arm comes into the picture.

    Attributes:
        elbow: (x, y) px; may lie outside.
        hand: its length, px. A forearm is one and a half to two of it.
        angle: degrees from upright, clockwise.
        side: -1 with the thumb to the left, 1 to the right.
    """

    elbow: Point
    hand: float
    angle: float
    side: int


def raise_arm(image: Image, alpha: Image, rng: np.random.Generator) -> tuple[Image, Image]:
    """The same person with an arm more.

    Args:
        image: HxWx3 uint8 BGR.
        alpha: HxW uint8, x 255, of the person in it.

    Returns:
        (image, alpha), new arrays; the given ones where there is nobody, or no face to take the skin from.
    """
    place = find_place(alpha, rng)
    skin = None if place is None else skin_of(image, alpha, rng)
    if place is None or skin is None:
        return image, alpha
    bare, cloth, shade = draw(place, (image.shape[0], image.shape[1]), rng)
    covered = np.clip(bare + cloth, 0, 1)
    if not covered.any():
        return image, alpha
    size = covered.shape
    sleeve = clothes_of(image, alpha, rng)
    texture = _noise(size, 24, 0.06, rng) + _noise(size, 5, 0.03, rng) + 1
    folds = _noise(size, 14, 0.14, rng) + 1
    skin_color = skin * (shade * texture)[..., None]
    cloth_color = sleeve * (shade * folds)[..., None]
    part = (cloth / np.maximum(covered, 1e-3))[..., None]
    front = (cloth_color * part + skin_color * (1 - part)) * covered[..., None]
    if rng.random() < 0.3:
        front, covered = _moved(front, covered, 0.25 * place.hand, rng)
    mixed = front + image * (1 - covered[..., None])
    whole = alpha + (255.0 - alpha) * covered
    return np.clip(np.rint(mixed), 0, 255).astype(np.uint8), np.clip(np.rint(whole), 0, 255).astype(np.uint8)


def find_place(alpha: Image, rng: np.random.Generator) -> Place | None:
    """Beside the body, as people raise a hand at a webcam; None: nobody, or too small."""
    mask = (alpha > 127).astype(np.uint8)
    left, top, width, height = cv2.boundingRect(mask)
    if not width:
        return None
    rows = mask[top + round(0.08 * height) : top + round(0.25 * height) + 1].sum(axis=1)
    head = float(np.median(rows)) if rows.size else 0.0
    if head < MIN_HEAD_PX or head > 0.8 * alpha.shape[1]:
        return None
    free = np.array((left, alpha.shape[1] - left - width), np.float64) + 0.1 * alpha.shape[1]
    side = 1 if rng.random() < free[1] / free.sum() else -1  # mostly where there is room for it
    hand = head * rng.uniform(0.55, 1.1)
    bottom = top + height
    body = np.flatnonzero(mask[max(top, bottom - 1 - round(0.12 * height))])
    edge = float(body[-1] if side > 0 else body[0]) if body.size else left + width / 2
    x = edge + side * head * rng.uniform(-0.5, 0.8)
    x = float(np.clip(x, 0.4 * hand, alpha.shape[1] - 0.4 * hand)) if rng.random() < 0.7 else x
    # As high as it comes: to the chin or over the head, now and then beyond the picture.
    y = max(bottom + head * rng.uniform(-0.15, 0.5), top + head * rng.uniform(-0.3, 1.2) + 2.6 * hand)
    return Place((x, y), hand, side * rng.normal(0, 18), side if rng.random() < 0.8 else -side)


def skin_of(image: Image, alpha: Image, rng: np.random.Generator) -> Field | None:
    """Mean colour of the face, BGR float32, a little varied: hands are not quite as faces are. None: none seen."""
    left, top, width, height = cv2.boundingRect((alpha > 127).astype(np.uint8))
    part = np.s_[top : top + max(1, round(0.5 * height)), left : left + width]
    tones = cv2.cvtColor(image[part], cv2.COLOR_BGR2YCrCb)
    found = (cv2.inRange(tones, np.array(SKIN_LOW), np.array(SKIN_HIGH)) > 0) & (alpha[part] > 250)
    if int(found.sum()) < MIN_SKIN_PX:
        return None
    color = np.median(image[part][found], axis=0)
    return np.asarray(color * rng.uniform(0.82, 1.15) * rng.uniform(0.95, 1.05, 3), np.float32)


def clothes_of(image: Image, alpha: Image, rng: np.random.Generator) -> Field:
    """HxWx3 float32 BGR: a patch of what the person wears, over and over; sometimes any colour."""
    size = alpha.shape
    _, top, _, height = cv2.boundingRect((alpha > 127).astype(np.uint8))
    inside = cv2.erode((alpha > 250).astype(np.uint8), np.ones((PATCH_PX + 1, PATCH_PX + 1), np.uint8))
    inside[: top + round(0.6 * height)] = 0
    spots = np.argwhere(inside)
    if not len(spots) or rng.random() < 0.15:
        color = rng.uniform(15, 235) * rng.uniform(0.75, 1.25, 3)
        return np.asarray(np.broadcast_to(np.clip(color, 0, 255), (*size, 3)), np.float32)
    y, x = spots[int(rng.integers(len(spots)))] - PATCH_PX // 2
    patch = image[max(0, y) : y + PATCH_PX, max(0, x) : x + PATCH_PX]
    if rng.random() < 0.6:  # most clothes are plain, and a pattern that repeats looks like wallpaper
        patch = np.broadcast_to(np.median(patch, axis=(0, 1)).astype(np.uint8), patch.shape).copy()
    down, across = size[0], size[1]
    large = cv2.copyMakeBorder(patch, 0, down - patch.shape[0], 0, across - patch.shape[1], cv2.BORDER_REFLECT)
    return np.asarray(large, np.float32) * np.float32(rng.uniform(0.8, 1.2))


def draw(place: Place, size: tuple[int, int], rng: np.random.Generator) -> tuple[Field, Field, Field]:
    """An arm at a place, in a picture of size (height, width).

    Returns:
        (how far skin covers each pixel, and cloth, 0..1; the light that falls on it, about 1), each HxW float32.
    """
    bare, cloth = (np.zeros((FINER * size[0], FINER * size[1]), np.uint8) for _ in range(2))
    creases = np.zeros_like(bare)
    pen = _Pen(place, rng.uniform(1.3, 2.1), rng.uniform(0.35, 1.0) if rng.random() < 0.35 else 1.0, rng.normal(0, 14))
    wrist, elbow = rng.uniform(0.13, 0.18), rng.uniform(0.22, 0.32)
    pen.taper(bare, pen.elbow, (0.0, 0.0), elbow, wrist)
    _draw_hand(pen, bare, creases, rng)
    covered = min(1.0, rng.uniform(0, 1.05))  # the part of the forearm that the sleeve goes over
    if covered > MIN_SLEEVE:
        pen.sleeve(cloth, covered, elbow * rng.uniform(1.05, 1.5), wrist * rng.uniform(1.15, 1.9))
    shade = _light(np.asarray(cv2.max(bare, cloth), np.uint8), creases, FINER * place.hand, rng)
    bare = np.asarray(cv2.subtract(bare, cloth), np.uint8)
    small = (size[1], size[0])
    areas = [cv2.resize(layer, small, interpolation=cv2.INTER_AREA) for layer in (bare, cloth)]
    soft = float(rng.uniform(0.3, 0.8))
    bare_share, cloth_share = (
        np.asarray(cv2.GaussianBlur(area, (0, 0), soft), np.float32) / np.float32(255) for area in areas
    )
    return bare_share, cloth_share, np.asarray(cv2.resize(shade, small, interpolation=cv2.INTER_AREA), np.float32)


class _Pen:
    """Draws in units of a hand: from the wrist, up is along the hand."""

    def __init__(self, place: Place, forearm: float, thin: float, bend: float) -> None:
        """forearm: its length; thin: how narrow the hand looks, turned away; bend: of the wrist, degrees."""
        self.scale = FINER * place.hand
        self.elbow = (0.0, forearm)
        self._thin, self._side, self._bend = thin, place.side, math.radians(bend)
        self._angle = math.radians(place.angle)
        x, y = place.elbow
        sin, cos = math.sin(self._angle), math.cos(self._angle)
        self._wrist = (x + forearm * place.hand * sin, y - forearm * place.hand * cos)

    def at(self, point: Point, hand: bool) -> tuple[int, int]:
        """In px of the finer picture."""
        x, y = point
        angle = self._angle
        if hand:
            x, angle = x * self._thin * -self._side, angle + self._bend
        sin, cos = math.sin(angle), math.cos(angle)
        right, down = x * cos - y * sin, x * sin + y * cos
        return round(FINER * self._wrist[0] + self.scale * right), round(FINER * self._wrist[1] + self.scale * down)

    def limb(self, canvas: Image, start: Point, end: Point, radius: float, value: int = 255) -> None:
        """A part of the hand that is as thick at both ends."""
        thickness = max(1, round(2 * radius * self.scale * (0.5 + 0.5 * self._thin)))
        cv2.line(canvas, self.at(start, True), self.at(end, True), value, thickness)

    def fill(self, canvas: Image, points: tuple[Point, ...]) -> None:
        outline = np.array([self.at(point, True) for point in points], np.int32)
        cv2.fillPoly(canvas, [outline], 255)
        cv2.polylines(canvas, [outline], True, 255, max(1, round(0.08 * self.scale)))

    def taper(self, canvas: Image, start: Point, end: Point, radius: float, end_radius: float) -> None:
        """The forearm or its sleeve: a cone with round ends."""
        outline = [(start[0] - radius, start[1]), (start[0] + radius, start[1]),
                   (end[0] + end_radius, end[1]), (end[0] - end_radius, end[1])]  # fmt: skip
        cv2.fillPoly(canvas, [np.array([self.at(point, False) for point in outline], np.int32)], 255)
        for point, size in ((start, radius), (end, end_radius)):
            cv2.circle(canvas, self.at(point, False), max(1, round(size * self.scale)), 255, -1)

    def sleeve(self, canvas: Image, part: float, radius: float, end_radius: float) -> None:
        """From beyond the elbow over a part of the forearm."""
        x, y = self.elbow
        end = (0.0, y * (1 - part))
        middle = radius + (end_radius - radius) * part
        outline = [(x - radius, y + 1.5), (x + radius, y + 1.5), (end[0] + middle, end[1]), (end[0] - middle, end[1])]
        cv2.fillPoly(canvas, [np.array([self.at(point, False) for point in outline], np.int32)], 255)


def _draw_hand(pen: _Pen, bare: Image, creases: Image, rng: np.random.Generator) -> None:
    pose = POSES[int(rng.integers(len(POSES)))]
    pen.fill(bare, PALM)
    spread = {"spread": 0.55, "open": 0.3, "together": 0.05}.get(pose, 0.2) * rng.uniform(0.7, 1.3)
    for number, (knuckle, length) in enumerate(KNUCKLES):
        straight = number in STRAIGHT.get(pose, range(4))
        reach = length * (rng.uniform(0.85, 1.1) if straight else rng.uniform(0.12, 0.25))
        lean = spread * (number - 1.5) / 1.5 + rng.normal(0, 0.06)
        middle = _toward(knuckle, lean, reach * 0.55)
        tip = _toward(middle, lean + rng.normal(0, 0.15), reach * 0.45)
        pen.limb(creases, knuckle, tip, 0.075)
        pen.limb(creases, knuckle, tip, 0.05, 0)
        for start, end in ((knuckle, middle), (middle, tip)):
            pen.limb(bare, start, end, rng.uniform(0.05, 0.065))
    lean = -rng.uniform(0.5, 1.2) if pose in ("spread", "open", "thumb") else -rng.uniform(0.0, 0.7)
    if pose == "thumb":
        lean = -rng.uniform(0.0, 0.35)
    middle = _toward(THUMB, lean, 0.22)
    tip = _toward(middle, lean * 0.6, 0.2)
    for start, end in ((THUMB, middle), (middle, tip)):
        pen.limb(bare, start, end, 0.07)


def _toward(start: Point, lean: float, length: float) -> Point:
    """From start upwards, leaning to the right by radians."""
    return start[0] + length * math.sin(lean), start[1] - length * math.cos(lean)


def _light(whole: Image, creases: Image, hand_px: float, rng: np.random.Generator) -> Field:
    """HxW float32 around 1: round things, lit from somewhere, darker between the fingers."""
    left, top, width, height = cv2.boundingRect(whole)
    light = np.ones(whole.shape, np.float32)
    if not width:
        return light
    part = np.s_[top : top + height, left : left + width]
    depth = np.asarray(cv2.distanceTransform(whole[part], cv2.DIST_L2, 3), np.float32)
    dome = np.sqrt(np.clip(depth / max(1.0, 0.12 * hand_px), 0, 1))
    dome = cv2.GaussianBlur(dome, (0, 0), max(0.5, 0.03 * hand_px))
    angle = rng.uniform(0, 2 * math.pi)
    slopes = cv2.Sobel(dome, cv2.CV_32F, 1, 0), cv2.Sobel(dome, cv2.CV_32F, 0, 1)
    lit = (math.cos(angle) * slopes[0] + math.sin(angle) * slopes[1]) * np.float32(hand_px * 0.012)
    rim = rng.uniform(0.0, 0.35)
    value = 1 - rim * (1 - dome) + rng.uniform(0.3, 1.0) * np.clip(lit, -0.35, 0.35)
    soft = cv2.GaussianBlur(creases[part], (0, 0), max(0.5, 0.015 * hand_px)).astype(np.float32) / 255
    light[part] = np.clip(value * (1 - rng.uniform(0.1, 0.4) * soft), 0.35, 1.5)
    return light


def _noise(size: tuple[int, ...], cell_px: int, amount: float, rng: np.random.Generator) -> Field:
    """HxW float32 around 0, as smooth as cells of so many px."""
    cells = rng.normal(0, amount, (size[0] // cell_px + 2, size[1] // cell_px + 2)).astype(np.float32)
    return np.asarray(cv2.resize(cells, (size[1], size[0]), interpolation=cv2.INTER_CUBIC), np.float32)


def _moved(front: Field, covered: Field, most_px: float, rng: np.random.Generator) -> tuple[Field, Field]:
    """Blurred as a hand that waves: colours times alpha, and alpha."""
    length = int(max(2, rng.uniform(0, max(2.0, most_px)))) | 1
    kernel = motion_kernel(length, rng.uniform(-40, 40))
    both = (cv2.filter2D(field, -1, kernel) for field in (front, covered))
    moved, share = (np.asarray(field, np.float32) for field in both)
    return moved, share
