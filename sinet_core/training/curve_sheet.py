"""Plots curves: three panels over one axis of pictures seen."""
from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from sinet_core.arrays import Image
from sinet_core.training.progress_log import Curves, Point

WIDTH_PX, PANEL_PX, LEFT_PX, RIGHT_PX, GAP_PX, TEXT_PX = 1000, 230, 90, 30, 64, 15
FINER = 2  # supersampling factor, for smooth lines
PAPER, GRID, TEXT, FAINT = (255, 255, 255), (225, 228, 234), (60, 64, 72), (190, 205, 235)
COLORS = {"loss": (61, 99, 221), "rate": (196, 120, 30), "miou": (34, 139, 87)}
SMOOTH_SHARE = 0.02  # share of the points averaged for the smoothed loss


@dataclass(frozen=True)
class Panel:
    """One curve: its title, its points, the format of a value; raw: drawn faintly under a smoothed line."""

    name: str
    title: str
    points: tuple[Point, ...]
    write: Callable[[float], str]
    raw: bool = False


def curve_sheet(curves: Curves) -> Image:
    """HxWx3 uint8 RGB."""
    panels = [
        Panel("loss", "loss", curves.loss, lambda v: f"{v:g}", raw=True),
        Panel("rate", "learning rate", curves.rate, lambda v: f"{v:.1e}" if v else "0"),
        Panel("miou", "mIoU on held-out pictures, %", curves.miou, lambda v: f"{v:g}"),
    ]
    shown = [panel for panel in panels if panel.points]
    most = max((x for panel in shown for x, _ in panel.points), default=1.0) or 1.0
    size = WIDTH_PX * FINER, (len(shown) * (PANEL_PX + GAP_PX) + GAP_PX) * FINER
    sheet = Pillow.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(sheet)
    for index, panel in enumerate(shown):
        top = GAP_PX + index * (PANEL_PX + GAP_PX)
        _draw_panel(draw, panel, top * FINER, most, curves.stages)
    corner = (WIDTH_PX - RIGHT_PX) * FINER, size[1] - (GAP_PX - 2 * TEXT_PX) * FINER
    draw.text(corner, "pictures seen", TEXT, ImageFont.load_default(TEXT_PX * FINER), anchor="ra")
    small = sheet.resize((WIDTH_PX, size[1] // FINER), Pillow.Resampling.LANCZOS)
    return np.asarray(small, np.uint8)


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round values from low to high (low < high), up to a count, in steps of 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    step = next(power * factor for factor in (1, 2, 5, 10, 20) if (high - low) / (power * factor) <= most - 1)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(n * step, 12) for n in range(first, last + 1)]


def smoothed(points: Sequence[Point]) -> list[Point]:
    """Replaces each value by the mean of itself and its neighbours."""
    reach = max(1, round(SMOOTH_SHARE * len(points)))
    values = np.array([y for _, y in points])
    means = [float(values[max(0, i - reach) : i + reach + 1].mean()) for i in range(len(points))]
    return [(x, mean) for (x, _), mean in zip(points, means, strict=True)]


def _draw_panel(draw: ImageDraw.ImageDraw, panel: Panel, top: int, most: float, stages: Sequence[float]) -> None:
    low, high = _range([y for _, y in panel.points])
    left, right, bottom = LEFT_PX * FINER, (WIDTH_PX - RIGHT_PX) * FINER, top + PANEL_PX * FINER
    font = ImageFont.load_default(TEXT_PX * FINER)

    def at(point: Point) -> tuple[float, float]:
        x, y = point
        return left + x / most * (right - left), bottom - (y - low) / (high - low) * (bottom - top)

    for value in ticks(low, high, 5):
        y = at((0, value))[1]
        draw.line((left, y, right, y), GRID, FINER)
        draw.text((left - 8 * FINER, y), panel.write(value), TEXT, font, anchor="rm")
    for value in ticks(0, most, 8):
        x = at((value, low))[0]
        draw.text((x, bottom + 6 * FINER), _pictures(value), TEXT, font, anchor="ma")
    for start in stages:
        x = at((start, low))[0]
        draw.line((x, top, x, bottom), GRID, 2 * FINER)
    draw.text((left, top - 8 * FINER), panel.title, TEXT, font, anchor="ld")
    _draw_curve(draw, panel, [at(point) for point in panel.points], [at(p) for p in smoothed(panel.points)])


def _draw_curve(draw: ImageDraw.ImageDraw, panel: Panel, exact: list[Point], soft: list[Point]) -> None:
    color = COLORS[panel.name]
    if panel.raw:
        draw.line(exact, FAINT, FINER)
    draw.line(soft if panel.raw else exact, color, 2 * FINER, joint="curve")
    radius = 4 * FINER
    for x, y in exact if len(exact) <= 40 else ():
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), color)


def _range(values: Sequence[float]) -> tuple[float, float]:
    """From slightly below the lowest to slightly above the highest; not below 0 for values that never are."""
    low, high = min(values), max(values)
    spare = 0.08 * (high - low) or 0.1 * abs(high) or 1.0
    return (max(0.0, low - spare) if low >= 0 else low - spare), high + spare


def _pictures(value: float) -> str:
    for size, sign in ((1e6, " M"), (1e3, " k")):
        if value >= size:
            return f"{value / size:g}{sign}"
    return f"{value:g}"
