"""Light that blends a person into a room, and what the camera makes of it."""
from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image

Field = NDArray[np.float32]

DIM_SHARE = 0.2  # of the pictures
GAIN_LIMITS = (0.5, 1.7)
TYPICAL = np.array([0.8, 0.95, 1.25], np.float32)  # hair, skin and clothes in white light, BGR shares of their mean
ROOM_CAST = 0.4  # share of a room's mean colour that comes from its light; the rest comes from its walls


@dataclass(frozen=True)
class Light:
    """The light of one picture.

    Attributes:
        match: how much of the room's brightness the person takes on, 0..1.
        tint: how much of the light's colour the person takes on, 0..1.
        side: strength of a lamp beside the person, which brightens one side and darkens the other.
        angle: direction of that lamp, radians.
        room_blur, blur: of the room (depth of field) and of the whole picture, sigma in px; 0 means none.
        exposure: of the whole picture.
    """

    match: float
    tint: float
    side: float
    angle: float
    room_blur: float
    blur: float
    exposure: float

    @property
    def is_dim(self) -> bool:
        return self.exposure < 0.7


def draw_light(rng: np.random.Generator) -> Light:
    """Draws the light: mostly an ordinary room; some are dim, some out of focus."""
    dim = rng.random() < DIM_SHARE
    return Light(
        match=float(rng.uniform(0.3, 0.8)),
        tint=float(rng.uniform(0.5, 1)),
        side=float(rng.uniform(0, 0.3)),
        angle=float(rng.uniform(0, 2 * math.pi)),
        room_blur=float(rng.uniform(0.5, 2.5)) if rng.random() < 0.4 else 0.0,
        blur=float(rng.uniform(0.4, 1.1)) if rng.random() < 0.5 else 0.0,
        exposure=float(rng.uniform(0.25, 0.6)) if dim else float(rng.uniform(0.85, 1.15)),
    )


def matched(person: Image, alpha: Alpha, room: Image, light: Light) -> Field:
    """The person as if lit by the room, HxWx3 float32 0..255.

    Args:
        person, room: HxWx3 uint8 BGR. alpha: HxW float32 0..1.
    """
    own = _mean(person, alpha)
    around = np.maximum(room.reshape(-1, 3).mean(axis=0), 4)
    brightness = (around.mean() / own.mean()) ** light.match
    wanted = TYPICAL * (around / around.mean()) ** ROOM_CAST
    color = (wanted / (own / own.mean())) ** light.tint
    gain = np.clip(brightness, *GAIN_LIMITS) * np.clip(color, 0.7, 1.4)
    height, width = alpha.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    ramp = ((x / width - 0.5) * math.cos(light.angle) + (y / height - 0.5) * math.sin(light.angle)) * 2
    lamp = 1 + np.float32(light.side) * np.clip(ramp, -1, 1)
    return np.asarray(np.clip(person * gain * lamp[..., None], 0, 255), np.float32)


def blurred(picture: Field, sigma: float) -> Field:
    """HxWx3 float32, blurred by sigma px; 0 leaves it unchanged."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.float32) if sigma else picture


def _mean(person: Image, alpha: Alpha) -> Field:
    """The mean colour, at least 4 per channel, so that no random gain becomes extreme."""
    weight = max(float(alpha.sum()), 1e-3)
    total = (person.astype(np.float32) * alpha[..., None]).reshape(-1, 3).sum(axis=0)
    return np.asarray(np.maximum(total / weight, 4), np.float32)
