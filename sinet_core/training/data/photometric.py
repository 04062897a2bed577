"""What a cheap camera does to a picture: colour, light, blur, noise, JPEG. All in uint8, under 1 ms each."""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.training.recipe import Augment

Image = NDArray[np.uint8]
_RAMP = np.arange(256, dtype=np.float32) / 255


def degrade(image: Image, augment: Augment, rng: np.random.Generator) -> Image:
    """HxWx3 uint8 -> the same picture as taken by another camera."""
    if rng.random() < augment.blur:
        image = _blur(image, rng)
    dark = rng.random() < augment.low_light
    if dark or rng.random() < augment.color:
        image = _color(image, dark, rng)
    if dark or rng.random() < augment.noise:
        image = _noise(image, rng.uniform(2, 16 if dark else 10), rng)
    if rng.random() < augment.jpeg:
        image = _jpeg(image, int(rng.integers(20, 80)))
    return image


def match_light(person: Image, alpha: Image, room: Image, amount: float) -> Image:
    """Moves the person's mean colour towards the room's by amount 0..1, so that a composite could be a photograph.

    Only pixels that alpha (HxW uint8, x 255) calls person count; their old room says nothing about them.
    """
    mask = cv2.threshold(alpha, 127, 255, cv2.THRESH_BINARY)[1]
    if not cv2.countNonZero(mask):
        return person
    have, want = np.array(cv2.mean(person, mask)[:3]) + 1, np.array(cv2.mean(room)[:3]) + 1
    gain = np.clip((want / have) ** amount, 0.5, 2.0)
    table = np.clip(np.arange(256)[:, None] * gain, 0, 255).astype(np.uint8)
    return cv2.LUT(person, table[None])  # type: ignore[return-value]


def _color(image: Image, dark: bool, rng: np.random.Generator) -> Image:
    gain = rng.uniform(0.25, 0.6) if dark else rng.uniform(0.7, 1.3)
    balance = gain * rng.uniform(0.88, 1.12, 3)
    gamma, lift = rng.uniform(0.75, 1.35), rng.uniform(-0.06, 0.06)
    table = (_RAMP[:, None] ** gamma * balance + lift).clip(0, 1) * 255
    image = cv2.LUT(image, table.astype(np.uint8)[None])  # type: ignore[assignment]
    saturation = rng.uniform(0.0, 1.4) if rng.random() < 0.4 else 1.0
    if saturation != 1.0:
        gray = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
        image = cv2.addWeighted(image, saturation, gray, 1 - saturation, 0)  # type: ignore[assignment]
    return image


def _blur(image: Image, rng: np.random.Generator) -> Image:
    kind = rng.integers(3)
    if kind == 0:
        return cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 2.0))  # type: ignore[return-value]
    if kind == 1:
        kernel = motion_kernel(int(rng.integers(3, 10)), rng.uniform(0, 180))
        return cv2.filter2D(image, -1, kernel)  # type: ignore[return-value]
    small = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_LINEAR)
    return cv2.resize(small, image.shape[1::-1], interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]


def motion_kernel(length: int, angle: float) -> NDArray[np.float32]:
    """A kernel that blurs along a line of length px at an angle in degrees, length x length, with sum 1."""
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1 / length
    turn = cv2.getRotationMatrix2D((length / 2 - 0.5, length / 2 - 0.5), angle, 1)
    turned = np.asarray(cv2.warpAffine(kernel, turn, (length, length)), np.float32)
    return np.asarray(turned / max(float(turned.sum()), 1e-3), np.float32)


def _noise(image: Image, sigma: float, rng: np.random.Generator) -> Image:
    height, width = image.shape[:2]
    coarse = rng.random() < 0.3  # noise of a camera that upscales
    shape = (height // 2, width // 2, 3) if coarse else (height, width, 3)
    noise = np.empty(shape, np.int16)
    cv2.setRNGSeed(int(rng.integers(1 << 30)))
    cv2.randn(noise, 0, sigma)  # type: ignore[call-overload]
    if coarse:
        noise = cv2.resize(noise, (width, height), interpolation=cv2.INTER_LINEAR)  # type: ignore[assignment]
    return cv2.add(image, noise, dtype=cv2.CV_8U)  # type: ignore[return-value]


def _jpeg(image: Image, quality: int) -> Image:
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(data, cv2.IMREAD_COLOR)  # type: ignore[return-value]
