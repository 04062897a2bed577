"""The backgrounds that are painted rather than built: gradients, paper and out-of-focus lights."""

from __future__ import annotations

import cv2
import numpy as np
from film import Float

WIDTH, HEIGHT = 1920, 1080


def bgr(text: str) -> Float:
    return np.array([int(text[i : i + 2], 16) for i in (5, 3, 1)], np.float32)


def grid(width: int = WIDTH, height: int = HEIGHT) -> tuple[Float, Float]:
    """x in 0..aspect, y in 0..1, so that circles stay round."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return x / height, y / height


def blob(x: Float, y: Float, centre: tuple[float, float], radius: float) -> Float:
    return np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (2 * radius * radius))[..., None]


def fibres(seed: int, strength: float, sigma: tuple[float, float] = (1.2, 1.2)) -> Float:
    """Paper tooth: band-passed noise."""
    noise = np.random.default_rng(seed).standard_normal((HEIGHT, WIDTH)).astype(np.float32)
    tooth = cv2.GaussianBlur(noise, (0, 0), sigmaX=sigma[0], sigmaY=sigma[1]) - cv2.GaussianBlur(noise, (0, 0), 7)
    return (strength * tooth / tooth.std())[..., None]


def studio_grey() -> Float:
    """A seamless grey roll lit from above left, a soft pool of light behind the head."""
    x, y = grid()
    base = bgr("#54575b") + (bgr("#a3a6a9") - bgr("#54575b")) * blob(x, y, (0.86, 0.42), 0.6)
    floor = np.clip((y - 0.8) / 0.35, 0, 1)[..., None] ** 2
    return base * (1 - 0.22 * floor)


def midnight() -> Float:
    """Deep blue dusk with a trace of violet: for dark desks and streams."""
    x, y = grid()
    base = bgr("#0d1420") + (bgr("#1d3350") - bgr("#0d1420")) * blob(x, y, (0.45, 0.25), 0.55)
    base = base + (bgr("#3b2f5c") - bgr("#0d1420")) * 0.75 * blob(x, y, (1.55, 0.85), 0.42)
    return base + bgr("#14303a") * 0.5 * blob(x, y, (1.25, 0.1), 0.4)


def pastel_paper() -> Float:
    """Overlapping sheets of pale cotton paper with soft shadows."""
    x, y = grid()
    picture = np.broadcast_to(bgr("#f3e9df"), (HEIGHT, WIDTH, 3)).copy()
    picture += fibres(10, 1.3)
    sheets = (
        ("#e9d3c8", 1.30, lambda: y - 0.34 - 0.16 * np.sin(1.9 * x + 0.4)),
        ("#d9dfd6", 1.10, lambda: y - 0.60 - 0.13 * np.sin(2.2 * x + 2.6)),
        ("#c6d5da", 1.00, lambda: y - 0.83 - 0.10 * np.sin(1.6 * x + 4.4)),
    )
    for seed, (colour, weight, edge) in enumerate(sheets, start=11):
        inside = np.clip(edge() * HEIGHT / 3 + 0.5, 0, 1)
        shadow = cv2.GaussianBlur(np.roll(inside, -12, axis=0), (0, 0), 22)[..., None]
        picture *= 1 - 0.17 * weight * shadow * (1 - inside[..., None])
        lit = bgr(colour) * (1.03 - 0.09 * np.clip(edge(), 0, 1))[..., None] + fibres(seed, 1.3)
        picture = picture * (1 - inside[..., None]) + lit * inside[..., None]
    return picture * (0.97 + 0.06 * blob(x, y, (0.5, 0.15), 0.9))
