"""Plots a soak: frames per second, latency and memory over time."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from app.commands.bench.soak import Sample

WIDTH, PANEL, LEFT, RIGHT, TOP = 1000, 190, 84, 24, 44
PAPER, INK, FAINT, GRID = "#ffffff", "#1b1f24", "#6b7480", "#e3e6ea"


@dataclass(frozen=True)
class Curve:
    """One panel."""

    title: str
    color: str
    points: tuple[tuple[float, float], ...]  # (seconds, value)


def draw_soak(samples: Sequence[Sample], path: Path) -> None:
    """Writes a PNG. Raises OSError."""
    curves = [
        Curve("Frames per second", "#1f6feb", tuple((s.at_s, s.fps) for s in samples)),
        Curve("Latency to the composite, ms", "#b35900", tuple((s.at_s, s.latency_ms) for s in samples)),
        Curve("Memory, MB", "#1a7f37", tuple((s.at_s, s.rss_mb) for s in samples if s.rss_mb is not None)),
    ]
    image = Image.new("RGB", (WIDTH, len(curves) * PANEL + 40), PAPER)
    pen = ImageDraw.Draw(image)
    seconds = max(samples[-1].at_s, 1e-6)
    for row, curve in enumerate(curves):
        _draw_panel(pen, curve, row * PANEL, seconds)
    _draw_time(pen, seconds, len(curves) * PANEL)
    image.save(path)


def _draw_panel(pen: ImageDraw.ImageDraw, curve: Curve, top: int, seconds: float) -> None:
    font = ImageFont.load_default(14)
    pen.text((LEFT, top + 14), curve.title, INK, font=ImageFont.load_default(16))
    high = nice_ceiling(max((value for _, value in curve.points), default=1.0))
    floor, height = top + PANEL - 10, PANEL - TOP - 10
    for part in (0.0, 0.5, 1.0):
        y = floor - part * height
        pen.line((LEFT, y, WIDTH - RIGHT, y), GRID)
        pen.text((LEFT - 10, y), f"{part * high:g}", FAINT, font=font, anchor="rm")
    line = [
        (LEFT + at / seconds * (WIDTH - LEFT - RIGHT), floor - value / high * height) for at, value in curve.points
    ]
    if len(line) > 1:
        pen.line(line, curve.color, width=2, joint="curve")


def _draw_time(pen: ImageDraw.ImageDraw, seconds: float, top: int) -> None:
    font = ImageFont.load_default(14)
    in_minutes = seconds >= 120
    for part in range(5):
        x = LEFT + part / 4 * (WIDTH - LEFT - RIGHT)
        at = part / 4 * seconds / (60 if in_minutes else 1)
        pen.text((x, top + 8), f"{at:.3g} {'min' if in_minutes else 's'}", FAINT, font=font, anchor="ma")


def nice_ceiling(value: float) -> float:
    """Rounds value up to 1, 2, 3, 4, 5, 6 or 8 times a power of ten."""
    power = 1.0
    while power * 8 < value:
        power *= 10
    while power / 10 * 8 >= value > 0 and power > 1e-6:
        power /= 10
    return next((power * step for step in (1, 2, 3, 4, 5, 6, 8) if power * step >= value), 10 * power)
