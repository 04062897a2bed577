"""Out-of-focus lights over a night gradient: a still, and a drifting video that loops without a seam."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from abstract import bgr, blob, grid
from film import Float, grain, vignette

FPS, SECONDS = 30, 7


@dataclass(frozen=True)
class Light:
    """One disc: where it is, how big, what colour, and the whole number of turns it drifts a loop."""

    x: float
    y: float
    radius: float
    colour: Float
    strength: float
    sway: float
    turns: int
    phase: float


def lights(
    seed: int, count: int, palette: tuple[str, ...], band: tuple[float, float], size: tuple[float, float]
) -> list[Light]:
    rng = np.random.default_rng(seed)
    return [
        Light(
            rng.uniform(-0.05, 1.83),
            rng.uniform(*band) + 0.05 * rng.standard_normal(),
            rng.uniform(*size),
            bgr(str(rng.choice(palette))),
            rng.uniform(0.18, 0.75) ** 1.4,
            rng.uniform(0.01, 0.05),
            int(rng.choice((-1, 1))),
            rng.uniform(0, 2 * np.pi),
        )
        for _ in range(count)
    ]


def paint(canvas: Float, light: Light, time: float) -> None:
    """Add one lens disc: even inside, a slightly brighter rim, an anti-aliased edge. `time` is 0..1 of the loop."""
    height, width = canvas.shape[:2]
    angle = 2 * np.pi * light.turns * time + light.phase
    cx = (light.x + light.sway * np.cos(angle)) * height
    cy = (light.y + 0.6 * light.sway * np.sin(angle)) * height
    r = light.radius * height
    x0, x1 = int(max(0, cx - r - 2)), int(min(width, cx + r + 3))
    y0, y1 = int(max(0, cy - r - 2)), int(min(height, cy + r + 3))
    if x0 >= x1 or y0 >= y1:
        return
    y, x = np.mgrid[y0:y1, x0:x1].astype(np.float32)
    far = np.hypot(x - cx, y - cy)
    soft = max(1.5, 0.06 * r)
    disc = np.clip((r - far) / soft + 0.5, 0, 1) * (0.82 + 0.25 * np.clip(far / r, 0, 1) ** 5)
    pulse = 1 + 0.18 * np.sin(angle * 1 + light.phase * 3)
    canvas[y0:y1, x0:x1] += (disc * light.strength * pulse)[..., None] * light.colour


def night(width: int, height: int) -> Float:
    x, y = grid(width, height)
    base = bgr("#070a13") + (bgr("#1a2138") - bgr("#070a13")) * np.clip(1 - np.abs(y - 0.58) / 0.6, 0, 1)[..., None]
    return base + bgr("#4a2c14") * 0.55 * blob(x, y, (0.9, 0.66), 0.5)


WARM = ("#ffa63f", "#ff8a2a", "#ffc877", "#ff6f35", "#ffb55e", "#7fa8ff", "#ff4a4a", "#ffe3b8")
CALM = ("#3f7fd6", "#2f9fc4", "#5566cf", "#7a58c9", "#2fb1a0", "#8fb6ff")


def frame(base: Float, crowd: list[Light], time: float) -> Float:
    """The lights over the ground, with a soft shoulder instead of clipped discs and the bloom of a real lens."""
    shining = np.zeros_like(base)
    for light in crowd:
        paint(shining, light, time)
    height, width = base.shape[:2]
    small = cv2.resize(shining, (width // 8, height // 8), interpolation=cv2.INTER_AREA)
    bloom = cv2.resize(cv2.GaussianBlur(small, (0, 0), height / 90), (width, height), interpolation=cv2.INTER_CUBIC)
    lit = 1 - np.exp(-np.maximum(shining + 0.7 * bloom, 0) / 190)
    return 255 - (255 - base) * (1 - lit)


def street(seed: int, count: int) -> list[Light]:
    """Lamps along a road that comes nearer: far ones small and close to the horizon, near ones big and apart."""
    rng = np.random.default_rng(seed)
    crowd = []
    for _ in range(count):
        near = rng.uniform() ** 1.6
        side = rng.choice((-1, 1)) * (0.08 + 0.95 * near) + 0.16 * rng.standard_normal()
        height = 0.62 + (0.015 - 0.42 * near * rng.uniform(0.2, 1)) * rng.choice((1, 1, -0.45))
        radius = 0.010 + 0.055 * near * rng.uniform(0.6, 1)
        colour, strength = bgr(str(rng.choice(WARM))), rng.uniform(0.35, 1.5)
        crowd.append(Light(0.89 + side, height, radius, colour, strength, 0.0, 1, rng.uniform(0, 6.28)))
    return crowd


def city_lights() -> Float:
    """The still: a street at night, far out of focus."""
    return frame(night(1920, 1080), street(6, 190), 0.0)


def drift_frames() -> list[Float]:
    x, y = grid(1280, 720)
    base = bgr("#0a1122") + bgr("#152a4a") * blob(x, y, (0.4, 0.3), 0.6) + bgr("#241a44") * blob(x, y, (1.4, 0.8), 0.6)
    crowd = lights(21, 34, CALM, (0.1, 0.95), (0.05, 0.13)) + lights(22, 18, CALM, (0.2, 0.9), (0.015, 0.04))
    dim = vignette((720, 1280), 0.2)
    count = FPS * SECONDS
    return [cv2.GaussianBlur(frame(base, crowd, i / count), (0, 0), 2.2) * dim for i in range(count)]


def write_loop(path: Path) -> None:
    """H.264 with a little grain against banding; the last frame leads into the first."""
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream(
            "libx264", rate=FPS, options={"crf": "22.5", "preset": "slow", "aq-mode": "3", "aq-strength": "1.2"}
        )
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
        stream.codec_context.color_range = 1
        for i, picture in enumerate(drift_frames()):
            noisy = np.clip(picture + grain((720, 1280), 1.1, i % 5) + 0.5, 0, 255).astype(np.uint8)
            image = av.VideoFrame.from_ndarray(noisy, format="bgr24")
            image.pts, image.time_base = i, Fraction(1, FPS)
            container.mux(stream.encode(image))
        container.mux(stream.encode())


if __name__ == "__main__":
    write_loop(Path(sys.argv[1]))
