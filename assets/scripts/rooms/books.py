"""Bookcases and what stands in them."""

from __future__ import annotations

import random

import bpy

from rooms.materials import plain
from rooms.shapes import box

BOOKS = (
    "#7d3b32",
    "#2f4858",
    "#c9b79c",
    "#e8e2d6",
    "#54634d",
    "#8a6d3b",
    "#31363b",
    "#b5654a",
    "#6f7f8c",
    "#d9d0c1",
    "#3d2f3f",
    "#a8927a",
)


def shelf_row(
    left: float,
    right: float,
    y: float,
    z: float,
    room: float,
    rng: random.Random,
    palette: list[bpy.types.Material],
    fill: float = 0.9,
) -> None:
    """A row of books on a board at height z, with the odd lean, gap and lying stack."""
    x = left + rng.uniform(0, 0.05)
    while x < right - 0.07:
        if rng.random() > fill:
            x += rng.uniform(0.06, 0.2)
        elif rng.random() < 0.08 and right - x > 0.32:
            x = _stack(x, y, z, room, rng, palette)
        else:
            thick, height, depth = (
                rng.choice((0.016, 0.022, 0.028, 0.036, 0.046)),
                room * rng.uniform(0.58, 0.9),
                rng.uniform(0.13, 0.2),
            )
            tilt = rng.choice((0, 0, 0, 0, 0, 0, 7)) * (1 if rng.random() > 0.5 else -1)
            box(
                (x + thick / 2 + abs(tilt) * 0.003, y - depth / 2 + 0.16, z),
                (thick, depth, height),
                rng.choice(palette),
                0.002,
                tilt=tilt,
            )
            x += thick + 0.002 + abs(tilt) * 0.006


def _stack(x: float, y: float, z: float, room: float, rng: random.Random, palette: list[bpy.types.Material]) -> float:
    width, top = rng.uniform(0.2, 0.27), 0.0
    for _ in range(rng.randint(2, 4)):
        thick = rng.uniform(0.018, 0.04)
        if top + thick > room * 0.6:
            break
        box(
            (x + width / 2, y + 0.05, z + top),
            (width * rng.uniform(0.85, 1), 0.17, thick),
            rng.choice(palette),
            0.002,
            turn=rng.uniform(-5, 5),
        )
        top += thick
    return x + width + 0.02


def book_palette(colours: tuple[str, ...] = BOOKS) -> list[bpy.types.Material]:
    return [plain(colour, 0.65) for colour in colours]


def bookcase(
    left: float,
    right: float,
    y: float,
    boards: list[float],
    depth: float,
    top: float,
    wood: bpy.types.Material,
    uprights: int = 3,
) -> None:
    """The empty case: boards at the given heights between uprights, and a back."""
    middle = (left + right) / 2
    for z in boards:
        box((middle, y + depth / 2 - 0.02, z - 0.028), (right - left, depth - 0.008, 0.028), wood, 0.003)
    for i in range(uprights):
        x = left + (right - left) * i / (uprights - 1)
        box((x, y + depth / 2 - 0.02, 0), (0.03, depth, top), wood, 0.003)
    box((middle, y + depth - 0.01, 0), (right - left, 0.015, top), wood, 0)
